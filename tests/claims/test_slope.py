"""The numbers of docs/idea/slope.md, derived without its code."""

import math
from fractions import Fraction

import pytest

PAGE = "docs/idea/slope.md"


def test_slopes_and_the_gradient(names):
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
    # ∇(w1² + 2 w2²) = (2 w1, 4 w2) = (3, 4) at (1.5, 1): length 5, the steepest way its own, the opposite way down.
    assert (names["w1"], names["w2"]) == (1.5, 1)
    assert (names["g1"], names["g2"]) == pytest.approx((3, 4), abs=0.0021)
    rises = {}
    for angle in range(0, 360, 5):
        a, b = math.cos(math.radians(angle)), math.sin(math.radians(angle))
        rises[angle] = names["rise"](a, b)
        assert rises[angle] == pytest.approx(3 * a + 4 * b + names["h"] * (a * a + 2 * b * b), abs=1e-9)
        assert (3 * a + 4 * b) ** 2 + (4 * a - 3 * b) ** 2 == pytest.approx(25 * (a * a + b * b))
    steepest = math.degrees(math.acos(3 / 5))
    assert max(rises, key=rises.get) == pytest.approx(steepest, abs=2.5)
    assert min(rises, key=rises.get) == pytest.approx(steepest + 180, abs=2.5)
    assert [a * a + b * b for a, b in names["ways"]] == pytest.approx([1, 1, 1, 1])


def test_nudges(names):
    """On w³ at 2 exactly: 12 + 6h + h² ahead, 12 + h² both ways. A lift tilts nothing; slopes that hide."""
    for h in (Fraction(1, 10), Fraction(-1, 10), Fraction(1, 100)):
        assert names["rise_over_run"](names["cube"], Fraction(2), h) - 12 == 6 * h + h * h
        assert names["central"](names["cube"], Fraction(2), h) - 12 == h * h
    for w in (0, 1, 2.9, 5):  # the advised nudge, with and without the 0.5 of the hikes, the 4.4 of the bicycle
        assert names["central"](lambda v: (v - 3) ** 2 + 0.5, w, 1e-5) == pytest.approx(2 * (w - 3), abs=1e-9)
        assert names["central"](names["bicycle"], w, 1e-5) == pytest.approx(2 * (w - 4), abs=1e-9)
    # The sizes of the errors: of four hikes one is below 3, two are at it, one above.
    assert names["rise_over_run"](names["sizes"], 3, 0.1) == pytest.approx((1 + 2 - 1) / 4)
    assert names["rise_over_run"](names["sizes"], 3, -0.1) == pytest.approx((1 - 2 - 1) / 4)
    assert names["central"](names["sizes"], 3, 0.1) == pytest.approx(0, abs=1e-12)
    # S4: the slope of 1 − 1/(1 + d²) is 2d / (1 + d²)², which vanishes at the bottom and far away.
    for w in (3, 4, 10, 100):
        d = w - 3
        assert names["central"](names["plateau"], w, 1e-5) == pytest.approx(2 * d / (1 + d * d) ** 2, abs=1e-9)
    assert names["plateau"](3) == 0
    assert names["plateau"](100) > 0.9998
    assert len(names["readings"]) == 1 + 10
