"""The numbers of docs/idea/descent.md, derived without its code."""

from fractions import Fraction
from math import ceil, log

import pytest

PAGE = "docs/idea/descent.md"


def exact(start: Fraction, rate: Fraction, steps: int) -> list[Fraction]:
    """The path on (w − 3)², by the closed form w_k = 3 + (w_0 − 3)(1 − 2η)^k, in exact arithmetic."""
    return [3 + (start - 3) * (1 - 2 * rate) ** k for k in range(steps + 1)]


def test_the_paths_are_those_of_the_closed_form(names):
    """S1 and S2: the steps from 0 and from 4, how many come near, and the slope by central differences."""
    # S1: 0.6, 1.08, 1.464, 1.7712, 2.017.
    expected = exact(Fraction(0), Fraction(1, 10), 5)
    assert names["path"] == pytest.approx([float(w) for w in expected], abs=1e-14)
    assert [round(float(w), 4) for w in expected[1:]] == [0.6, 1.08, 1.464, 1.7712, 2.017]
    assert expected[5] / 3 == pytest.approx(2 / 3, abs=0.01)  # short of 3: two thirds of the way
    # S2: the start at w = 4.
    right = names["right"]
    assert right == pytest.approx([float(w) for w in exact(Fraction(4), Fraction(1, 10), 5)], abs=1e-14)
    assert right == sorted(right, reverse=True)
    assert min(right) > 3
    # At the rate 1 the walk goes to and fro between 0 and 6.
    assert exact(Fraction(0), Fraction(1), 3) == names["descend"](0, 1, 3) == [0, 6, 0, 6]
    # After 100 steps, 3 · 0.8^100 is missing, about 6.1e-10.
    missing = 3 - names["descend"](0, 0.1, 100)[-1]
    assert (missing, f"{missing:.1e}") == (pytest.approx(float(3 * Fraction(4, 5) ** 100), rel=1e-5), "6.1e-10")
    # Central differences are exact for a parabola, up to rounding.
    for w in (-2.0, 0.0, 3.0, 4.5):
        central = (names["loss"](w + 1e-4) - names["loss"](w - 1e-4)) / 2e-4
        assert names["slope"](w) == pytest.approx(central, abs=1e-7)
    # The first k with 3 · 0.8^k at most the target, by exact search and by logarithms.
    for target, steps in [("0.01", 26), ("0.001", 36)]:
        limit = Fraction(target)
        first = next(k for k in range(100) if 3 * Fraction(4, 5) ** k <= limit)
        assert first == steps == ceil(log(float(limit) / 3) / log(0.8))
