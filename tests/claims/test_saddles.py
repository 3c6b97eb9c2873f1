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
    """Slopes and curvatures by autograd; steps within three of the logarithm; flat but no minimum."""
    for theta in np.random.default_rng(0).uniform(-2, 2, (20, 2)):
        assert names["loss"](theta) == pytest.approx(ground(theta))
        assert names["gradient"](theta) == pytest.approx(grad(ground)(theta))
    for near, steps in names["steps"].items():
        distance, k = near, 0
        while distance <= 0.5:
            distance, k = 1.1 * distance - 0.1 * distance**3, k + 1
        assert 0 < steps - math.log(0.5 / near) / math.log(1.1) == k - math.log(0.5 / near) / math.log(1.1) < 3
    assert round(math.log(100) / math.log(1.1)) == 48
    assert names["descend"]((-1, 0), steps=2000)[-1] == pytest.approx([1, 0])  # on the line nobody leaves
    ends = []  # on the same line, turned by some angles: rounding is often enough
    for a in np.arange(0.1, 1.5, 0.1):
        turn = np.array([[math.cos(a), math.sin(a)], [-math.sin(a), math.cos(a)]])
        theta = turn.T @ [-1, 0]
        for _ in range(600):
            theta = theta - 0.1 * turn.T @ names["gradient"](turn @ theta)
        ends.append(abs(turn @ theta)[1])
    assert np.mean(np.array(ends) > 0.5) > 0.5
    # The walk that stopped had a short gradient at the height of the saddle, and went on to a minimum.
    assert np.linalg.norm(grad(ground)(names["theta"])) < 1e-4
    assert ground(names["theta"]) == pytest.approx(ground([1, 0]), abs=1e-6)
    assert np.diag(hessian(ground)(np.array([1.0, 0.0]))) == pytest.approx([1, -1])
    assert np.linalg.eigvalsh(names["H"]) == pytest.approx([-1, 1], abs=1e-6)
    assert names["on"] == pytest.approx([1, 1], abs=1e-6)
    # Without curvature, 1/(2ηd²) steps.
    assert names["count"] == pytest.approx({near: (1 / near**2 - 4) / 0.2 for near in (0.1, 0.01)}, rel=0.03)


def shares(d: int) -> list[float]:
    """Of stationary points by their number of downward directions: from tables with the right covariances."""
    (i, j), tables = np.triu_indices(d), np.zeros((150_000, d, d))
    a, b = i[:, None], j[:, None]
    pairs = 1.0 * (a == b) * (i == j) + (a == i) * (b == j) + (a == j) * (b == i)
    draws = np.random.default_rng(7).multivariate_normal(np.zeros(len(i)), pairs, size=len(tables))
    tables[:, i, j] = tables[:, j, i] = draws
    values = np.linalg.eigvalsh(tables)
    mass, down = abs(values.prod(axis=1)), np.sum(values < 0, axis=1)
    return [sum(mass[down == kind]) / sum(mass) for kind in range(d + 1)]


def test_most_stationary_points_are_saddles(names):
    """Shares as random tables give them, exact in 1-D to 3-D; heights; a finer grid finds about the same."""
    m, size, phase = names["waves"](3, np.random.default_rng(5))
    theta = np.random.default_rng(6).uniform(0, 7, 3)
    first, second = (f(lambda t: anp.sum(size * anp.cos(m @ t + phase)))(theta) for f in (grad, hessian))
    g, H = names["bends"](theta[None], m, size, phase)
    assert (g[0], H[0]) == (pytest.approx(first), pytest.approx(second))
    # Alike in all directions: the mean fourth power of a wave's number is three times the square of the mean second.
    weights, numbers = np.array([1, 8, 18, 8, 1]) / 36, np.arange(-2, 3)
    assert weights @ numbers**4 == pytest.approx(3 * (weights @ numbers**2) ** 2)
    exact = [1, 1 / 2, 1 / 4, (29 - 6 * math.sqrt(6)) / 116, 1 / 16]
    for d, (down, height) in names["points"].items():
        expected = shares(d)
        assert (names["expected"](d), expected[0]) == (
            pytest.approx(exact[d], rel=0.1),
            pytest.approx(exact[d], rel=0.04),
        )
        found = np.bincount(down.astype(int)) / len(down)
        assert found == pytest.approx(expected, abs=3 * math.sqrt(max(expected) / len(down)))
        assert np.all(np.diff([height[down == kind].mean() for kind in range(d + 1)]) > 0.4)
    assert np.mean(down[np.argsort(height)[:20]] == 0) > 0.6  # in 4-D, of the lowest most
    assert (names["share"][1], names["agreed"][1]) == (0.5, 1)
    assert names["expected"](5) < 0.9 / 2**5
    # In 4-D a finer grid, on two of the surfaces: more points, the same share.
    coarse, fine = (np.hstack([names["stationary"](4, n, np.random.default_rng(k))[0] for k in (0, 1)]) for n in (5, 8))
    assert 0.75 < len(coarse) / len(fine) < 0.95
    assert np.mean(coarse == 0) == pytest.approx(np.mean(fine == 0), abs=0.015)


def test_plateau_and_noise(names):
    """The network's slopes by autograd; steps grow by e a unit; noise is like a start, and no help on the plateau."""
    x, y, theta = np.arange(4.0), np.array([0.0, 0, 1, 1]), np.array([1, -1.5, 1, -5.0])

    def network(p):
        return anp.mean((1 / (1 + anp.exp(-p[2] / (1 + anp.exp(-p[0] * x - p[1])) - p[3])) - y) ** 2)

    for value in names["train"](-5):
        assert value == pytest.approx(network(theta), rel=1e-9)
        theta = theta - grad(network)(theta)
    assert names["cost"][-9] / names["cost"][-8] == pytest.approx(math.e, rel=0.02)
    mean = -(np.euler_gamma + math.log(2)) / 2  # of ln |z|, about −0.635
    for sigma, left in names["left"].items():
        total = 0.01 * sigma**2 / (1.1**2 - 1)  # the variance of the noise, each step as it has grown
        assert 0 < np.mean(left) - (math.log(0.5) - math.log(total) / 2 - mean) / math.log(1.1) < 3.5
        assert 430 < np.sum(names["ends"][sigma] > 0) < 570
    assert names["calm"] == pytest.approx(math.exp(8) - math.e, rel=5e-3)
