"""The claims of docs/theory/memory.md: fractions, SciPy and dense tables as oracles, and the bound tried."""

from fractions import Fraction

import numpy as np
import pytest
from scipy.optimize import minimize
from scipy.sparse import linalg
from scipy.special import expit

from tests.claims.data import DIGITS

PAGE = "docs/theory/memory.md"


def test_conjugate_gradients(names):
    """Exact after d steps in fractions; SciPy's iterates; the bound on 300 problems; broken if κ is too small."""
    rng, near, broken = np.random.default_rng(0), 0, 0
    for d in (1, 2, 3, 5):
        A = rng.integers(-3, 4, (d, d))
        H, b = (A @ A.T + np.eye(d, dtype=int)) * Fraction(1), np.arange(1, d + 1) * Fraction(1)
        assert all(H @ names["cg"](lambda u, H=H: H @ u, b, d)[-1] == b)
    for _ in range(300):
        d, kappa = rng.integers(2, 30), 10 ** rng.uniform(0.1, 4)
        bend = np.concatenate([[1, kappa], 1 + (kappa - 1) * rng.beta(0.5, 0.5, d - 2)])
        Q = np.linalg.qr(rng.normal(size=(d, d)))[0]
        H, goal, steps = Q @ (bend[:, None] * Q.T), rng.normal(size=d), min(d - 1, 8)
        path = names["cg"](lambda u, H=H: H @ u, H @ goal, steps)
        known = linalg.cg(H, H @ goal, rtol=0, maxiter=steps)[0]
        assert path[-1] == pytest.approx(known, abs=1e-6 * kappa)
        energy = np.sqrt(np.einsum("ki,ij,kj->k", path - goal, H, path - goal))
        keep, less = ((k - 1) / (k + 1) for k in (kappa**0.5, (1 + (kappa - 1) / 16) ** 0.5))
        assert np.all(energy <= 2 * keep ** np.arange(steps + 1) * energy[0] + 1e-9)
        near = max(near, energy[-1] / (2 * keep**steps * energy[0] + 1e-9))
        broken += np.any(energy > 2 * less ** np.arange(steps + 1) * energy[0] + 1e-9)
    assert (near > 0.5, broken > 30) == (True, True)
    assert names["spread"][60] < 2 * (9 / 11) ** 60 < 10 * names["spread"][60]


def test_pairs(names):
    """Two loops are BFGS's table, built up from a multiple of the identity; 4md multiplications, and 8 bytes each."""
    rng = np.random.default_rng(1)
    for _ in range(100):
        d, m = rng.integers(2, 9), rng.integers(1, 6)
        pairs = [(s, s * rng.uniform(0.5, 2, d)) for s in rng.normal(size=(m, d))]
        g, (s, y) = rng.normal(size=d), pairs[-1]
        table = np.eye(d) * (s @ y) / (y @ y)
        for s, y in pairs:
            left = np.eye(d) - np.outer(s, y) / (s @ y)
            table = left @ table @ left.T + np.outer(s, s) / (s @ y)
        assert names["two_loops"](g, pairs) == pytest.approx(table @ g, rel=1e-6, abs=1e-9)
        assert names["two_loops"](y, pairs) == pytest.approx(s)  # the newest pair


def test_digits(names):
    """Slopes and products in closed form; the lowest loss and the count by SciPy; rivals; batches; pairs."""
    X, odd = np.column_stack([DIGITS[:600, :64] / 16, np.ones(600)]), DIGITS[:600, 64] % 2

    def cost(at):
        fit = np.mean(np.logaddexp(0, X @ at) - odd * (X @ at))
        return fit + at @ at / 2000, X.T @ (expit(X @ at) - odd) / 600 + at / 1000

    rng, losses = np.random.default_rng(2), []
    theta, v = rng.normal(size=(2, 65))
    assert np.hstack(names["both"](theta)) == pytest.approx(np.hstack(cost(theta)))
    Hv = X.T @ (expit(X @ theta) * expit(-X @ theta) * (X @ v)) / 600 + v / 1000
    assert names["product"](theta, v) == pytest.approx(Hv, abs=1e-7)
    found = minimize(lambda at: losses.append(cost(at)[0]) or cost(at), np.zeros(65), jac=True, method="L-BFGS-B",
        options={"ftol": 0, "gtol": 1e-10})  # fmt: skip
    assert found.fun == pytest.approx(names["lowest"], abs=1e-12)
    assert names["arrival"](np.array(losses)) == pytest.approx(53, abs=8)  # SciPy's, with ten pairs too
    curves = {m: names["lbfgs"](names["both"], 1e-12 * v, m)[0] for m in (3, 10, 20, 30)}
    counts = {m: curve[names["arrival"](curve[:, 1]), 0] for m, curve in curves.items()}
    assert counts == {3: pytest.approx(120, abs=10)} | names["used"]
    rivals = ((1.6, 0.91), (1.6, 0.93), (1.7, 0.92), (1.75, 0.9), (1.4, 0.93), (1, 0.95), (0.7, 0.95), (2, 0.85))
    assert min(names["arrival"](names["ahead"](*pair)) for pair in rivals) > 0.85 * names["tuned"] > 3 * 53
    gap = names["gap"]
    same, plain, two = ([high for (name, _), high in gap.items() if name == kind] for kind in ("same", "plain", "two"))
    assert 0.5 * min(plain) < min(same) < 1.1 * min(plain) < 0.1 * min(two)
    assert 25 <= names["arrived"][True] < names["arrived"][False] == 40
