"""The numbers of docs/terrain/saddles.md, derived without its code."""

import math

import numpy as np
import pytest
from autograd import grad, hessian
from autograd import numpy as anp

PAGE = "docs/terrain/saddles.md"


def ground(theta):
    return (theta[0] - 1) ** 2 / 2 + (theta[1] ** 2 - 1) ** 2 / 4


def test_leaving_a_saddle(names):
    """Slopes by autograd; steps within three of the logarithm; flat but no minimum."""
    for theta in np.random.default_rng(0).uniform(-2, 2, (20, 2)):
        assert names["loss"](theta) == pytest.approx(ground(theta))
        assert names["gradient"](theta) == pytest.approx(grad(ground)(theta))
    for near, steps in names["steps"].items():
        assert 0 < steps - math.log(0.5 / near) / math.log(1.1) < 3
    assert names["descend"]((-1, 0), steps=2000)[-1] == pytest.approx([1, 0])  # on the line nobody leaves
    theta = turn = np.exp(1j * np.arange(0.1, 1.5, 0.1))  # the same line, turned by angles: rounding is often enough
    for _ in range(600):
        at = theta / -turn  # minus 1 at the start
        theta = theta + 0.1 * turn * ([1, 1j] @ names["gradient"]((at.real, at.imag)))
    assert np.mean(abs(at.imag) > 0.5) > 0.5
    # The walk that stopped had a short gradient at the height of the saddle, and went on to a minimum.
    assert (ground(names["theta"]), names["on"]) == (pytest.approx(1 / 4, abs=1e-6), pytest.approx([1, 1], abs=1e-6))
    assert np.linalg.eigvalsh(names["H"]) == pytest.approx([-1, 1], abs=1e-6)
    # Without curvature, 1/(2ηd²) steps.
    assert names["count"] == pytest.approx({near: (1 / near**2 - 4) / 0.2 for near in (0.1, 0.01)}, rel=0.03)


def shares(d: int) -> np.ndarray:
    """Of stationary points by their number of downward directions: from tables with the right covariances."""
    (i, j), tables = np.triu_indices(d), np.zeros((150_000, d, d))
    a, b = i[:, None], j[:, None]
    pairs = 1.0 * (a == b) * (i == j) + (a == i) * (b == j) + (a == j) * (b == i)
    draws = np.random.default_rng(7).multivariate_normal(np.zeros(len(i)), pairs, size=len(tables))
    tables[:, i, j] = tables[:, j, i] = draws
    values = np.linalg.eigvalsh(tables)
    counts = np.bincount(np.sum(values < 0, axis=1), abs(values.prod(axis=1)))
    return (counts + counts[::-1]) / counts.sum() / 2  # upside down the surface is as likely


def test_most_stationary_points_are_saddles(names):
    """Slopes by autograd; shares as random tables give them, exact in 1-D to 3-D; heights; what finer grids find."""
    m, size, phase = names["waves"](3, np.random.default_rng(5))
    theta = np.random.default_rng(6).uniform(0, 7, 3)
    first, second = (f(lambda t: anp.sum(size * anp.cos(m @ t + phase)))(theta) for f in (grad, hessian))
    g, H = names["bends"](theta[None], m, size, phase)
    assert np.hstack([g[0], H[0].ravel()]) == pytest.approx(np.hstack([first, second.ravel()]))
    for d, exact in (2, 1 / 4), (3, (29 - 6 * math.sqrt(6)) / 116):
        assert (shares(d)[0], names["theory"][d]) == pytest.approx((exact, exact), rel=0.025)
    for d, (down, height) in names["points"].items():
        expected = shares(d)
        assert names["theory"][d] == pytest.approx(expected[0], rel=0.05)
        found = np.bincount(down.astype(int)) / len(down)
        assert found == pytest.approx(expected, abs=3 * math.sqrt(max(expected) / len(down)))
        assert np.all(np.diff([height[down == kind].mean() for kind in range(d + 1)]) > 0.4)
    assert np.mean(down[np.argsort(height)[:20]] == 0) > 0.6  # in 4-D, of the lowest most
    assert 1 > 8 * shares(3)[0] > 16 * shares(4)[0] > 32 * shares(5)[0] > 0.85  # rarer than 1/2^d, more and more
    grids = (1, 20, 200, 1, 1), (2, 8, 20, 0.99, 1), (3, 7, 12, 0.97, 1), (4, 5, 8, 0.8, 0.9)
    for d, coarse, fine, least, most in grids:
        less, more = ([names["stationary"](d, n, np.random.default_rng(k))[0] for k in (4, 5)] for n in (coarse, fine))
        assert least <= len(np.hstack(less)) / len(np.hstack(more)) <= most
        assert d == 4 or [sum((-1) ** down) for down in more] == [0, 0]  # as many even as odd ones
    assert np.mean(np.hstack(less) == 0) == pytest.approx(np.mean(np.hstack(more) == 0), abs=0.015)


def test_plateau_and_noise(names):
    """The network's slopes by autograd; steps grow as 1/slope; noise is like a start, and no help on the plateau."""
    x, y = np.arange(4.0), np.array([0.0, 0, 1, 1])

    def network(p):
        return anp.mean((1 / (1 + anp.exp(-p[2] / (1 + anp.exp(-p[0] * x - p[1])) - p[3])) - y) ** 2)

    theta = np.array([1, -1.5, 1, -5.0])
    for value in names["train"](-5):
        assert value == pytest.approx(network(theta), rel=1e-9)
        theta = theta - grad(network)(theta)
    for bias in (-6.0, -8.0, -9.0):
        slope = np.linalg.norm(grad(network)(np.array([1, -1.5, 1, bias])))
        assert names["cost"][bias] * slope == pytest.approx(0.75, abs=0.07)
    assert all(430 < np.sum(end > 0) < 570 for end in names["ends"].values())  # to either side
    assert names["calm"] == pytest.approx(math.exp(8) - math.e, rel=5e-3)
    assert names["cross"](0.01, 2000) == pytest.approx(names["calm"], rel=0.05)
