"""The claims of docs/theory/what-it-chooses.md: by lstsq, SLSQP, exact fractions, and on many random problems."""

import math
from fractions import Fraction

import numpy as np
import pytest
from scipy import optimize, special

from tests.claims.data import SIZES, standardised

PAGE = "docs/theory/what-it-chooses.md"


def test_the_nearest_perfect_fit(names):
    """On 300 problems the end is the fit nearest to the start, by lstsq; beyond 2/λ_max it is none."""
    rng = np.random.default_rng(1)
    for n, d, random in rng.integers((1, 5, 0), (5, 9, 2), (300, 3)):  # half of the starts are zero
        turns = np.linalg.qr(rng.normal(size=(d, n)))[0]
        X = np.linalg.qr(rng.normal(size=(n, n)))[0] @ np.diag([2, *rng.uniform(1, 2, n - 1)]) @ turns.T  # λ_max is 4
        y, start = rng.normal(size=n), rng.normal(size=d) * random
        nearest = start + np.linalg.lstsq(X, y - X @ start, rcond=None)[0]
        for eta, arrives in ((0.4, True), (0.51, False)):
            end = names["descend"](lambda at, X=X, y=y: X.T @ (X @ at - y), start, eta, 150)[-1]
            assert np.allclose(end, nearest, atol=1e-9) == arrives
    assert np.array(names["ends"]) == pytest.approx(np.array([[1, 2], [3, 1], [-1.4, 3.2], [3.8, 0.6]]))  # by hand
    assert names["fresh"].mean(axis=0) == pytest.approx([8, 16], rel=0.2)  # 8 unseen directions, variance 1 or 1 + 1


def widest(Z):
    """The shortest weights with which every row of Z scores at least 1."""
    limits, start = {"type": "ineq", "fun": lambda w: Z @ w - 1}, np.ones(Z.shape[1])
    return optimize.minimize(lambda w: w @ w, start, constraints=limits, tol=1e-12).x


def run(Z, kept, eta):
    """Logistic regression from zero on many sets of samples side by side; the weights after some numbers of steps."""
    w, found = np.zeros((len(Z), Z.shape[2])), []
    for k in range(max(kept) + 1):
        if k in kept:
            found.append(w)
        w = w + eta[:, None] * np.mean(Z * special.expit(-np.einsum("snd,sd->sn", Z, w))[..., None], axis=1)
    return np.array(found)


def test_the_widest_margin(names):
    """The direction by SLSQP; on 150 random sets the length grows as ln k and the angle shrinks; not if inseparable."""
    Z, walk = names["Z"], names["walk"]
    assert names["widest"] == pytest.approx(widest(Z), abs=1e-6)
    assert np.linalg.eigvalsh(Z.T @ Z / len(Z))[-1] / 4 < 2  # so 1 is below 2 over the largest curvature
    assert run(Z[None], [1000], np.ones(1))[0, 0] == pytest.approx(walk[1000])
    assert np.all(walk[1:] @ Z.T > 0)  # right from the first step on
    assert names["angle"](walk[1000]) == pytest.approx(math.degrees(math.atan2(walk[1000][1], walk[1000][0])) - 45)
    assert np.exp(-Z[:2] @ names["offset"]) / 4 @ Z[:2] == pytest.approx(widest(Z), abs=1e-6)
    above, far = (names["descend"](names["push"], start, 1, 10_000) for start in ((-4, 4), (4, -4)))
    assert names["angle"](above[1000]) > 2 * names["angle"](widest(Z) * math.log(1000) + names["offset"])
    assert np.linalg.norm((far - walk[:10_001])[-1]) < 0.6 * np.linalg.norm((far - walk[:10_001])[100])  # forgotten
    X = np.random.default_rng(2).normal(size=(150, 6, 3))
    X[..., 0] = 0.3 + abs(X[..., 0])  # the first weight alone separates
    mixed = np.concatenate([X[:, 1:], -X[:, 1:].sum(axis=1, keepdims=True)], axis=1)  # scores add up to 0
    both = np.concatenate([X, mixed])
    early, middle, late = run(both, [100, 1000, 10_000], 24 / np.linalg.norm(both, 2, axis=(1, 2)) ** 2)
    u, lengths = np.array([widest(Z) for Z in X]), np.linalg.norm([early, middle, late], axis=2)
    cosines = [np.sum(u * at[:150], axis=1) for at in (early, late)] / lengths[::2, :150]
    grown = lengths[2] - lengths[1]
    assert np.median(grown[:150] / np.linalg.norm(u, axis=1)) == pytest.approx(math.log(10), rel=0.1)
    assert np.mean(cosines[0] < cosines[1]) > 0.9
    assert np.median(grown[150:]) < 1e-3


def test_stopping_early_and_ridge(names):
    """Both filters on the penguins by other solvers; between once and twice in fractions, and not beyond ηλ = 1."""
    A, mass = standardised(*SIZES), standardised("body_mass_g")[:, 0]
    full, n = np.linalg.lstsq(A, mass, rcond=None)[0], len(A)
    ridge = np.linalg.lstsq(np.vstack([A, np.eye(3) * (n / 2) ** 0.5]), np.append(mass, [0, 0, 0]), rcond=None)[0]
    early = full - np.linalg.matrix_power(np.eye(3) - 0.2 * A.T @ A / n, 10) @ full
    assert np.allclose([names["early"], names["ridge"]], [early, ridge] @ names["axes"] / (full @ names["axes"]))
    for k, s in np.random.default_rng(3).integers(1, (60, 1001), (500, 2)).tolist():
        r = Fraction(k * s, 1000)
        assert r / (1 + r) <= 1 - (1 - Fraction(s, 1000)) ** k <= 2 * r / (1 + r)
    assert names["filters"](1, 1) == (1, 0.5)  # twice is reached
    beyond = [(1 - (1 - s) ** k) * (1 + k * s) / (k * s) for s in (1.2, 1.9) for k in (1, 2)]
    assert min(beyond) < 1 < 2 < max(beyond)
    most = -optimize.minimize_scalar(lambda r: (math.exp(-r) - 1) * (1 + r) / r, (1, 3)).fun
    assert (most, most**2) == (pytest.approx(names["worst"][1000], abs=2e-3), pytest.approx(1.69, abs=5e-3))
