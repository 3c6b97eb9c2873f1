"""The slopes of docs/networks/chain-rule.md, derived without its code: exact fractions, autograd, closed forms."""

import math
from fractions import Fraction

import autograd
import autograd.numpy as anp
import numpy as np
import pytest

from tests.claims.oracles import differences

PAGE = "docs/networks/chain-rule.md"


def exact_slope(function, values, i):
    """A central difference in exact arithmetic: exact for products of two uses at most, away from a kink."""
    return differences(lambda place: function(*place), values, h=Fraction(1, 1000))[i]


def neuron(x1, w1, x2, w2, b):
    """The squared error of the neuron for the target 1, written with a hyperbolic tangent."""
    return ((1 + anp.tanh((x1 * w1 + x2 * w2 + b) / 2)) / 2 - 1) ** 2


def test_gates_two_ways_and_the_neuron(names):
    """Slopes in exact arithmetic through gates and two ways; those of the neuron by autograd and in closed form."""

    # f = (p + q) max(r, t) at 3, −1, 4, 2: 8, with the slopes 4, 4, 2 and 0.
    def f(p, q, r, t):
        return (p + q) * max(r, t)

    slopes = [exact_slope(f, [3, -1, 4, 2], i) for i in range(4)]
    assert slopes == [4, 4, 2, 0] == [names[f"slope_{name}"] for name in "pqrt"]
    assert names["slope_total"] == exact_slope(lambda total, top: total * top, [2, 4], 0)
    assert names["slope_top"] == exact_slope(lambda total, top: total * top, [2, 4], 1)
    # Against a cubic, whose central difference is 3x² + h² exactly.
    measured = names["measured"]
    assert measured(lambda x, z: x**3 + 5 * z, [2, 1], 0, h=0.1) == pytest.approx(12.01, abs=1e-9)
    assert measured(lambda x, z: x**3 + 5 * z, [2, 1], 1, h=0.1) == pytest.approx(5, abs=1e-9)
    # x (x + 1) has the slope 2x + 1, which is 7 at 3 and not 4, 3 or 12.
    assert exact_slope(lambda x: x * (x + 1), [3], 0) == 7 == names["slope_x"] == names["direct"] + names["through"]
    # Output times one minus output, at most a quarter, and the product of the four small gates.
    places = np.linspace(-6, 6, 25)
    for s in places:
        sigmoid = (1 + math.tanh(s / 2)) / 2
        found = math.prod(names["local_slopes"](s))
        assert found == pytest.approx(sigmoid * (1 - sigmoid), abs=1e-14)
        assert found == pytest.approx(autograd.grad(lambda v: (1 + anp.tanh(v / 2)) / 2)(s), abs=1e-14)
        assert found <= 0.25
    assert math.prod(names["local_slopes"](0)) == 0.25
    # Its five slopes by autograd and in closed form; one step moves the parameters only and lowers the loss.
    place = [2.0, 0.5, -1.0, 1.5, 1.0]
    t = math.tanh(0.25)  # the sum is 1 − 1.5 + 1
    assert (names["loss"], names["error"]) == (pytest.approx((1 - t) ** 2 / 4), pytest.approx((t - 1) / 2))
    found = [names[f"slope_{name}"] for name in ("x1", "w1", "x2", "w2", "b")]
    assert found == pytest.approx([autograd.grad(neuron, i)(*place) for i in range(5)], abs=1e-12)
    assert found == pytest.approx([factor * (t - 1) * (1 - t * t) / 4 for factor in (0.5, 2, 1.5, -1, 1)], abs=1e-12)
    # One step moves the parameters only and lowers the loss.
    slope = (math.tanh(0.25) - 1) * (1 - math.tanh(0.25) ** 2) / 4
    assert names["stepped"] == pytest.approx([0.5 - 2 * slope, 1.5 + slope, 1 - slope], abs=1e-12)
    after = neuron(2, 0.5 - 2 * slope, -1, 1.5 + slope, 1 - slope)
    assert names["neuron"](*names["stepped"]) == pytest.approx(after, abs=1e-12)
    assert after < names["loss"] / 4


def test_mistakes_and_exercises(names):
    """What the two mistakes of the page lead to, and the numbers of its exercises."""

    # Added: the minimum 2, loss 8. Only the second: zero, where the loss is 16, more than at the start.
    def loss(w):
        return (w - 4) ** 2 + w**2

    for w in (Fraction(3), Fraction(0), Fraction(-7, 2)):
        right, second = names["slopes_of"](w)
        assert (right, second) == (exact_slope(loss, [w], 0), 2 * w)
    assert names["right"] == pytest.approx([2 + 0.6**k for k in range(41)], abs=1e-12)
    assert names["wrong"] == pytest.approx([3 * 0.8**k for k in range(41)], abs=1e-12)
    assert (loss(2), loss(3), loss(0)) == (8, 10, 16)
    losses = [loss(w) for w in names["wrong"]]
    assert losses[2:] == sorted(losses[2:])  # the loss of the wrong run tells: it rises from the second step on
    assert abs(names["wrong"][-1] - names["wrong"][-2]) < 1e-3
    # s (1 − s) is within 7 % of the sigmoid's slope at 0.5, and of the other sign at 2.
    slopes = {s: (1 - math.tanh(s / 2) ** 2) / 4 for s in (0.5, 2)}
    assert abs(0.5 * 0.5 / slopes[0.5] - 1) < 0.07
    assert slopes[2] > 0 > 2 * (1 - 2)
    # The exercises.
    assert exact_slope(lambda a, c: max(a * c, 5) + a, [2, 3], 0) == 4 == names["slope_a"]
    assert exact_slope(lambda a, c: max(a * c, 5) + a, [2, 3], 1) == 2 == names["slope_c"]
    assert exact_slope(lambda a, c: max(a * c, 5) + a, [2, 2], 0) == 1  # blocked by the maximum
    flat = (1 - math.tanh(5.5 / 2) ** 2) / 4
    assert names["local"] == pytest.approx(flat, abs=1e-12)
    assert flat < 0.005
    assert exact_slope(lambda w: (3 * w - 10) ** 2 + (w - 4) ** 2, [2], 0) == -28 == names["slope_w"]
