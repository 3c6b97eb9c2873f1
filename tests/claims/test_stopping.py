"""The numbers of docs/idea/stopping.md, derived without its code."""

from fractions import Fraction
from math import log10, sqrt

import numpy as np
import pytest

PAGE = "docs/idea/stopping.md"
TOLERANCE = Fraction(1, 10**6)


def first(condition) -> int:
    """The first step at which a condition on the exact distance to 3, 3 · 0.8^k, holds."""
    return next(k for k in range(1000) if condition(3 * Fraction(4, 5) ** k))


def test_when_and_why_a_run_stops(names):
    """The closed form's step for each test, units, reasons; the four hikes and epochs."""
    # With d = 3 · 0.8^k: slope 2d, fall d² − (0.8d)²; the fall goes with the square of the distance.
    met = names["met"]
    assert met["slope"] == first(lambda d: 2 * d <= TOLERANCE) == 70
    assert met["fall"] == first(lambda d: Fraction(36, 100) * d**2 <= TOLERANCE) == 34
    assert met["fall"] < first(lambda d: d**2 <= TOLERANCE), "a loss of a millionth comes later than such a fall"
    # On a log scale its line is twice as steep as that of the slope; a tolerance of 9e-14 asks for step 70.
    steepness = {name: log10(names[name][40] / names[name][10]) for name in ("slopes", "falls")}
    assert steepness["slopes"] == pytest.approx(30 * log10(0.8), rel=1e-9)
    assert steepness["falls"] == pytest.approx(2 * steepness["slopes"], rel=1e-9)
    assert first(lambda d: Fraction(36, 100) * d**2 <= 9 * TOLERANCE**2 / 100) == met["slope"] == 70
    assert pytest.approx(1e7, rel=0.2) == TOLERANCE / (9 * TOLERANCE**2 / 100)
    # In a unit of 1/c km the fall is c² times as large, while the path in km/h is the same.
    for index, unit, steps in [(0, "1e-3", 3), (1, "1", 34), (2, "1e3", 65)]:
        assert first(lambda d, c=Fraction(unit): Fraction(36, 100) * d**2 * c**2 <= TOLERANCE) == steps
        assert names["stops"][index] == (steps, pytest.approx(float(3 - 3 * Fraction(4, 5) ** steps), abs=1e-9))
    # The fall is (0.64)^k of the first fall, so 1e-6 is reached in the step after k = 31.
    for scale in (1e-9, 1.0, 1e9):
        loss, slope = (lambda w, c=scale: c * (w - 3) ** 2), (lambda w, c=scale: c * 2 * (w - 3))
        _, steps, why = names["descend"](loss, slope, 0, 0.1 / scale)
        expected = next(k for k in range(100) if Fraction(64, 100) ** k <= TOLERANCE) + 1
        assert (why, steps, expected) == ("loss is level", 32, 32)
    # On the bowl: 0.5 lands in one step, 0.001 leaves 3 · 0.998^1000, 1 jumps between two equal heights.
    for rate, why, steps in ((0.5, "slope is flat", 1), (0.001, "out of budget", 1000), (1, "loss is level", 1)):
        end, count, reason = names["descend"](names["loss"], names["slope"], 0, rate)
        assert (reason, count) == (why, steps)
        assert end == pytest.approx(3 - 3 * (1 - 2 * rate) ** steps, abs=1e-12)
    # From the kilometres of the first lesson, in fractions: the loss is (w − 3)² + 0.5.
    for w in (Fraction(0), Fraction(7, 2), Fraction(3), Fraction(6)):
        mean = sum((w - y) ** 2 for y in (2, 3, 3, 4)) / 4
        assert mean == (w - 3) ** 2 + Fraction(1, 2) > Fraction(1, 100)
        assert (names["hikes"](float(w)), names["hikes_slope"](float(w))) == (float(mean), float(2 * (w - 3)))
    # Whole batches and one more for the rest: 31 · 32 + 8 = 1,000.
    assert divmod(1000, 32) == (31, 8)
    assert 3 * (31 + 1) == names["iterations"] == 96


def test_a_step_smaller_than_the_gap():
    # A float32 has 24 binary digits: gaps of 2^−23 above 1 and 2^−24 below; a change below half of one is lost.
    assert 4e-8 < 2**-24 == np.spacing(np.float32(1)) / 2
    assert 1e-8 < 2**-25
    assert np.float32(1) + np.float32(4e-8) == 1 != np.float32(1) + np.float32(2**-23)
    assert np.float32(1) - 1e-8 == 1  # NumPy 2: a Python number takes the kind of the float32 beside it
    assert float(3 - 2 * (1 - Fraction(2, 10**8)) ** 10_000) - 1 == pytest.approx(0.0004, abs=1e-7)


def test_the_plateau(names):
    """Where a test over 20 steps stops, by the slope of 1 − 1 / (1 + d²) in another form; what patience costs."""
    d, losses = 5.0, []
    for _ in range(400):
        losses.append(d**2 / (1 + d**2))
        d -= 0.4 * 2 * sqrt(losses[-1] * (1 - losses[-1]) ** 3)  # d / (1 + d²)² = √(L (1 − L)³), left or right of 3
    assert names["history"] == pytest.approx(losses, abs=1e-9)
    assert losses[0] - losses[20] < 0.01
    assert names["stop"] == 20
    assert losses[20] > 0.95
    assert losses[250] < 1e-6
    assert names["patient"](losses, 100) > 250 > 20 == names["patient"](losses, 20)
    bowl = [9 * 0.64**k for k in range(400)]
    last = next(k for k in range(99) if bowl[k] <= 0.01 * bowl[0])  # no fall by a hundredth of the first loss after it
    assert names["patient"](bowl, 100) == pytest.approx(100 + last, abs=1)
