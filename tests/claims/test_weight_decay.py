"""The numbers of docs/optimizers/weight-decay.md: fixed points solved, loops in fractions, sums over the penguins."""

from fractions import Fraction
from math import log, sqrt
from statistics import fmean, linear_regression, pstdev

import numpy as np
import pytest

from tests.claims.data import columns
from tests.claims.oracles import differences

PAGE = "docs/optimizers/weight-decay.md"
CURVATURES, CENTRE = (1, 25), 3


def at_rest(curvature: float, decay: float, beta: float, apart: bool) -> float:
    """Where momentum leaves one weight: the fixed point of its linear map of (w, v), solved."""
    inside = curvature + (0 if apart else decay)  # what the gradient gains per unit of the weight
    step = np.array([[1 - 0.01 * inside - (0.01 * decay if apart else 0), -0.01 * beta], [inside, beta]])
    shift = curvature * CENTRE * np.array([0.01, -1])
    return np.linalg.solve(np.eye(2) - step, shift)[0]


def adam_by_hand(curvature: float, decay: float, steps: int, apart: bool, beta2=0.99) -> float:
    """Adam for one weight from 0 at the rate 0.01, with powers in place of corrections kept in running products."""
    w, m, s, left1, left2 = 0.0, 0.0, 0.0, 1.0, 1.0
    for _ in range(steps):
        g = curvature * (w - CENTRE)
        g, w = (g, w * (1 - 0.01 * decay)) if apart else (g + decay * w, w)
        m, s, left1, left2 = m + 0.1 * (g - m), s + (1 - beta2) * (g * g - s), 0.9 * left1, beta2 * left2
        w -= 0.01 * (m / (1 - left1)) / (sqrt(s / (1 - left2)) + 1e-8)
    return w


def test_one_walk_for_descent_and_two_for_momentum(names):
    """The slopes; both ways of descent in exact fractions; places of rest from linear equations."""
    for theta in ([5, 1], [-0.4, 2.5]):
        central = differences(lambda place: names["loss"](place), theta, h=1e-4)
        assert names["gradient"](theta) == pytest.approx(central, abs=1e-6)
    rate = Fraction(1, 20)
    for i, curvature in enumerate(CURVATURES):
        penalty, decayed = [Fraction(0)], [Fraction(0)]
        for _ in range(30):
            penalty.append(penalty[-1] - rate * (curvature * (penalty[-1] - CENTRE) + penalty[-1]))
            decayed.append((1 - rate) * decayed[-1] - rate * curvature * (decayed[-1] - CENTRE))
        assert penalty == decayed
        assert names["rest"][i] == pytest.approx(float(Fraction(3 * curvature, curvature + 1)))
        assert [p[0][i] for p in names["apart"][:31]] == pytest.approx([float(w) for w in penalty], abs=1e-9)
        for name, apart in (("tight", False), ("looser", True)):
            assert names[name][i] == pytest.approx(at_rest(curvature, 1, 0.9, apart))
        assert names["keras_like"][i] == pytest.approx(at_rest(curvature, 0.01, 0.9, apart=False))


def test_the_wall_of_adamw(names):
    """The penalty's place for Adam, the wall for AdamW, by a loop of our own; and what noise makes of it."""
    for i, curvature in enumerate(CURVATURES):
        for k, decay in enumerate(names["decays"]):
            for name in names["held"]:
                by_hand = adam_by_hand(curvature, float(decay), 4000, apart=name == "decoupled")
                assert names["held"][name][i][k] == pytest.approx(by_hand, abs=0.002)
            assert names["held"]["L2"][i][k] == pytest.approx(3 * curvature / (curvature + decay), abs=0.002)
            assert names["held"]["decoupled"][i][k] == pytest.approx(min(3, 1 / decay), abs=0.002)
    ends = np.array([path[-1][0] for path in names["letter"]])
    assert ends == pytest.approx(np.array([[3 / 3, 75 / 27], [1 / 2, 1 / 2]]), abs=0.001)
    assert adam_by_hand(1, 1, 12_000, apart=True, beta2=0.999) == pytest.approx(1, abs=0.001)  # it only takes longer
    for size, penalty, decayed in zip((1, 2, 4, 8), *names["settled"].values(), strict=True):
        w = 2.0  # where w − 3 + 0.2 w times the root mean square of the slope is zero
        for _ in range(200):
            w = 3 / (1 + 0.2 * sqrt(size**2 + (w - 3) ** 2))
        assert (penalty, decayed) == pytest.approx((2.5, w), abs=0.04)
    assert 1 / 3 < (1 - 1e-5) ** 100_000 < 0.4  # after 1/(ηα) steps
    assert names["half"] == pytest.approx(log(2) / 1e-5, rel=1e-5)


def test_decay_on_everything_pulls_the_level(names):
    """The penguins by a library's regression; a parameter of curvature 2 keeps 2 / (2 + α) of its best value."""
    flippers, grams = columns("flipper_length_mm", "body_mass_g").T.tolist()
    best = linear_regression(flippers, grams).slope * pstdev(flippers) / 1000, fmean(grams) / 1000
    fits, kept = names["fits"], 2 / 2.1
    assert fits["none"] == pytest.approx((*best, 0), abs=1e-9)
    assert fits["all"] == pytest.approx((best[0] * kept, best[1] * kept, best[1] * (kept - 1)))
    assert fits["scale"] == pytest.approx((best[0] * kept, best[1], 0), abs=1e-9)
    assert [p[0] for p in names["places"]] == pytest.approx([3 / (1 + 0.05 / rate) for rate in (0.05, 0.025)])
    assert names["ends"] == pytest.approx([4 * 5 / 5, 4 * 5 / 4.1, 1], abs=0.001)
