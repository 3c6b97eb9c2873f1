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


def test_the_floor(names):
    """Floors of 300 random quadratics by recursion, each below the bound; what the page measured."""
    lam, s2, V = np.exp(rng.uniform(-1, 2, (300, 4))), rng.uniform(0.1, 2, (300, 4)), 0
    low, eta = lam.min(axis=1), rng.uniform(0.1, 1, (300, 1)) * 2 / (lam.min(axis=1) + lam.max(axis=1))[:, None]
    for _ in range(2000):
        V = (1 - eta * lam) ** 2 * V + eta**2 * s2
    assert pytest.approx(eta * s2 / (lam * (2 - eta * lam)), rel=1e-3) == V
    assert np.all(V.sum(axis=1) <= eta[:, 0] * s2.sum(axis=1) / (low * (2 - eta[:, 0] * low)) * (1 + 1e-9))
    for eta, (_, bowl, bound, other) in names["floors"].items():
        assert bowl == pytest.approx(sum(eta / (c * (2 - eta * c)) for c in (1, 2, 4)), rel=0.03)
        assert other < bound == pytest.approx(3 * eta / (2 - eta))


def share(loss, slope, best, K, noise=(-1, 1)):
    """The mean gap over all outcomes of K places, as a share of R G over the root of K."""
    G = max(np.mean([(slope(w) + z) ** 2 for z in noise]) for w in np.linspace(-9, 9, 60)) ** 0.5
    places = walk(slope, [abs(best) / G / K**0.5] * (K - 1), 0, noise)
    return (np.mean([np.mean(loss(w)) for w in places]) - loss(best)) / (abs(best) * G / K**0.5)


def test_without_curvature(names):
    """Random convex losses keep the bound; noise with a mean and a hollow break it; the wall by all tosses."""

    def valley(a, b, c):
        return (lambda w: a * b * np.logaddexp((w - c) / b, (c - w) / b)), (lambda w: a * np.tanh((w - c) / b)), c

    for k in range(300):
        drawn = rng.uniform(0.05, 2), rng.uniform(0.3, 2), rng.uniform(-2, 2)
        assert share(*valley(*drawn), k % 12 + 1) <= 1 + 1e-9
    assert share(lambda w: 0.9 * abs(w - 1), lambda w: 0.9 * np.sign(w - 1), 1, 12, (1, 3)) > 1.5
    hollow = [lambda w: -5 * np.exp(-20 * (w - 1) ** 2), lambda w: 200 * (w - 1) * np.exp(-20 * (w - 1) ** 2)]
    assert share(*hollow, 1, 400, (0,)) > 3
    assert all(0.9 < seen * K**0.5 <= 1 and mean < seen for K, (seen, mean) in names["flat"].items())
    for K, wall in names["walls"].items():
        assert wall == pytest.approx(max(t * binom.cdf(K // 2, K, (1 + t / K**0.5) / 2) for t in np.arange(5, 11) / 10))
    likely = [[np.prod((1 + s * np.array(coins)) / 2) for coins in product((-1, 1), repeat=5)] for s in (0.4, -0.4)]
    assert np.minimum(*likely).sum() / 2 == pytest.approx(names["wrong"](5, 0.4))  # no rule errs less often


def test_with_curvature(names):
    """Random losses keep the bound, the running mean reaches it, and a λ_min ten times too large breaks it."""

    def squared(low, more, R, s, K, guess=1):
        rates = [1 / guess / low / (k + 1 + more / low) for k in range(K)]
        return np.mean(walk(lambda w: low * w + more * np.tanh(w), rates, R, (-s, s))[-1] ** 2)

    for k in range(300):
        low, more, R, s, K = *rng.uniform(0.2, 3, 4), k % 11 + 1
        bound = ((more / low * R) ** 2 + K * s**2 / low**2) / (K + more / low) ** 2
        assert squared(low, more, R, s, K) <= bound * (1 + 1e-9)
        assert squared(low, 0, R, s, K) == pytest.approx(s**2 / low**2 / K)
    assert squared(1, 0, 3, 1, 11, guess=10) > 10 / 11
    assert all(run <= (900 + 4 * K) / (K + 3) ** 2 for K, (run, _) in names["bent"].items())
    (last, every, half), late = names["kept"].values()
    assert min(every / last, every / half, *np.divide(late[:2], late[2] / 2.8)) > 4


def test_svrg(names):
    """Its slope by hand is right on average; random problems keep the promise, too large a rate does not; the race."""
    Z = standardised("bill_length_mm", "bill_depth_mm", "flipper_length_mm", "body_mass_g")
    X, y, n, i, copy = names["X"], Z[:, 3], 342, np.arange(342), np.ones((342, 4))
    w = np.tile(rng.normal(size=4), (n, 1))
    reduced = names["single"](w, i) - names["single"](copy, i) + names["full"](copy)
    assert pytest.approx(X[:, :3]) == Z[:, :3]
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
    assert (one[3] < ours[1] < plain[3], ours[2] < min(one[6], plain[6])) == (True, True)
    assert np.diff(np.log(ours[4:])).std() < 0.5 * np.mean(-np.diff(np.log(ours[4:])))  # geometric
