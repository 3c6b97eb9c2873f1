"""The numbers of docs/terrain/chaos.md, derived without its code."""

from fractions import Fraction
from itertools import accumulate
from math import cos, log, pi, sqrt, tanh

import numpy as np
import pytest
from autograd import grad
from numpy.polynomial import Polynomial
from scipy.integrate import quad
from scipy.optimize import brentq

PAGE = "docs/terrain/chaos.md"


def logistic(x, r, steps):
    """The weights x of the logistic map after each of so many steps."""
    return list(accumulate(range(steps), lambda x, _: r * x * (1 - x), initial=x))


def test_descent_is_the_logistic_map(names):
    """Slope and curvature by autograd; the step in exact fractions; bounded up to the rate 3 and not beyond."""
    for w in (-0.7, 0.3, 1.0, 1.9):
        assert names["slope"](w) == pytest.approx(grad(names["loss"])(w))
        assert grad(grad(names["loss"]))(w) == pytest.approx(2 * w - 1)
    for eta in (Fraction(3, 2), Fraction(5, 2), Fraction(3), Fraction(31, 10)):
        units = eta / (1 + eta)
        for w in (Fraction(1, 3), Fraction(2, 5), Fraction(9, 7)):
            assert units * names["step"](w, eta) == logistic(units * w, 1 + eta, 1)[1]
        # The highest weight is reached from the middle of the stretch between 0 and 1/units, and has to lie in it.
        assert (names["step"](1 / (2 * units), eta) <= 1 / units) == (eta <= 3)
    # Beyond either end of that stretch, 0 and 1 + 1/η, any walk flies off; just inside, up to 3, it is held.
    for eta in (0.5, 1.8, 2.3, 3):
        assert [names["period"](eta, w) for w in (-0.01, 1.01 + 1 / eta)] == ["flies off"] * 2
        assert "flies off" not in [names["period"](eta, w) for w in (0.01, 0.99 + 1 / eta)]


def test_periods_and_where_they_begin(names):
    """Periods by the logistic map; √6 by the product of the cycle; √8 by counting roots; the end as published."""
    for eta, period in {1.8: 1, 2.2: 2, 2.5: 4, 2.55: 8, 2.83: 3}.items():
        x = logistic(0.237, 1 + eta, 30_000)[-65:]
        back = next(k for k in range(1, 65) if abs(x[k] - x[0]) < 1e-7)
        assert names["period"](eta) == back == period
    assert [names["period"](eta) for eta in (2.72, 3, 3.1)] == ["none up to 64"] * 2 + ["flies off"]
    for eta in (Fraction(5, 2), Fraction(29, 10)):
        root = Fraction(sqrt(eta**2 - 4)).limit_denominator(100)
        high, low = ((eta + 2 + sign * root) / (2 * eta) for sign in (1, -1))
        assert (names["step"](high, eta), names["step"](low, eta)) == (low, high)
        assert (1 - eta * (2 * high - 1)) * (1 - eta * (2 * low - 1)) == 5 - eta**2
    for eta, real in ((sqrt(8) - 1e-3, 2), (sqrt(8) + 1e-3, 8)):  # fixed points alone, then two cycles of three as well
        w = step = Polynomial([0, 1])
        for _ in range(3):
            step = step - eta * (step * step - step)
        assert sum(abs(root.imag) < 1e-9 for root in (step - w).roots()) == real
    assert names["end"] == pytest.approx(2.569945672, abs=2e-6)  # r = 3.569945672, as given for the logistic map
    assert names["ratio"] == pytest.approx(4.669201609, abs=0.02)
    # The 8 begins at 2.5441 and ends at 2.5644 (r = 3.5441, 3.5644): stretches of 2, 0.449, 0.095, 0.020.
    assert [names["period"](eta) for eta in (2.543, 2.5455, 2.5635)] == [4, 8, 8]


def test_exponents_and_how_fast_walks_part(names):
    """Closed forms at 1.8, 2.2 and 3; signs from pairs of walks; the mean over fresh starts."""
    found = dict(zip(names["some"], names["exponent"](names["some"]), strict=True))
    doubling = quad(lambda t: log(abs(4 * cos(2 * t))), 0, pi / 2, points=[pi / 4])[0] / (pi / 2)
    for eta, exact in ((1.8, log(0.8)), (2.2, log(abs(5 - 2.2**2)) / 2), (3, doubling)):
        assert found[eta] == pytest.approx(exact, abs=0.01)
    assert doubling == pytest.approx(log(2))
    starts = np.random.default_rng(5).uniform(0.05, 0.95, 400)
    for eta, value in found.items():
        one, two = (logistic(x, 1 + eta, 400)[-1] for x in (starts, starts + 1e-9))
        assert (np.median(abs(one - two)) > 1e-3) == (value > 0)
    rest, two = names["etas"] < 1.9, (names["etas"] > 2.1) & (names["etas"] < 2.4)
    assert names["exponents"][rest] == pytest.approx(np.log(names["etas"][rest] - 1), abs=0.01)
    assert names["exponents"][two] == pytest.approx(np.log(abs(5 - names["etas"][two] ** 2)) / 2, abs=0.05)
    part = names["exponents"] > 0
    assert np.mean(part[names["etas"] > 2.5725]) > 0.75 > np.count_nonzero(part[names["etas"] < 2.5675])
    # The distance in w is 4/3 of that in x, so both the start and the end are scaled.
    for seed in range(3):
        x = np.random.default_rng(100 + seed).uniform(0.05, 1.3, 2000) * 3 / 4
        gaps = abs(np.array(logistic(x, 4, 80)) - logistic(x + 0.75e-9, 4, 80))
        assert np.argmax(gaps > 0.075, axis=0).mean() == pytest.approx(names["first"].mean(), abs=0.2)


def test_cycles_that_floats_leave_and_tests_that_pass(names):
    """The growth of the rounding error; the cycle that looks converged; log cosh by its equation; the exercises."""
    assert set(names["exact"]) == {Fraction(35, 29), Fraction(14, 29)}
    assert np.polyfit(range(46), np.log(names["off"][4:50]), 1)[0] == pytest.approx(log(2.9**2 - 5) / 2, abs=0.01)
    weights = [(4.2 + sign * sqrt(2.2**2 - 4)) / 4.4 for sign in (1, -1)]
    assert weights == pytest.approx([1.163, 0.746], abs=5e-4)
    assert names["last"] in [pytest.approx(w**3 / 3 - w**2 / 2, abs=1e-8) for w in weights]
    assert abs(names["w"]) == pytest.approx(brentq(lambda w: tanh(w) - 2 * w / 3, 0.5, 3))
