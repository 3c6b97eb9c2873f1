"""The claims of docs/theory/corners.md: subgradients by their definition, bounds on random losses, worst cases."""

from fractions import Fraction

import numpy as np
import pytest
from scipy.optimize import linprog

from tests.claims.data import columns

PAGE = "docs/theory/corners.md"
rng = np.random.default_rng(0)


def below(loss, g, theta, d=2):
    """Whether a line with the slope g touches at theta and stays below, at 500 random places, near and far."""
    u = rng.normal(size=(500, d)) * 10.0 ** rng.uniform(-4, 1, (500, 1))
    return all(loss(theta + each) >= loss(theta) + g @ each - 1e-9 for each in u)


def lowest(A, b):
    """The lowest value of max(A theta + b), by linear programming, and where."""
    d = A.shape[1]
    found = linprog([*np.zeros(d), 1], np.c_[A, -np.ones(len(A))], -b, bounds=[(None, None)] * (d + 1))
    return found.fun, found.x[:d]


def test_subgradients(names):
    """They stay below, also at kinks, and not with a sign turned; each step from (3, 0) rises and comes nearer."""
    for theta in (*rng.normal(size=(50, 2)), *np.array([(0, 0), (3, 0), (0, -1)])):
        assert below(names["loss"], names["subgradient"](theta), theta)
        assert not below(names["loss"], -names["subgradient"](theta), theta) or not theta.any()
    for b in np.linspace(-3, 3, 25):  # at (3, 0) just those of (1, b) with b from -2 to 2; those below 1/2 lead down
        assert below(names["loss"], np.array([1, b]), np.array([3, 0])) == (abs(b) <= 2)
        assert any(names["loss"]((3 - eta, -eta * b)) < 3 - eta / 1e3 for eta in (1e-2, 1e-5)) == (abs(b) < 0.5)
    for eta in (Fraction(1, k) for k in range(1, 50)):  # nearer below twice the gap over the square: 6/5
        assert abs(3 - eta) + 2 * abs(-2 * eta) == 3 + 3 * eta
        assert (3 - eta) ** 2 + 4 * eta**2 < 9
    assert (3 - Fraction(6, 5)) ** 2 + 4 * Fraction(6, 5) ** 2 == 9


def test_the_bound(names):
    """300 random largest-of-lines, minima by linear programming; a hollow and half of G break it; what reaches it."""
    descend = names["descend"]
    for _ in range(300):
        d, K = rng.integers(1, 6), int(rng.integers(2, 40))
        A, b, start = rng.normal(size=(4 * d, d)), rng.normal(size=4 * d), rng.normal(size=d)
        A -= A.mean(axis=0)  # the slopes add up to zero, so there is a minimum
        low, best = lowest(A, b)
        G, R = max(np.linalg.norm(A, axis=1)), np.linalg.norm(start - best)
        for rates in (np.full(K, R / G / K**0.5), R / G / np.arange(1, K + 1) ** 0.5, rng.uniform(0, 2 * R / G, K)):
            path = descend(lambda t, A=A, b=b: A[np.argmax(A @ t + b)], start, lambda k, r=rates: r[k], K - 1)
            bound = (R**2 + G**2 * sum(rates**2)) / 2 / sum(rates)
            assert min(max(A @ t + b) for t in path) - low <= bound * (1 + 1e-9) + 1e-7
        theta, gaps = start, []
        for _ in range(K):  # Polyak's step
            i = np.argmax(A @ theta + b)
            gaps.append(A[i] @ theta + b[i] - low)
            theta = theta - gaps[-1] / (A[i] @ A[i]) * A[i]
        assert min(gaps) <= R * G / K**0.5 + 1e-7
    w = np.linspace(-1, 3, 999)
    steep = max(abs(200 * (w - 1) * np.exp(-20 * (w - 1) ** 2)))
    path = descend(lambda w: 200 * (w - 1) * np.exp(-20 * (w - 1) ** 2), [0.0], lambda k: 1 / steep / 20, 399)
    assert min(5 - 5 * np.exp(-20 * (path - 1) ** 2)) > 3 * steep / 20  # not convex
    assert names["worst"] == pytest.approx({K: K**-0.5 for K in (10, 100, 400)})
    assert names["worst"][100] > (1 + 0.5**2) / 2 / 100**0.5  # half of its G promises too much
    assert names["best"]["constant", 1000][0] == pytest.approx(0.1 * (1 + 4) / 2)
    assert min(names["lowest"]) >= 50**-0.5 - 1e-9


def test_polyak_kinks_and_zeros(names):
    """The factor by the sharpness of the loss; the median; exact zeros by the closed form; the answer of two ReLUs."""
    turn = np.linspace(0, 7, 9999)
    assert min(abs(np.cos(turn)) + 2 * abs(np.sin(turn))) == pytest.approx(1, abs=1e-6)
    assert np.all(names["away"][1:] ** 2 <= 0.8 * names["away"][:-1] ** 2)
    mass = np.sort(columns("body_mass_g")[:, 0])
    assert (names["median"], names["mean"]) == (mass[170:172].mean(), pytest.approx(mass.mean()))
    best = np.sign(names["x"]) * np.maximum(abs(names["x"]) - 1, 0)
    assert (sum(best == 0), sum(names["w"] == 0)) == (35, 0)
    assert names["w"] == pytest.approx(best, abs=1e-3)
    assert [names["slope"](w) for w in (-1, 0, 1)] == [1, 0, 1]
    assert (min(names["fits"]), max(names["fits"])) == pytest.approx((-1, 1 + 3))
    assert (min(names["sizes"]), max(names["sizes"])) == pytest.approx((5**0.5, 5**0.5))
