"""The promises of docs/theory/rates.md: in fractions where a loss reaches them, and on hundreds of random losses."""

from fractions import Fraction

import numpy as np
import pytest
from scipy.optimize import minimize_scalar

from figures import rates_corners

PAGE = "docs/theory/rates.md"
PENALTIES = [  # value and slope: minimum 0 at 0, curvature from 0 to 1
    (lambda s: np.where(abs(s) < 1, s * s / 2, abs(s) - 0.5), lambda s: np.clip(s, -1, 1)),
    (lambda s: np.logaddexp(s, -s) - np.log(2), np.tanh),
    (lambda s: np.maximum(s, 0) ** 2 / 2, lambda s: np.maximum(s, 0)),
    (lambda s: s * s / 2, lambda s: s),
]


def convex(rng, low=0.0):
    """A convex loss of 1 to 6 weights with its minimum 0 at 0, its gradient, its largest curvature, and a start."""
    d, (value, slope) = rng.integers(1, 7), PENALTIES[rng.integers(4)]
    A = rng.normal(size=(rng.integers(1, 9), d)) * rng.uniform(0.2, 5)
    top, start = np.linalg.eigvalsh(A.T @ A)[-1] + low, rng.normal(size=d) * 10 ** rng.uniform(-1, 2)
    return lambda w: value(A @ w).sum() + low / 2 * w @ w, lambda w: A.T @ slope(A @ w) + low * w, top, start


def test_worst_losses_in_fractions(names):
    """Huber functions reach the bound exactly, and no other corner leaves more; the staircase is as high as it says."""
    for k in (1, 2, 7, 30):
        ends = {}
        for corner in (Fraction(1, n) for n in range(1, 4 * k + 3)):
            w = Fraction(1)
            for _ in range(k):
                w -= min(w, corner)
            ends[corner] = min(w, corner) * (w - min(w, corner) / 2)
        assert (max(ends, key=ends.get), max(ends.values())) == (Fraction(1, 2 * k + 1), Fraction(1, 4 * k + 2))
        grid = np.arange(0, k + 1, 1 / 64) + 1 / 128
        assert names["stairs"](grid).mean() * (k + 1) == pytest.approx(1 / 2 + 3 * k / 4)
        assert max(abs(np.diff(names["stairs"](grid)))) <= 1 / 64 + 1e-12  # no curvature above 1
    assert (names["wide"], names["middle"], names["narrow"]) == rates_corners.CORNERS
    assert names["huber"](np.array([0.3, -3.0, 2.0]), 0.5) == pytest.approx([0.045, 1.375, 0.875])
    assert [round(np.log10(bound / run)) for bound, run in names["waits"].values()] == [4, 2]


def test_bounds_of_convex_losses(names):
    """On 400 random losses each: one over k at all rates up to 1/λ_max, and the squared factor; both can be broken."""
    rng, near, k = np.random.default_rng(1), [0, 0], np.arange(31)
    for trial in range(800):
        low = rng.uniform(0.01, 1) if trial % 2 else 0
        loss, gradient, top, start = convex(rng, low)
        eta = 1 / top if low else rng.choice([1, rng.uniform(0.05, 1)]) / top
        heights = np.array([loss(w) for w in names["descend"](gradient, start, eta, 30)])
        bounds = (1 - low / top) ** (2 * k) * heights[0] if low else top * start @ start / (4 * k * eta * top + 2)
        assert np.all(heights <= bounds * (1 + 1e-9) + 1e-13 * heights[0]), trial
        near[trial % 2] = max(near[trial % 2], max(heights / np.maximum(bounds, 1e-9 * heights[0])))
    assert min(near) > 0.9
    end = names["descend"](lambda w: w * np.exp(-w * w / 2), 5, 1, 30)[30]  # curvature at most 1 in size, not convex
    assert 1 - np.exp(-(end**2) / 2) > 25 / (4 * 30 + 2)
    assert names["walk"](0.01, 9)[9] > (1 - 1 / 4) ** 18 * names["walk"](0.01, 9)[0]  # no curvature of 1/4 outside


def test_bounds_without_convexity(names):
    """The constant of the bumps by SciPy; its factor and the small slope on 200 random losses; both can be broken."""
    lows = [minimize_scalar(lambda w: (2 * w + 3 * np.sin(2 * w)) ** 2 / 2 / (w * w + 3 * np.sin(w) ** 2),
                            bounds=(a, a + 0.5), method="bounded").fun for a in np.arange(0.1, 10, 0.25)]  # fmt: skip
    assert names["mu"] == pytest.approx(min(lows), abs=1e-6)
    grid, rng, broken, m = np.linspace(1e-3, 12, 6001), np.random.default_rng(2), 0, np.arange(1, 6)
    for b, w in zip(rng.uniform(0.5, 4, 200), rng.uniform(-10, 10, 200), strict=True):
        slope, top = (lambda w, b=b: 2 * w + b * np.sin(2 * w)), 2 + 2 * b
        mu = min(slope(grid) ** 2 / 2 / (grid**2 + b * np.sin(grid) ** 2))
        path = names["descend"](slope, w, 1 / top, 15)
        old, new = path[:-1] ** 2 + b * np.sin(path[:-1]) ** 2, path[1:] ** 2 + b * np.sin(path[1:]) ** 2
        assert np.all(new <= (1 - mu / top) / (1 + mu / top / 2) * old * (1 + 1e-3)), (b, w)  # the sharper factor
        broken += np.any(new > (1 - 4 * mu / top) * old + 1e-12)
        size, phase = rng.normal(size=5), rng.uniform(0, 7, 5)  # a sum of waves
        slope, top = (lambda w, s=size, p=phase: -np.sin(np.multiply.outer(w, m) + p) @ (s * m)), abs(size) @ m**2
        path, near = names["descend"](slope, w, 1 / top, 20), np.append(np.linspace(0, 2 * np.pi, 401), w)
        height = np.cos(np.multiply.outer(near, m) + phase) @ size
        gap = height[-1] - min(height) + top * (2 * np.pi / 400) ** 2 / 8  # the grid misses the minimum by so much
        assert np.all(np.minimum.accumulate(slope(path) ** 2) <= 4 * top * gap / (3 * np.arange(21) + 2))
    assert broken > 20
    assert min(names["descend"](lambda w: w, 1, 2.1, 5) ** 2) > 4 * 0.5 / (3 * 5 + 2)  # beyond 2/λ_max none gets small
