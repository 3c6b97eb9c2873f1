"""The claims of docs/theory/convexity.md: exact shares, importance sampling, SciPy's minima, bounds on random losses."""

import math

import numpy as np
import pytest
from scipy.optimize import brentq, minimize

from tests.claims.oracles import differences

PAGE = "docs/theory/convexity.md"


def random_loss(rng, low=0.0, wave=0.0):
    """Loss and gradient in three weights: log cosh of lines, a bowl whose smallest curvature is `low`, and waves."""
    A, b = rng.normal(size=(6, 3)), rng.normal(size=6)
    Q = np.linalg.qr(rng.normal(size=(3, 3)))[0]
    H = Q @ np.diag([low, 2 * low, 9 * low]) @ Q.T

    def loss(x):
        return x @ H @ x / 2 + np.sum(np.logaddexp(A @ x - b, b - A @ x)) + wave * np.sum(np.sin(4 * x))

    return loss, lambda x: H @ x + np.tanh(A @ x - b) @ A + wave * 4 * np.cos(4 * x)


def test_three_tests_on_three_losses(names):
    """Slopes and bends by differences; where log(1 + w²) bends down; its failing shares on a grid."""
    for loss, slope, bend in names["losses"].values():
        for w in (-3.0, -0.4, 0.7, 2.5):
            assert slope(w) == pytest.approx(differences(lambda at, f=loss: f(at[0]), [w], h=1e-5)[0], abs=1e-6)
            assert bend(w) == pytest.approx(differences(lambda at, f=slope: f(at[0]), [w], h=1e-5)[0], abs=1e-6)
    shares = {name: names["failing"](*three) for name, three in names["losses"].items()}
    assert [sum(shares[name]) for name in ("w^4", "log cosh w")] == [0, 0]
    u, v, t = np.meshgrid(np.linspace(-4, 4, 161)[1::2], np.linspace(-4, 4, 161)[::2], np.linspace(0, 1, 42)[1:-1])
    f = [np.log1p(x**2) for x in (u, v, (1 - t) * u + t * v)]
    grid = np.mean(f[2] > (1 - t) * f[0] + t * f[1]), np.mean(f[1] < f[0] + 2 * u / (1 + u**2) * (v - u)), 6 / 8
    assert shares["log(1 + w^2)"] == pytest.approx(grid, abs=0.01)


def test_what_samples_miss(names):
    """Two valleys at each width; the page's counts by samples that aim at the dent, and by a root; the first thousand."""
    for width, counts in names["found"].items():
        loss, slope, bend = names["dented"](width)
        assert slope(2 - 3 * width) > 0 > slope(2 - width)  # a hill on its left,
        assert slope(2 + width) > 0  # and so a valley
        assert loss(brentq(slope, 2 - width, 2 + width)) > loss(0) == pytest.approx(0, abs=1e-9)
        ends = brentq(lambda z, e=width / 10: (z * z - 1) * math.exp(-z * z / 2) - e, 1, math.sqrt(3)), None
        last = brentq(lambda z, e=width / 10: (z * z - 1) * math.exp(-z * z / 2) - e, math.sqrt(3), 9)
        known = [2 * (last - ends[0]) * width / 8]
        rng, n = np.random.default_rng(8), 200_000
        u, v, t = 2 + width * rng.uniform(-6, 6, n), rng.uniform(-4, 4, n), rng.uniform(0, 1, n)
        out = abs(v - 2) > 6 * width  # both in the dent: counted once, not twice
        chord = loss((1 - t) * u + t * v) > (1 - t) * loss(u) + t * loss(v) + 1e-9
        known.insert(0, np.mean(chord * (1 + out)) * 12 * width / 8)
        for count, share in zip((counts[0], counts[2]), known, strict=True):
            assert count == pytest.approx(1e6 * share, abs=4 * math.sqrt(1e6 * share) + 0.02 * count)
        assert counts[0] < counts[1] < counts[2]
    ratios = {k: names["found"][0.01][k] / names["found"][0.001][k] for k in range(3)}
    assert 20 < ratios[0] < 32 < 1e3 > 12 > max(ratios[1], ratios[2]) > 7
    assert names["failing"](*names["dented"](0.001), n=1000)[0] == 0
    assert 0.997**1000 < 0.05 < 0.9971**1000
    assert (names["kept"], names["lost"] > 20_000) == (0, True)


def test_local_is_global_and_a_parabola_below(names):
    """SciPy ends at one height on convex losses, at several on others; the gap's bound holds, is reached, and breaks."""
    rng, other, worst = np.random.default_rng(5), 0, 0
    for trial in range(60):
        low = rng.uniform(0.05, 2)
        loss, gradient = random_loss(rng, low)
        ends = [minimize(loss, 4 * rng.normal(size=3), jac=gradient).fun for start in range(3)]
        assert max(ends) - min(ends) < 1e-6
        for x, y in rng.normal(size=(5, 2, 3)) * 3:
            gap, g = loss(x) - min(ends), gradient(x)
            assert gap <= g @ g / (2 * low) + 1e-9
            assert loss(y) >= loss(x) + g @ (y - x) + low / 2 * (y - x) @ (y - x) - 1e-9
            worst = max(worst, gap / (g @ g / (2 * low)))
            places, share = rng.normal(size=(4, 3)) * 3, rng.dirichlet(np.ones(4))
            assert loss(share @ places) <= share @ [loss(place) for place in places] + 1e-9  # Jensen
        waves = random_loss(rng, low, wave=3)
        ends = [minimize(waves[0], 4 * rng.normal(size=3), jac=waves[1]).fun for start in range(3)]
        other += max(ends) - min(ends) > 0.1
    assert other > 20 and worst < 1  # and 1 on the floor of the ravine, κ times less across
    assert [bound / gap for gap, bound in names["gaps"]] == pytest.approx([1, (16 + 2500) / (16 + 100), 25])
    assert 0.1**4 > (4 * 0.1**3) ** 2 / 2  # on w⁴, with any λ_min, near 0
    assert max(names["ends"]) < 1e-12 < 4 < np.ptp(names["theta"][0])


def test_convex_in_each_weight(names):
    """Curvature 2w² along each axis, but −2 at the saddle; the share of failing midpoints from other samples."""
    a, b, c, d = np.random.default_rng(99).uniform(-2, 2, (4, 400_000))
    rise = ((a * c - 1) ** 2 + (b * d - 1) ** 2) / 2 - ((a + b) * (c + d) / 4 - 1) ** 2
    assert np.mean(names["high"]) == pytest.approx(np.mean(rise < 0), abs=0.005)
    assert np.all(((a * c - 1) ** 2 + (b * c - 1) ** 2) / 2 >= ((a + b) / 2 * c - 1) ** 2 - 1e-9)
    assert names["model"](0, 0) == 1 > 0 == names["model"](1, 1) == names["model"](-1, -1)
