"""The bounds of docs/theory/the-wall.md: fractions, matrices, and hundreds of methods and losses drawn at random."""

from fractions import Fraction

import numpy as np
import pytest

from figures import the_wall_chain
from tests.claims.test_rates import convex

PAGE = "docs/theory/the-wall.md"


def table(d):
    """The chain's curvatures: 2/4 on the diagonal, −1/4 beside it."""
    return (2 * np.eye(d) - np.eye(d, k=1) - np.eye(d, k=-1)) / 4


def test_the_chain(names):
    """Loss, gradient and minimum by the table; curvatures below 1; the theorem's numbers in exact fractions."""
    rng = np.random.default_rng(0)
    for d in (1, 2, 21):
        theta, first = rng.normal(size=d), np.eye(d)[0] / 4
        assert names["chain"](theta) == pytest.approx(theta @ table(d) @ theta / 2 - first @ theta)
        assert names["gradient"](theta) == pytest.approx(table(d) @ theta - first)
        assert names["best"](d) == pytest.approx(np.linalg.solve(table(d), first))
        assert 0 < np.linalg.eigvalsh(table(d))[0] <= np.linalg.eigvalsh(table(d))[-1] < 1
    for k in range(1, 80):
        d = 2 * k + 1
        lows = [-(1 - Fraction(1, m + 1)) / 8 for m in (k, d)]
        square = sum((1 - Fraction(i, d + 1)) ** 2 for i in range(1, d + 1))
        assert lows[0] - lows[1] == Fraction(1, 16 * (k + 1)) >= 3 * square / (32 * (k + 1) ** 2)
        assert names["race"](k)[:2] == pytest.approx((3 * float(square) / (32 * (k + 1) ** 2), 1 / (16 * (k + 1))))
    assert names["d"] == the_wall_chain.WEIGHTS
    assert (0.99 * table(400) + np.eye(400) / 100) @ names["goal"] == pytest.approx(0.99 / 4 * np.eye(400)[0])


def test_no_method_of_its_kind_is_below(names):
    """300 methods with random sums of gradients keep the front and the wall; with other conditions it can be broken."""
    rng, nearest = np.random.default_rng(4), 9
    for trial in range(300):
        k, momentum = int(rng.integers(1, 15)), rng.uniform(0, 0.9)
        d, theta, seen = 2 * k + 1, np.zeros(2 * k + 1), []
        for j in range(k):
            seen.append(names["gradient"](theta))
            one = -(momentum ** np.arange(j + 1)[::-1]) * rng.uniform(0.5, 3.5) if trial % 2 else rng.normal(size=j + 1)
            theta = theta + np.array(seen).T @ one
        assert np.all(theta[k:] == 0)
        if trial % 2 == 0:  # the best of all sums
            sums = np.linalg.qr(np.array(seen).T)[0]
            theta = sums @ np.linalg.solve(sums.T @ table(d) @ sums, sums[0] / 4)
        wall = 3 * names["best"](d) @ names["best"](d) / (32 * (k + 1) ** 2)
        nearest = min(nearest, (names["chain"](theta) - names["chain"](names["best"](d))) / wall)
    assert 1 < nearest < 1.1
    end = names["conjugate"](names["gradient"], np.zeros(5), 5)[-1]  # for five steps the theorem wants eleven weights
    assert names["chain"](end) - names["chain"](names["best"](5)) < 1e-12 < 3 / (32 * 6**2)
    bowl = [max(c * (1 - c) ** (2 * k) / 2 for c in np.linspace(0.5, 1, 99)) for k in range(30)]  # condition number 2
    assert [k for k in range(30) if bowl[k] >= 3 / (32 * (k + 1) ** 2)] == [0, 1, 2]


def test_the_race_and_the_upper_bounds(names):
    """Both walks by eigenvectors; both promises on 300 random convex losses; a rate too large breaks the first."""
    for k in (1, 5, 50, 100, 200):
        d = 2 * k + 1
        curvatures, axes = np.linalg.eigh(table(d))
        off = [-axes.T @ names["best"](d)] * 2
        plain = (1 - curvatures) ** k * off[0]
        for j in range(k):
            off.append((1 - curvatures) * (off[-1] + (j - 1) / (j + 2) * (off[-1] - off[-2])))
        ends = [curvatures @ end**2 / 2 for end in (off[-1], plain)]
        wall, _, *found = names["race"](k)
        assert found == pytest.approx(ends, rel=1e-6)
        assert k < 5 or 2.8 < ends[0] / wall < 3.35 < ends[1] / wall
        assert k != 50 or 10.5 < ends[1] / wall < 11.5
    rng, near = np.random.default_rng(5), 0
    for _ in range(300):
        loss, gradient, top, start = convex(rng)
        k, unit = int(rng.integers(1, 25)), top * start @ start
        path = names["nesterov"](gradient, start, 1 / top, k)
        assert np.all([loss(w) <= 2 * unit / (j + 1) ** 2 for j, w in enumerate(path)])
        place, t = names["optimised"](gradient, start, 1 / top, k)
        assert loss(place) <= unit / (2 * t**2) * (1 + 1e-9) <= unit / (k + 1) ** 2 * (1 + 1e-8)
        near = max(near, loss(place) * 2 * t**2 / unit)
    assert near > 0.9
    assert names["nesterov"](lambda w: w, np.ones(1), 1.6, 40)[-1][0] ** 2 / 2 > 2 / (1.6 * 41**2)
