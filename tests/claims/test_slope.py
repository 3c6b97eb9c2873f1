"""The numbers of docs/idea/slope.md, derived without its code."""

import math
import sys
from fractions import Fraction

import numpy as np
import pytest

PAGE = "docs/idea/slope.md"
EPSILON = sys.float_info.epsilon


def exact_exp(x: float) -> Fraction:
    """e^x by its series, in fractions, to far more digits than a float holds."""
    total = term = Fraction(1)
    for k in range(1, 40):
        term *= Fraction(x) / k
        total += term
    return total


def mean_error(central: bool, h: float) -> float:
    """Mean error of the slope of e^x at 1 over random nudges between h/2 and 3h/2, with NumPy's exp."""
    nudges = np.random.default_rng(0).uniform(h / 2, 3 * h / 2, 400)
    back, run = (1 - nudges, 2 * nudges) if central else (np.ones(400), nudges)
    return float(np.mean(np.abs((np.exp(1 + nudges) - np.exp(back)) / run - math.e)))


def test_slopes_gradient_and_sensitivities(names):
    """S5 and S2: rise over run, the sign that leads down, the gradient and its components."""
    # On (w − 3)², in exact fractions: 2(w − 3) + h.
    for w in [Fraction(0), Fraction(1), Fraction(3), Fraction(4)]:
        for h in (Fraction(2), Fraction(1, 10), Fraction(1, 1000)):
            assert names["rise_over_run"](names["loss"], w, h) == 2 * (w - 3) + h
            assert names["central"](names["loss"], w, h) == 2 * (w - 3) == names["slope"](w)
    # S5: a small step against the slope lowers the loss, a step with it raises the loss.
    for w in (-2, 0, 2, 2.9, 3.1, 4, 50):
        step = math.copysign(0.01, names["slope"](w))
        assert names["loss"](w - step) < names["loss"](w) < names["loss"](w + step)
    distances = [3, 1, 0.1, 0.001]
    assert [abs(names["slope"](3 - d)) for d in distances] == pytest.approx([2 * d for d in distances])
    # ∇(w1² + 2 w2²) = (2 w1, 4 w2) = (3, 4) at (1.5, 1): length 5, angle atan2(4, 3), the opposite steepest down.
    assert (names["w1"], names["w2"]) == (1.5, 1)
    assert (names["g1"], names["g2"]) == pytest.approx((3, 4), abs=0.0021)
    assert names["up"] == round(math.degrees(math.atan2(4, 3))) == 53
    assert names["down"] == names["up"] + 180
    loss = names["loss2"]
    for angle in range(0, 360, 5):
        a, b = math.cos(math.radians(angle)), math.sin(math.radians(angle))
        rise = (loss(1.5 + 1e-5 * a, 1 + 1e-5 * b) - loss(1.5 - 1e-5 * a, 1 - 1e-5 * b)) / 2e-5
        assert rise == pytest.approx(3 * a + 4 * b, abs=1e-8)
        assert abs(rise) <= 5
        assert (3 * a + 4 * b) ** 2 + (4 * a - 3 * b) ** 2 == pytest.approx(25 * (a * a + b * b))
    # S2: with errors −2 and 3, the slope for w_ij is 2 · error_j · x_i, so [−12, 18] and [−4, 6].
    x, y, weights = np.array([3, 1]), np.array([5, 4]), np.array([[1, 2], [0, 1]])
    errors = x @ weights - y
    slopes = 2 * np.outer(x, errors)
    assert slopes.tolist() == [[-12, 18], [-4, 6]]
    assert names["net_loss"](names["weights"]) == (errors**2).sum() == 13
    assert names["weights"] == weights.ravel().tolist()  # w_11, w_12, w_21, w_22
    assert names["sensitivity"] == pytest.approx(slopes.ravel(), abs=0.01)
    assert np.argmax(np.abs(names["sensitivity"])) == 1


def test_nudges(names):
    """Truncation, rounding, the best nudges and the rules of thumb, a lucky one, and slopes that hide."""
    # Without rounding: e h / 2 forward, e h² / 6 central. The page's differences agree.
    for h in [1e-2, 1e-3, 1e-4]:
        step = Fraction(h)
        middle = exact_exp(1)
        forward = float((exact_exp(1 + step) - middle) / step - middle)
        central = float((exact_exp(1 + step) - exact_exp(1 - step)) / (2 * step) - middle)
        assert (forward, central) == (pytest.approx(math.e * h / 2, rel=h), pytest.approx(math.e * h**2 / 6, rel=h))
        assert names["rise_over_run"](names["exp"], 1, h) - math.e == pytest.approx(forward, rel=1e-6)
        assert names["central"](names["exp"], 1, h) - math.e == pytest.approx(central, rel=1e-3)
    # ε e / h: both methods are back above 1e-4, thousands of times worse than at their best.
    for central in [False, True]:
        error = mean_error(central, 1e-12)
        assert 1e-4 < error < math.ulp(math.e) / 1e-12
        method = names["central" if central else "rise_over_run"]
        assert names["typical"](method, 1e-12) == pytest.approx(error, rel=0.5)
        assert error > 1000 * mean_error(central, EPSILON ** (1 / 3 if central else 1 / 2))
    # Its digits do not depend on the maths library: it is the float nearest to the exact value.
    for k in range(53):
        for x in (1 + 2.0**-k, 1 - 2.0**-k):
            assert names["exp"](x) == float(exact_exp(x))
    # Forward near √ε ≈ 1e-8, central near ∛ε ≈ 6e-6 and about a thousand times more exact, also with NumPy's exp.
    lowest = {}
    for central, rule in ((False, EPSILON ** (1 / 2)), (True, EPSILON ** (1 / 3))):
        sizes = np.geomspace(1e-12, 1e-2, 101)
        errors = [mean_error(central, h) for h in sizes]
        lowest[central] = min(errors)
        assert rule / 3 < sizes[int(np.argmin(errors))] < rule * 3
        assert rule / 3 < names["best"][central] < rule * 3
        assert mean_error(central, rule) < 2 * min(errors)
    assert 500 < lowest[False] / lowest[True] < 2500
    assert [f"{EPSILON ** (1 / p):.0e}" for p in (2, 3)] == ["1e-08", "6e-06"]
    # The central error of e^x at exactly 1e-7 is far below the mean error of nudges around 1e-7.
    assert abs(names["central"](names["exp"], 1, 1e-7) - math.e) < mean_error(True, 1e-7) / 4
    # At 2.99 the slope is −0.02; a nudge of 1e-12 changes the loss by less than the spacing of floats at 1,000.
    assert math.ulp(1000) > 0.02 * 2e-12
    for h in (1e-12, 1e-16):
        assert names["central"](names["high_bowl"], 2.99, h) == 0
    assert names["central"](names["high_bowl"], 2.99, 1e-4) == pytest.approx(-0.02, abs=1e-6)
    assert 2.99 + 1e-16 == 2.99
    # S4: the slope of 1 − 1/(1 + d²) is 2d / (1 + d²)², which vanishes at the bottom and far away.
    for w in (3, 4, 10, 100):
        d = w - 3
        assert names["central"](names["plateau"], w, 1e-5) == pytest.approx(2 * d / (1 + d * d) ** 2, abs=1e-9)
    assert names["plateau"](3) == 0
    assert names["plateau"](100) > 0.9998
