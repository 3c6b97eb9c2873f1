"""The claims of docs/theory/newton.md: SciPy and autograd as oracles, and the bound on random problems."""

import numpy as np
import pytest
from autograd import grad, hessian
from autograd import numpy as anp
from scipy.optimize import approx_fprime, least_squares, minimize, root
from scipy.special import expit

from tests.claims.data import ALL_PENGUINS, SIZES, standardised

PAGE = "docs/theory/newton.md"
KNOWN = [bird for bird in ALL_PENGUINS if bird["sex"] != "NA"]
MALE = np.array([bird["sex"] == "male" for bird in KNOWN])


def cost(theta, X):
    return anp.mean(anp.log(1 + anp.exp(anp.dot(X, theta))) - MALE * anp.dot(X, theta))


def bends(theta, X, y=MALE, ridge=0.0):
    p = expit(X @ theta)
    H = np.einsum("ni,n,nj->ij", X, p * (1 - p), X) / len(X)
    return X.T @ (p - y) / len(X) + ridge * theta, H + ridge * np.eye(X.shape[1])


def test_penguins(names):
    """Data, slopes and curvatures; the minimum by SciPy; 8 and 441 steps, at the best rate; the old table's factor."""
    X = np.column_stack([standardised(*SIZES, "body_mass_g", rows=KNOWN), np.ones(len(KNOWN))])
    assert names["scaled"] == pytest.approx(X)
    theta, walk = np.array([1, -2, 0.5, 1, -1]), [np.zeros(5)]
    for found, known in zip(names["bends"](X, theta), (grad(cost), hessian(cost)), strict=True):
        assert found == pytest.approx(known(theta, X), abs=1e-12)
    best = minimize(cost, walk[0], X, jac=grad(cost), hess=hessian(cost), method="trust-exact", tol=1e-13).x
    assert names["best"] == pytest.approx(best, abs=1e-9)
    while len(walk) < 12:
        walk.append(walk[-1] - np.linalg.solve(*bends(walk[-1], X)[::-1]))
    assert sum(np.linalg.norm(at - names["best"]) > 1e-10 for at in walk) == 8 == names["steps"]
    assert min(names["stay"].values()) == 441 == names["stay"][10.5] < min(names["stay"][10.75], names["stay"][10.25])
    assert (names["count"], names["kept"]) == ({False: 1, True: 50}, 14)
    shares = np.linalg.eigvals(np.linalg.solve(*(bends(at, X)[1] for at in (walk[4], best))))
    assert names["old"][6] / names["old"][5] == pytest.approx(max(abs(1 - shares)), rel=0.05)


def test_units_and_bound(names):
    """In other axes the step is the same, with λI it is not; the bound on 300 problems, with equality, and broken."""
    rng, near, w, e = np.random.default_rng(1), [], np.geomspace(1e-3, 1, 9), [0.1]
    for _ in range(300):
        n, d, ridge = rng.integers(5, 40), rng.integers(1, 6), rng.uniform(0.01, 0.3)
        X, y = rng.normal(size=(n, d)) * rng.uniform(0.2, 3, d), rng.integers(0, 2, n)
        M = np.linalg.norm(X, axis=1).max() * np.linalg.eigvalsh(X.T @ X / n)[-1] / (6 * 3**0.5)
        A, (g, H) = rng.normal(size=(d, d)) + 2 * np.eye(d), bends(rng.normal(size=d), X, y, ridge)
        for add in (0, 0.1 + 0.1 * H.trace()):
            there = A @ np.linalg.solve(A.T @ H @ A + add * np.eye(d), A.T @ g)
            assert np.allclose(there, np.linalg.solve(H + add * np.eye(d), g), 1e-4, 1e-6) == (add == 0)
        best = root(bends, np.zeros(d), (X, y, ridge), jac=True, tol=1e-13).x
        theta = best + rng.normal(size=d)
        for _ in range(4):
            g, H = bends(theta, X, y, ridge)
            bound = M / (2 * np.linalg.eigvalsh(H)[0]) * sum((theta - best) ** 2)
            theta = theta - np.linalg.solve(H, g)
            near.append(np.linalg.norm(theta - best) / (bound + 1e-9))
    assert 0.1 < max(near) <= 1  # no idle check: it comes within a factor of ten
    for _ in range(4):  # no M at 0 for w²/2 + w^2.5: there no factor holds
        e.append(abs(e[-1] - (e[-1] + 2.5 * e[-1] ** 1.5) / (1 + 3.75 * e[-1] ** 0.5)))
    assert 50 * e[1] / e[0] ** 2 < e[-1] / e[-2] ** 2
    assert w - (w + w**2 / 2) / (1 + w) == pytest.approx(w**2 / (2 * (1 + w)))  # reached: there M is 1


def test_cost_saddle_and_curves(names):
    """Multiplications are a sum of squares; the trap ends at 1/√5; curves by SciPy, the factor by nudging a step."""
    assert names["ratio"] == pytest.approx({d: d * (d + 1) * (2 * d + 1) / (2 * d**3) for d in (10, 40, 160)})
    w = start = np.linspace(0.01, 0.57, 50)[:, None] * [1, 1]  # without and with a floor
    for _ in range(60):
        w = w - (w**3 - w) / np.maximum(3 * w**2 - 1, [-np.inf, 0.5])
    assert np.array_equal(abs(w) < 1e-6, (start < 5**-0.5) & [True, False])
    for misfit in (0.1, 0.5, 1, 2):
        off = lambda p, k=misfit: names["parts"](p, k)[1]  # noqa: E731
        at = least_squares(off, [3, 1], xtol=1e-15, ftol=1e-15, gtol=1e-15).x
        step = lambda p, f=off: p - np.linalg.lstsq(approx_fprime(p, f, 1e-7), f(p))[0]  # noqa: E731
        factor = max(abs(np.linalg.eigvals(approx_fprime(at, step, 1e-5))))
        assert (arrives := names["fit_curve"](misfit)[2] == pytest.approx(at, abs=1e-6)) == (factor < 1) == (misfit < 2)
        assert not arrives or factor == pytest.approx(names["factor"](misfit), abs=1e-2)
    assert (names["fits"], names["whole"]) == ({0.01: 4, 0.1: 6, 0.5: 16, 1: 41}, [3, 4, 6])
