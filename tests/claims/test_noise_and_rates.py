"""The promises of docs/theory/noise-and-rates.md on random problems, and with a condition broken."""

from itertools import product

import numpy as np
import pytest
from scipy.stats import binom

from tests.claims.data import standardised

PAGE = "docs/theory/noise-and-rates.md"
rng = np.random.default_rng(0)


def walk(slope, rates, start, noise):
    """The places of a walk: after k steps an array of all outcomes, one for each order of the noises."""
    places = [np.array([float(start)])]
    for rate in rates:
        places.append(np.concatenate([places[-1] - rate * (slope(places[-1]) + z) for z in noise]))
    return places


def share(loss, slope, R, K, noise=(-1, 1)):
    """The mean gap over all outcomes of K places, as a share of R G over the root of K; the minimum is at 0."""
    G = max(np.mean([(slope(w) + z) ** 2 for z in noise]) for w in np.linspace(-9, 9, 181)) ** 0.5
    places = walk(slope, [R / G / K**0.5] * (K - 1), R, noise)
    return (np.mean([np.mean(loss(w)) for w in places]) - loss(0)) / (R * G / K**0.5)


def test_the_floor(names):
    """Floors of 300 random quadratics by recursion, each below the bound; what the page measured."""
    lam, s2, V = np.exp(rng.uniform(-1, 2, (300, 4))), rng.uniform(0.1, 2, (300, 4)), 0
    low, eta = lam.min(axis=1), rng.uniform(0.1, 1, (300, 1)) * 2 / (lam.min(axis=1) + lam.max(axis=1))[:, None]
    for _ in range(2000):
        V = (1 - eta * lam) ** 2 * V + eta**2 * s2
    assert pytest.approx(eta * s2 / (lam * (2 - eta * lam)), rel=1e-3) == V
    assert np.all(V.sum(axis=1) <= eta[:, 0] * s2.sum(axis=1) / (low * (2 - eta[:, 0] * low)) * (1 + 1e-9))
    formula = [sum(eta / (c * (2 - eta * c)) for c in (1, 2, 4)) for eta in names["floors"]]
    assert [bowl for _, bowl, _, _ in names["floors"].values()] == pytest.approx(formula, rel=0.03)


def test_without_curvature(names):
    """Random convex losses keep the bound; noise with a mean and a hollow break it; the wall by all tosses."""
    for k, (a, b, R) in enumerate(rng.uniform((0.05, 0.3, 0.1), 2, (300, 3))):
        loss, slope = (lambda w, a=a, b=b: a * b * np.log(np.cosh(w / b))), (lambda w, a=a, b=b: a * np.tanh(w / b))
        assert share(loss, slope, R, k % 12 + 1) <= 1 + 1e-9
    assert share(lambda w: 0.9 * abs(w), lambda w: 0.9 * np.sign(w), 1, 12, (-3, -1)) > 1.5
    assert share(lambda w: -5 * np.exp(-20 * w**2), lambda w: 200 * w * np.exp(-20 * w**2), 1, 400, (0,)) > 3
    assert all(0.9 < seen * K**0.5 <= 1 and mean < seen for K, (seen, mean) in names["flat"].items())
    for K, wall in names["walls"].items():
        assert wall == pytest.approx(max(t * binom.cdf(K // 2, K, (1 + t / K**0.5) / 2) for t in np.arange(5, 11) / 10))
    likely = [[np.prod((1 + s * np.array(coins)) / 2) for coins in product((-1, 1), repeat=5)] for s in (0.4, -0.4)]
    assert np.minimum(*likely).sum() / 2 == pytest.approx(names["wrong"](5, 0.4))  # no rule errs less often


def test_with_curvature(names):
    """Random losses keep the bound, the running mean reaches it, and a λ_min ten times too large breaks it."""

    def squared(low, more, R, s, K, guess=1):
        rates = 1 / guess / low / (np.arange(1, K + 1) + more / low)
        return np.mean(walk(lambda w: low * w + more * np.tanh(w), rates, R, (-s, s))[-1] ** 2)

    for k in range(300):
        low, more, R, s, K = *rng.uniform(0.2, 3, 4), k % 11 + 1
        assert squared(low, more, R, s, K) * (K + more / low) ** 2 <= (more / low * R) ** 2 + K * s**2 / low**2 + 1e-9
        assert squared(low, 0, R, s, K) == pytest.approx(s**2 / low**2 / K)
    assert squared(1, 0, 3, 1, 11, guess=10) > 10 / 11
    (last, every, half), late = names["kept"].values()
    assert min(every / last, every / half, *np.divide(late[:2], late[2] / 2.8)) > 4


def test_svrg(names):
    """Its slope is right on average; random problems keep the promise, too large a rate does not; the race."""
    Z, n, i = standardised("bill_length_mm", "bill_depth_mm", "flipper_length_mm", "body_mass_g"), 342, np.arange(342)
    X, y, w, copy = np.c_[Z[:, :3], names["X"][:, 3]], Z[:, 3], np.tile(rng.normal(size=4), (n, 1)), np.ones((n, 4))
    reduced = names["single"](w, i) - names["single"](copy, i) + names["full"](copy)
    assert reduced.mean(axis=0) == pytest.approx(2 * X.T @ (X @ w[0] - y) / n)
    assert names["gap"](w)[0] == pytest.approx(np.mean((X @ w[0] - y) ** 2) - np.linalg.lstsq(X, y)[1][0] / n)
    for _ in range(200):  # eight samples, two weights; the copy is 0
        A, b, w, seen = rng.normal(size=(8, 2)), rng.normal(size=8), np.zeros((40, 2)), []
        H, best, eta = A.T @ A / 4, np.linalg.lstsq(A, b)[0], 0.05 / max(np.sum(A**2, axis=1))
        for a in A[rng.integers(8, size=(150, 40))]:
            seen.append(np.mean(np.sum((w - best) @ H * (w - best), axis=1)) / (best @ H @ best))
            w = w - eta * (2 * np.sum(w * a, axis=1)[:, None] * a - A.T @ b / 4)
        assert np.mean(seen) <= 1 / (np.linalg.eigvalsh(H)[0] * eta * 0.8 * 150) + 0.25
    assert names["svrg"](0.35, 2, n)[0][-1] > 100  # far beyond 1/(4 λ_s)
    plain, one, ours = (names["curves"][name] for name in ("plain", "single", "SVRG"))
    assert (one[3] < ours[1] < plain[3], ours[3] < min(one[9], plain[9]) / 3) == (True, True)
    assert np.diff(np.log(ours[4:])).std() < 0.5 * np.mean(-np.diff(np.log(ours[4:])))  # geometric
    assert names["rate"] == {"plain": 0.32, "single": 10, "SVRG": 0.02}  # inside their grids
