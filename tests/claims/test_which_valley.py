"""The numbers of docs/idea/which-valley.md, derived without its code."""

from math import exp

import numpy as np
import pytest
from scipy.optimize import brentq, minimize, minimize_scalar

PAGE = "docs/idea/which-valley.md"
HOURS, KM = np.array([0.5, 1, 1.5, 2, 2.5, 3]), np.array([1.5, 3, 4, 4.5, 5, 5])


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


def test_the_landscape(names):
    """Its slope, valleys and plateau; large rates and other starts."""
    # The page feels it by a central difference; here it is the chain rule.
    for w in np.linspace(-4, 10, 57):
        assert names["land"](w) == pytest.approx(landscape(w), abs=1e-15)
        assert names["land_slope"](w) == pytest.approx(landscape_slope(w), abs=1e-8)
    # SciPy finds the two minima and the hilltop, which lies between the starts −1.2 and −1.
    paths = names["paths"]
    local = minimize_scalar(landscape, bounds=(-2.5, -1.5), method="bounded", options={"xatol": 1e-10})
    lowest = minimize_scalar(landscape, bounds=(1, 3), method="bounded", options={"xatol": 1e-10})
    hilltop = brentq(landscape_slope, -1.5, -0.5)
    assert lowest.fun < local.fun
    assert -1.2 < hilltop < -1
    ends = {start: path[-1] for start, path in paths.items()}
    assert ends == pytest.approx({-4: flow(-4, 0.2, 1000), -1.2: local.x, -1: lowest.x, 7: lowest.x, 10: 10}, abs=1e-3)
    # At 10 the slope is 4 e^−16, by the wide valley alone; 1,000 steps of 0.2 of it lead a ten-thousandth on.
    assert landscape_slope(10) == pytest.approx(4 * exp(-16), abs=1e-8)
    assert 10 - ends[10] == pytest.approx(1000 * 0.2 * 4 * exp(-16), rel=1e-2)
    # From −1.2 with rate 2 the weight stays left of the hilltop for five leaps, on both sides of the minimum.
    leaps = [flow(-1.2, 2, k) for k in range(7)]
    assert max(leaps[:6]) < hilltop < leaps[6]
    assert min(leaps) < local.x < max(leaps[1:6])
    assert names["leaps"][:7] == pytest.approx(leaps, abs=1e-6)
    assert names["leaps"][-1] == pytest.approx(lowest.x, abs=1e-3)
    # Rate times curvature, by differences of the exact slope: above 2 in the narrow valley, below it in the wide one.
    bends = [(landscape_slope(w + 1e-4) - landscape_slope(w - 1e-4)) / 2e-4 for w in (local.x, lowest.x)]
    assert 2 * bends[0] > 2 > 2 * bends[1] > 0
    # From −3 and −2 the run ends in the narrow valley. Seven starts miss the lowest one less often than once in 100.
    assert names["reached"] == pytest.approx([local.x, local.x, lowest.x, lowest.x, lowest.x], abs=0.01)
    assert 1 / 2**7 < 0.01 <= 1 / 2**6


def loss(weights) -> float:
    return np.mean((weights[1] * np.tanh(weights[0] * HOURS) - KM) ** 2)


def test_the_small_model(names):
    """Its slopes by central differences; where runs end, by SciPy; plateau, saddle, mirror and the largest rate."""
    nudges = np.eye(2) * 1e-6
    for weights in np.random.default_rng(0).uniform(-3, 3, (30, 2)):
        value, *slopes = names["evaluate"](*weights)
        assert value == pytest.approx(loss(weights), rel=1e-12)
        measured = [(loss(weights + nudge) - loss(weights - nudge)) / 2e-6 for nudge in nudges]
        assert slopes == pytest.approx(measured, rel=1e-5, abs=1e-6)
    best = minimize(loss, [0.5, 4], tol=1e-12)
    assert names["good"][-1][:2] == pytest.approx(best.x, abs=5e-3)
    assert names["mirror"][-1][:2] == pytest.approx(-best.x, abs=5e-3)
    assert np.array_equal(np.tanh(-HOURS), -np.tanh(HOURS))

    def curvatures(at):
        """Of the loss at a place, by differences of differences."""
        h = np.eye(2) * 1e-3
        table = [[loss(at + a + b) - loss(at + a - b) - loss(at - a + b) + loss(at - a - b) for a in h] for b in h]
        return np.linalg.eigvalsh(np.array(table) / 4e-6)

    # At zero both slopes vanish, and the ground bends both ways: a saddle.
    assert names["evaluate"](0, 0)[1:] == (0, 0)
    assert curvatures(np.zeros(2))[0] < -1 < 1 < curvatures(np.zeros(2))[1]
    # In the most curved direction the curvature at the bottom is about 17: the rate 0.1 arrives, 0.2 does not.
    steepest = curvatures(best.x)[1]
    assert steepest == pytest.approx(17, abs=0.5)
    assert 0.1 * steepest < 2 < 0.2 * steepest
    jumps = [row[0] for row in names["train"](0.1, 1, eta=0.2)[-4:]]
    assert jumps[:2] == pytest.approx(jumps[2:], abs=1e-3)
    assert abs(jumps[0] - jumps[1]) > 0.1
    # Far out, tanh is level at all points: w2 becomes the mean of the kilometres, and w1 hardly moves.
    w1, w2, value, *_ = names["train"](8, 1, steps=400)[-1]
    assert (w1, w2, value) == (
        pytest.approx(8, abs=0.5),
        pytest.approx(KM.mean(), abs=0.01),
        pytest.approx(KM.var(), abs=0.01),
    )
    assert names["train"](5, 1, steps=400)[-1][2] < 0.02


def test_the_map(names):
    """Two starts a tenth apart end in different hollows, which SciPy finds from where they end."""
    ends = [minimize(lambda at: names["height"](*at), path[-1]).x for path in names["rolls"]]
    for path, end in zip(names["rolls"], ends, strict=True):
        assert path[-1] == pytest.approx(end, abs=0.02)
    assert np.hypot(*(ends[0] - ends[1])) > 2
