"""The numbers of docs/idea/from-data.md, derived without its code."""

from fractions import Fraction
from types import FunctionType

import numpy as np
import pytest

from tests.claims.oracles import differences

PAGE = "docs/idea/from-data.md"
SAMPLES = [((3, 4), 6), ((1, 2), 2), ((2, 0), 3), ((4, 1), 4)]


def exact_mse(weights):
    """The mean squared error of the four samples, in exact arithmetic and without a matrix."""
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
    assert slopes == [30, 40] == list(names["gradient"])
    stepped = [w - Fraction(1, 100) * slope for w, slope in zip((1, 2), slopes, strict=True)]
    assert stepped == [Fraction(7, 10), Fraction(16, 10)]
    assert names["stepped"] == pytest.approx([0.7, 1.6], abs=1e-14)
    assert 3 * stepped[0] + 4 * stepped[1] - 6 == Fraction(5, 2)
    # The limit 1/‖x‖² is 0.04 for (3, 4) and 0.0004 for (30, 40).
    errors_with = names["errors_with"]
    assert abs(errors_with(0.0399, 2000)[-1]) < 1e-3
    assert abs(errors_with(0.0401, 2000)[-1]) > 1e3
    assert names["limit"] == pytest.approx(float(Fraction(1, 30**2 + 40**2)), rel=1e-12)
    # Descent in fractions, weight by weight, against the powers of 1 − 2η‖x‖² and against the page's run.
    for rate, factor in [("0.01", "0.5"), ("0.02", "0"), ("0.04", "-1"), ("0.05", "-1.5")]:
        weights, errors = [Fraction(1), Fraction(2)], []
        for _ in range(4):
            errors.append(3 * weights[0] + 4 * weights[1] - 6)
            weights = [w - Fraction(rate) * 2 * errors[-1] * x for w, x in zip(weights, (3, 4), strict=True)]
        assert errors == [5 * Fraction(factor) ** k for k in range(4)]
        assert names["runs"][float(rate)] == pytest.approx([float(e) for e in errors], abs=1e-12)
    # Loss 9.75 and slopes 12 and 14 at the start; agreement at other weights too.
    assert (exact_mse([1, 2]), differences(exact_mse, [1, 2])) == (Fraction(39, 4), [12, 14])
    for weights in ([1, 2], [0, 0], [-3, 5]):
        expected = [float(slope) for slope in differences(exact_mse, weights)]
        assert names["mse_gradient"](np.array(weights)) == pytest.approx(expected, abs=1e-12)
        assert names["measured"](names["mse"], np.array(weights)) == pytest.approx(expected, abs=1e-4)
    # The least loss is 5/12, at the weights 1 and 2/3 where both slopes vanish; the run falls towards it.
    best = [Fraction(1), Fraction(2, 3)]
    assert (differences(exact_mse, best), exact_mse(best)) == ([0, 0], Fraction(5, 12))
    history = names["history"]
    assert history == sorted(history, reverse=True)
    assert 0 < history[-1] - 5 / 12 < 0.002
    # Along each eigenvector of the curvature the distance shrinks by 1 − ηλ an epoch.
    curvature = np.array([[15.0, 9.0], [9.0, 10.5]])  # (2/n) Σ x xᵀ, by hand
    values, vectors = np.linalg.eigh(curvature)
    start = vectors.T @ (np.array([1.0, 2.0]) - [1, 2 / 3])
    expected = [5 / 12 + 0.5 * np.sum(values * (start * (1 - 0.01 * values) ** k) ** 2) for k in range(101)]
    assert names["history"] == pytest.approx(expected, abs=1e-10)


def test_mistakes_and_exercises(names):
    """The unpaired gradient, a factor of zero, a forgotten two."""
    # It agrees on each sample alone, is (11.25, 7.875) on all four, and stops where the mean error is zero.
    for x, y in SAMPLES:  # the page's own function, given one sample
        alone = FunctionType(names["unpaired"].__code__, {"X": np.array([x]), "targets": np.array([y])})
        paired = differences(lambda w, x=x, y=y: (w[0] * x[0] + w[1] * x[1] - y) ** 2, [1, 2])
        assert alone(np.array([1, 2])) == pytest.approx([float(slope) for slope in paired], abs=1e-12)
    assert names["unpaired"](np.array([1, 2])) == pytest.approx([2 * 2.25 * 2.5, 2 * 2.25 * 1.75], abs=1e-14)
    # It moves along the mean input (5/2, 7/4) only, by as much as takes the mean error from 9/4 to 0.
    mean = [Fraction(5, 2), Fraction(7, 4)]
    length = Fraction(9, 4) / sum(m * m for m in mean)
    end = [w - length * m for w, m in zip((1, 2), mean, strict=True)]
    assert names["bad"] == pytest.approx([float(w) for w in end], abs=1e-6)
    assert names["mse"](names["bad"]) == pytest.approx(float(exact_mse(end)), abs=1e-6)
    assert exact_mse(end) > 6 * exact_mse([1, Fraction(2, 3)])
    # Exercises 3 and 4: an input of 0 or a flat activation gives the slope 0; a bias learns all the same.
    assert differences(lambda w: (max(0, 3 * w[0]) - 10) ** 2, [-2]) == [0]
    assert (names["miss"], names["product"], names["rise"]) == (-10, 0, 0)
    assert differences(lambda p: (0 * p[0] + p[1] - 4) ** 2, [2, 0]) == [0, -8]
    assert (names["w0"], names["b"]) == (2, pytest.approx(4 - 4 * 0.8**100, abs=1e-12))
    # Error times input is the gradient of half the squared error, and 0.04 with it is 0.02 without.
    halved = differences(lambda w: Fraction((3 * w[0] + 4 * w[1] - 6) ** 2, 2), [1, 2])
    assert halved == [15, 20] == list(names["half"])
    assert names["landed"] == pytest.approx([1 - 0.02 * 30, 2 - 0.02 * 40], abs=1e-14)
