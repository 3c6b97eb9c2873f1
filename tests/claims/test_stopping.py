"""The numbers of docs/idea/stopping.md, derived without its code."""

from fractions import Fraction
from math import exp, log10

import numpy as np
import pytest
from scipy.optimize import brentq, minimize_scalar

PAGE = "docs/idea/stopping.md"
TOLERANCE = Fraction(1, 10**6)


def first(condition) -> int:
    """The first step at which a condition on the exact distance to 3, 3 · 0.8^k, holds."""
    return next(k for k in range(1000) if condition(3 * Fraction(4, 5) ** k))


def landscape(w: float) -> float:
    """The loss with two valleys, written down again."""
    return 1 - 0.5 * exp(-4 * (w + 2) ** 2) - exp(-((w - 2) ** 2) / 4)


def landscape_slope(w: float) -> float:
    """Its derivative, by the chain rule."""
    return 4 * (w + 2) * exp(-4 * (w + 2) ** 2) + (w - 2) / 2 * exp(-((w - 2) ** 2) / 4)


def flow(w: float, rate: float, steps: int) -> float:
    """Where so many steps of descent with the exact slope lead."""
    for _ in range(steps):
        w -= rate * landscape_slope(w)
    return w


def test_when_and_why_a_run_stops(names):
    """The closed form's step for each test, units, reasons; the four hikes, epochs, and a float32 that cannot step."""
    # With d = 3 · 0.8^k: slope 2d, step 0.2d, fall d² − (0.8d)²; the fall goes with the square of the distance.
    met = names["met"]
    assert met["slope"] == first(lambda d: 2 * d <= TOLERANCE) == 70
    assert met["step"] == first(lambda d: d / 5 <= TOLERANCE) == 60
    assert met["fall"] == first(lambda d: Fraction(36, 100) * d**2 <= TOLERANCE) == 34
    # On a log scale its line is twice as steep as that of the slope; a tolerance of 9e-12 asks for step 60.
    steepness = {name: log10(sizes[40] / sizes[10]) for name, sizes in names["tests"].items()}
    assert steepness["slope"] == pytest.approx(30 * log10(0.8), rel=1e-9)
    assert steepness["step"] == pytest.approx(steepness["slope"], rel=1e-9)
    assert steepness["fall"] == pytest.approx(2 * steepness["slope"], rel=1e-9)
    assert first(lambda d: Fraction(36, 100) * d**2 <= 9 * TOLERANCE**2) == names["met"]["step"] == 60
    # The scaled slope is 2cd while the path is the same for every scale c, so the end is 3 − 3 · 0.8^steps.
    for index, scale, steps in [(0, "1e-6", 9), (1, "1", 70), (2, "1e6", 132)]:
        assert first(lambda d, c=Fraction(scale): 2 * d * c <= TOLERANCE) == steps
        assert names["ends"][index] == pytest.approx(float(3 - 3 * Fraction(4, 5) ** steps), abs=1e-14)
    # The fall is (0.64)^k of the first fall, so 1e-6 is reached in the step after k = 31.
    for scale in (1e-9, 1.0, 1e9):
        loss, slope = (lambda w, c=scale: c * (w - 3) ** 2), (lambda w, c=scale: c * 2 * (w - 3))
        path, why = names["descend"](loss, slope, 0, 0.1 / scale)
        steps = next(k for k in range(100) if Fraction(64, 100) ** k <= TOLERANCE) + 1
        assert (why, len(path) - 1, steps) == ("loss is level", 32, 32)
    # On the bowl: 0.5 lands in one step, 0.001 leaves 3 · 0.998^1000, 1 jumps between two equal heights.
    for rate, why, steps in ((0.5, "slope is flat", 1), (0.001, "out of budget", 1000), (1, "loss is level", 1)):
        path, reason = names["descend"](names["loss"], names["slope"], 0, rate)
        assert (reason, len(path) - 1) == (why, steps)
        assert path[-1] == pytest.approx(3 - 3 * (1 - 2 * rate) ** steps, abs=1e-12)
    # From the hours and kilometres of the first lesson, in fractions: the loss is 7.5 (w − 4)² + 0.75.
    xs, ys = [1, 2, 3, 4], [5, 9, 11, 16]
    for w in (Fraction(0), Fraction(7, 2), Fraction(4), Fraction(6)):
        mean = sum((w * x - y) ** 2 for x, y in zip(xs, ys, strict=True)) / 4
        slope = sum(2 * x * (w * x - y) for x, y in zip(xs, ys, strict=True)) / 4
        assert mean == Fraction(15, 2) * (w - 4) ** 2 + Fraction(3, 4) > Fraction(1, 100)
        assert (names["hikes"](float(w)), names["hikes_slope"](float(w))) == (float(mean), float(slope))
    path, why = names["descend"](names["hikes"], names["hikes_slope"], 0, 0.05)
    assert (why, len(path) - 1) == ("loss is level", 6)
    assert path[-1] == pytest.approx(4 - 4 * 0.25**6, abs=1e-12)  # 1 − 15 · 0.05 of the distance is left
    # Whole batches and one more for the rest: 31 · 32 + 8 = 1,000.
    assert divmod(1000, 32) == (31, 8)
    assert 3 * (31 + 1) == names["iterations"] == 96
    # A float32 has 24 binary digits: gaps of 2^−23 above 1 and 2^−24 below; a change below half of one is lost.
    assert 4e-8 < 2**-24 == np.spacing(np.float32(1)) / 2
    assert 1e-8 < 2**-25
    assert np.float32(1) - 1e-8 == 1  # NumPy 2: a Python number takes the kind of the float32 beside it
    assert np.float32(1) + np.float32(4e-8) == 1 != np.float32(1) + np.float32(2**-23)
    assert float(3 - 2 * (1 - Fraction(2, 10**8)) ** 10_000) - 1 == pytest.approx(0.0004, abs=1e-7)


def test_the_landscape(names):
    """Its slope, valleys and plateau; late falls, large rates and other starts."""
    # The page feels it by a central difference; here it is the chain rule.
    for w in np.linspace(-4, 10, 57):
        assert names["land"](w) == pytest.approx(landscape(w), abs=1e-15)
        assert names["land_slope"](w) == pytest.approx(landscape_slope(w), abs=1e-8)
    # SciPy finds the two minima and the hilltop, which lies between the starts −1.2 and −1.
    paths = names["paths"]
    local = minimize_scalar(landscape, bounds=(-2.5, -1.5), method="bounded", options={"xatol": 1e-10})
    lowest = minimize_scalar(landscape, bounds=(1, 3), method="bounded", options={"xatol": 1e-10})
    assert lowest.fun < local.fun
    assert -1.2 < brentq(landscape_slope, -1.5, -0.5) < -1
    assert paths[-1.2][-1] == pytest.approx(local.x, abs=1e-3)
    for start in (-1, 7):
        assert paths[start][-1] == pytest.approx(lowest.x, abs=1e-3)
        assert flow(start, 0.2, len(paths[start]) - 1) == pytest.approx(lowest.x, abs=1e-3)
    # At 10 the slope is 4 e^−16, by the wide valley alone, less than a millionth; the loss there is far from best.
    assert landscape_slope(10) == pytest.approx(4 * exp(-16), abs=1e-8)
    assert 4 * exp(-16) < 1e-6
    assert landscape(10) - landscape(2) > 0.99
    # From 7 the run ends at the lowest point, from 10 on the plateau, for the same reason; from −4 it does not end.
    ends = {start: names["descend"](names["land"], names["land_slope"], start, 0.2) for start in (-4, -1.2, -1, 7, 10)}
    assert [why for _, why in ends.values()] == ["out of budget"] + ["loss is level"] * 2 + ["weight at rest"] * 2
    losses = {start: landscape(path[-1]) for start, (path, _) in ends.items()}
    assert ends[-4][0][-1] == pytest.approx(flow(-4, 0.2, 1000), abs=1e-6)
    assert sorted(losses, key=losses.get)[:2] == [7, -1]
    assert losses[7] < losses[-1] < 1e-6 < losses[-1.2]
    assert losses[10] == max(losses.values()) > 0.99
    # The test over 100 steps is met the first time it is asked, at a loss near 1; later the loss is near 0.
    begin, stop, later = (landscape(flow(7, 0.2, k)) for k in (0, 100, 600))
    assert begin - stop < 0.01
    assert names["stopped"] == 100
    assert stop > 0.99 > 0.001 > later
    # From −1.2 with rate 2 the weight stays left of the hilltop for five leaps, on both sides of the minimum.
    hilltop = brentq(landscape_slope, -1.5, -0.5)
    leaps = [flow(-1.2, 2, k) for k in range(7)]
    assert max(leaps[:6]) < hilltop < leaps[6]
    assert min(leaps) < -1.99 < max(leaps[1:6])
    assert (flow(-1.2, 2, 50), flow(-1.2, 0.2, 50)) == (pytest.approx(2, abs=0.01), pytest.approx(-1.99, abs=0.01))
    assert names["leaps"][:7] == pytest.approx(leaps, abs=1e-6)
    # From −3 and −2 the run ends in the narrow valley.
    assert names["starts"] == (-3, -2, 0, 2, 4)
    ends = [flow(w, 0.2, 1000) for w in names["starts"]]
    assert ends == pytest.approx([-1.99, -1.99, 2, 2, 2], abs=0.01)
    assert names["reached"] == pytest.approx(ends, abs=0.01)
