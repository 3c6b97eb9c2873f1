"""The claims of docs/theory/convexity.md: exact shares, samples that aim at the dent, SciPy's minima, random losses."""

import math

import numpy as np
import pytest
from scipy.optimize import brentq, minimize

from tests.claims.oracles import differences

PAGE = "docs/theory/convexity.md"


def random_loss(rng, low, wave=0.0):
    """Loss and gradient in three weights: log cosh of lines, a bowl whose smallest curvature is `low`, and waves."""
    A, b, Q = rng.normal(size=(6, 3)), rng.normal(size=6), np.linalg.qr(rng.normal(size=(3, 3)))[0]
    H = Q @ np.diag([low, 2 * low, 9 * low]) @ Q.T

    def loss(x):
        return x @ H @ x / 2 + np.sum(np.logaddexp(A @ x - b, b - A @ x)) + wave * np.sum(np.sin(4 * x))

    return loss, lambda x: H @ x + np.tanh(A @ x - b) @ A + wave * 4 * np.cos(4 * x)


def test_three_tests_on_three_losses(names):
    """Slopes and bends by differences; the failing shares of log(1 + w²) on a grid."""
    for loss, slope, bend in [*names["losses"].values(), names["dented"](0.1)]:
        for f, known in (loss, slope), (slope, bend):
            for w in (-3.0, -0.4, 0.7, 1.9, 2.05, 2.5):
                assert known(w) == pytest.approx(differences(lambda at, f=f: f(at[0]), [w], h=1e-5)[0], abs=1e-6)
    shares = {name: names["failing"](*three) for name, three in names["losses"].items()}
    assert [sum(shares[name]) for name in ("w^4", "log cosh w")] == [0, 0]
    u, v, t = np.meshgrid(np.linspace(-4, 4, 161)[1::2], np.linspace(-4, 4, 161)[::2], np.linspace(0, 1, 42)[1:-1])
    one, two, between = (np.log1p(x**2) for x in (u, v, (1 - t) * u + t * v))
    grid = np.mean(between > (1 - t) * one + t * two), np.mean(two < one + 2 * u / (1 + u**2) * (v - u)), 6 / 8
    assert shares["log(1 + w^2)"] == pytest.approx(grid, abs=0.01)


def test_what_samples_miss(names):
    """Two valleys at each width; the counts by samples that aim at the dent, and by roots; a thousand chords."""
    for width, counts in names["found"].items():
        loss, slope, _ = names["dented"](width)
        assert [slope(2 + z * width) > 0 for z in (-3, -1, 1)] == [True, False, True]  # a hill, then a valley
        assert loss(brentq(slope, 2 - width, 2 + width)) > loss(0) == pytest.approx(0, abs=1e-9)
        first, last = (brentq(lambda z, e=width / 10: (z * z - 1) * math.exp(-z * z / 2) - e, *ends)
                       for ends in ((1, 3**0.5), (3**0.5, 9)))  # fmt: skip
        rng, n = np.random.default_rng(8), 200_000
        u, v, t = 2 + width * rng.uniform(-6, 6, n), rng.uniform(-4, 4, n), rng.uniform(0, 1, n)
        twice = 1 + (abs(v - 2) > 6 * width)  # either end may be the one in the dent
        chord = loss((1 - t) * u + t * v) > (1 - t) * loss(u) + t * loss(v) + 1e-9
        known = np.mean(chord * twice) * 12 * width / 8, (last - first) * width / 4
        for count, share in zip(counts[::2], known, strict=True):
            assert count == pytest.approx(1e6 * share, abs=4 * math.sqrt(1e6 * share) + 0.02 * count)
        assert counts[0] < counts[1] < counts[2]
    chords, tangents, bends = names["found"][0.01] / names["found"][0.001]
    assert [20 < chords < 32, max(tangents, bends) < 12, 0.997**1000 < 0.05 < 0.9971**1000] == [True] * 3
    assert (names["failing"](*names["dented"](0.001), n=1000)[0], names["kept"]) == (0, 0)


def test_local_is_global_and_a_parabola_below(names):
    """SciPy ends at one height on convex losses, at several on others; the gap's bound holds, is reached, breaks."""
    rng, several = np.random.default_rng(5), 0
    for low in rng.uniform(0.05, 2, 60):
        for wave in 0, 3:
            loss, gradient = random_loss(rng, low, wave)
            ends = [minimize(loss, start, jac=gradient).fun for start in 4 * rng.normal(size=(3, 3))]
            several += np.ptp(ends) > 1e-6 if wave else 1000 * (np.ptp(ends) > 1e-6)
            for x, y in rng.normal(size=(5, 2, 3)) * 3 if wave == 0 else ():
                g, (places, share) = gradient(x), (rng.normal(size=(4, 3)) * 3, rng.dirichlet(np.ones(4)))
                assert loss(x) - min(ends) <= g @ g / (2 * low) + 1e-9
                assert loss(y) >= loss(x) + g @ (y - x) + low / 2 * (y - x) @ (y - x) - 1e-9
                assert loss(share @ places) <= share @ [loss(place) for place in places] + 1e-9  # Jensen
    assert 20 < several < 1000
    assert [bound / gap for gap, bound in names["gaps"]] == pytest.approx([1, (16 + 2500) / (16 + 100), 25])
    assert 0.1**4 > (4 * 0.1**3) ** 2 / 2  # broken on w⁴ near 0: there is no λ_min
    assert max(names["ends"]) < 1e-12 < 4 < np.ptp(names["theta"][0])
    a, b, c, d = rng.uniform(-2, 2, (4, 400_000))  # (w1 w2 − 1)²: along the axes all midpoints pass
    rise = ((a * c - 1) ** 2 + (b * d - 1) ** 2) / 2 - ((a + b) * (c + d) / 4 - 1) ** 2
    assert np.mean(names["high"]) == pytest.approx(np.mean(rise < 0), abs=0.005)
    assert [names["model"](*at) for at in ((0, 0), (1, 1), (-1, -1))] == [1, 0, 0]
