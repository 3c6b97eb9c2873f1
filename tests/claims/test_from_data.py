"""The numbers of docs/idea/from-data.md, derived without its code."""

import re
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from figures import from_data_network as first_screen
from scripts.model import project
from tests.claims.oracles import differences

PAGE = "docs/idea/from-data.md"
SAMPLES = [((3, 4), 6), ((1, 2), 2), ((2, 0), 3), ((4, 1), 4)]


def exact_mse(weights):
    """The mean squared error of four samples of two inputs, in exact arithmetic and without a matrix."""
    return sum((sum(w * v for w, v in zip(weights, x, strict=True)) - y) ** 2 for x, y in SAMPLES) / Fraction(4)


def test_one_sample_and_four(names):
    """S5: one weight and one data point, two inputs and the error they halve; then the mean of four samples."""
    # S5: error −4, slope −24, new weight 2.24; the second step leads to 2.4368.
    (slope,) = differences(lambda w: (3 * w[0] - 10) ** 2, [2])
    assert (names["error"], names["slope"], slope) == (-4, -24, -24)
    best = Fraction(10, 3)  # the distance to it is multiplied by 1 − 2 · 0.01 · 9
    first, second = (best + (2 - best) * Fraction(82, 100) ** k for k in (1, 2))
    assert (first, second) == (Fraction("2.24"), Fraction("2.4368"))
    assert (names["w_new"], names["second"]) == pytest.approx((float(first), float(second)), abs=1e-14)
    # S5: slopes [30, 40], weights [0.7, 1.6], error 2.5, half of 5.
    slopes = differences(lambda w: (3 * w[0] + 4 * w[1] - 6) ** 2, [1, 2])
    assert slopes == [30, 40] == list(names["slopes"])
    stepped = [w - Fraction(1, 100) * slope for w, slope in zip((1, 2), slopes, strict=True)]
    assert stepped == [Fraction(7, 10), Fraction(16, 10)]
    assert names["weights"] - names["eta"] * names["slopes"] == pytest.approx([0.7, 1.6], abs=1e-14)
    assert 3 * stepped[0] + 4 * stepped[1] - 6 == Fraction(5, 2)
    # The limit 1/‖x‖² is 0.04 for (3, 4).
    errors_with = names["errors_with"]
    assert abs(errors_with(0.0399, 2000)[-1]) < 1e-3
    assert abs(errors_with(0.0401, 2000)[-1]) > 1e3
    # Descent in fractions, weight by weight, against the powers of 1 − 2η‖x‖² and against the page's run.
    for rate, factor in [("0.01", "0.5"), ("0.02", "0"), ("0.04", "-1"), ("0.05", "-1.5")]:
        weights, errors = [Fraction(1), Fraction(2)], []
        for _ in range(4):
            errors.append(3 * weights[0] + 4 * weights[1] - 6)
            weights = [w - Fraction(rate) * 2 * errors[-1] * x for w, x in zip(weights, (3, 4), strict=True)]
        assert errors == [5 * Fraction(factor) ** k for k in range(4)]
        assert names["runs"][float(rate)] == pytest.approx([float(e) for e in errors], abs=1e-12)
    # Slopes 12 and 14 of four samples of two inputs.
    assert differences(exact_mse, [1, 2]) == [12, 14] == pytest.approx(list(names["g"]))


def test_hours_and_minutes(names):
    """The four hikes are the bowl (w − 3)² + 0.5; in minutes the curvature is 3,600 times as large."""
    hikes = [2, 3, 3, 4]

    def loss(w, x):
        return sum(Fraction(w * x - y) ** 2 for y in hikes) / 4

    for w in (Fraction(0), Fraction(5, 2), Fraction(-7)):
        assert loss(w, 1) == (w - 3) ** 2 + Fraction(1, 2) == loss(w / 60, 60)
    for x in (1, 60):
        (slope,) = differences(lambda w, x=x: loss(w[0], x), [0])
        assert names["mean_slope"](0, x) == slope == -6 * x
        assert loss(1, x) - 2 * loss(0, x) + loss(-1, x) == 2 * x**2  # the second difference of a parabola
    # At 0.1 the distance to 3/60 is multiplied by 1 − 0.1 · 7200 in each step.
    best = Fraction(3, 60)
    far = [best - best * (1 - Fraction(1, 10) * 7200) ** k for k in range(4)]
    assert far[:3] == [0, 36, -25848]
    assert names["descend"](names["minutes"], 0.1, 3) == pytest.approx([float(w) for w in far], rel=1e-12)
    assert names["v"] == pytest.approx(3000)  # metres: the curvature does not see the targets


def test_the_first_screen_shows_what_the_explorer_starts_with():
    """The drawing behind the explorer, and the answer to its question: the weight of the 2 moves twice as far."""
    page = project.load(project.ROOT, Path(project.ROOT, PAGE))
    tag = re.search(r"<network-explorer [^>]+>", page.text)[0]
    given = {name: float(value) for name, value in re.findall(r'(\w+)="([-\d.]+)"', tag)}
    x, w = np.array([given["x1"], given["x2"]]), np.array([given["w1"], given["w2"]])
    assert (list(x), list(w), given["target"]) == (first_screen.INPUTS, first_screen.WEIGHTS, first_screen.TARGET)
    end = w - x * (x @ w - given["target"]) / (x @ x)  # the nearest weights without an error, along the inputs
    assert (end[0] - w[0]) / (end[1] - w[1]) == 2
    assert 0 < 1 - 2 * given["rate"] * (x @ x) < 1, "each step shortens the error"


def test_mistakes_and_exercises(names):
    """The unpaired gradient, a factor of zero, a forgotten two."""
    # Of three hikes, the least squares lie at Σty/Σt², and the errors cancel at Σy/Σt.
    t, y = [1, 1, 4], [5, 4, 8]
    ends = [Fraction(5 + 4 + 32, 1 + 1 + 16), Fraction(sum(y), sum(t))]
    assert (names["right"], names["wrong"]) == pytest.approx([float(w) for w in ends], abs=1e-12)
    losses = [sum((w * a - b) ** 2 for a, b in zip(t, y, strict=True)) / 3 for w in ends]
    assert [f"{float(loss):.2f}" for loss in losses] == ["3.87", "5.72"]
    # An input of 0 or a flat activation gives the slope 0; a bias learns all the same.
    assert differences(lambda w: (max(0, 3 * w[0]) - 10) ** 2, [-2]) == [0]
    assert (names["miss"], names["product"], names["rise"]) == (-10, 0, 0)
    assert differences(lambda p: (0 * p[0] + p[1] - 4) ** 2, [2, 0]) == [0, -8]
    assert (names["w0"], names["b"]) == (2, pytest.approx(4 - 4 * 0.8**100, abs=1e-12))
    # Error times input is the gradient of half the squared error, and 0.04 with it is 0.02 without.
    halved = differences(lambda w: Fraction((3 * w[0] + 4 * w[1] - 6) ** 2, 2), [1, 2])
    assert halved == [15, 20] == list(names["half"])
    assert names["landed"] == pytest.approx([1 - 0.02 * 30, 2 - 0.02 * 40], abs=1e-14)
