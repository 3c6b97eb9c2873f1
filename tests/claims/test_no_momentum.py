"""The claims of docs/theory/no-momentum.md: by Chebyshev polynomials, recursions, and bounds on random losses."""

import numpy as np
import pytest
from scipy.optimize import brentq

PAGE, RHO = "docs/theory/no-momentum.md", 1 + 2**0.5


def test_chebyshev_steps(names):
    """The polynomial is Chebyshev's; the bound holds for random quadratics and is reached; no other lengths beat it."""
    rng = np.random.default_rng(0)
    for _ in range(300):
        low, ratio, k, d = rng.uniform(0.1, 2), rng.uniform(1.5, 60), rng.integers(1, 9), rng.integers(1, 7)
        rates, c = names["chebyshev"](k, low, low * ratio), (ratio**0.5 + 1) / (ratio**0.5 - 1)
        bound, T, lam = 2 / (c**k + c**-k), np.polynomial.Chebyshev.basis(k), np.linspace(low, low * ratio, 400)
        p, x0 = np.prod(1 - np.outer(lam, rates), axis=1), (ratio + 1) / (ratio - 1)
        known = T(x0 - 2 * lam / low / (ratio - 1)) / T(x0)
        assert [*p, abs(p).max()] == pytest.approx([*known, bound], abs=1e-8)
        axes, theta = np.linalg.qr(rng.normal(size=(d, d)))[0], rng.normal(size=d)
        limit, H = (1 + 1e-9) * bound * np.linalg.norm(theta), axes * rng.uniform(low, low * ratio, d) @ axes.T
        for eta in rng.permutation(rates):
            theta = theta - eta * H @ theta
        assert np.linalg.norm(theta) <= limit
        other = rates * np.exp(rng.normal(size=k) * rng.choice([0.01, 0.1, 1]))
        assert abs(np.prod(1 - np.outer(lam, other), axis=1)).max() > bound * (1 - 1e-3)
    assert abs(np.prod(1 - 30 * names["chebyshev"](5, 1, 25))) > 2 / (1.5**5 + 1.5**-5)  # a curvature above the range
    assert sum(abs(abs(names["left"](names["chebyshev"](5, 1, 25))) - names["worst"][5]) < 1e-4) >= 6


def test_the_order_of_the_steps(names):
    """Curvatures by eigvalsh; the published order of eight; sorted steps are lost in float32, from 64 on in any."""
    values, axes = np.linalg.eigh(2 * np.eye(31) - np.eye(31, k=1) - np.eye(31, k=-1))
    assert names["ends"] == pytest.approx(values[[0, -1]])
    assert [place + 1 for place in names["mixed"](8)] == [1, 8, 4, 5, 2, 7, 3, 6]
    for k in (32, 64):  # what is left without rounding, direction by direction
        left = np.prod(1 - np.outer(values, names["chebyshev"](k, *names["ends"])), axis=1)
        exact = np.linalg.norm(left * (axes.T @ np.ones(31))) / 31**0.5
        single, double = zip(*(names["shares"][f"{name} first", k] for name in ("longest", "shortest")), strict=True)
        assert min(single + double * (k == 64)) > 1000
        rounded = names["shares"]["mixed", k] + list(double) * (k == 32)
        assert rounded == pytest.approx([exact] * len(rounded), rel=2e-3)


def random_loss(rng):
    """A convex loss, 0 at its minimum 0, with curvatures up to 1, its gradient and a start: ridges, sharp or soft."""
    A, sharp = rng.normal(size=rng.integers(1, 6, 2)), rng.random() < 0.5
    A, s = A / np.linalg.norm(A, 2), np.exp(rng.uniform(-7, 2, len(A)))

    def loss(theta):
        z, inside = A @ theta, np.minimum(abs(A @ theta), s)
        return sum(inside * (abs(z) - inside / 2) if sharp else s * s * (np.logaddexp(z / s, -z / s) - np.log(2)))

    start = rng.normal(size=len(A.T)) * np.exp(rng.uniform(-3, 2))
    return loss, lambda t: A.T @ (np.clip(A @ t, -s, s) if sharp else s * np.tanh(A @ t / s)), start


def test_silver_steps(names):
    """The glued steps; the bound on 400 random losses; broken by a curvature too large, and by a loss not convex."""
    rng, steps, silver = np.random.default_rng(1), np.zeros(0), {}
    bound = {m: 1 / (1 + np.sqrt(4 * RHO ** (2 * m) - 3)) for m in range(1, 8)}
    for m in bound:
        n = 2**m - 1
        silver[m] = steps = np.hstack([steps, 1 + RHO ** (m - 2), steps])
        assert names["silver"](n) == pytest.approx(steps)
        best = brentq(lambda eta, n=n: 1 / (4 * n * eta + 2) - (eta - 1) ** (2 * n) / 2, 1, 2)
        known = *(1 / (4 * total + 2) for total in (n, n * best, RHO**m - 1)), bound[m]
        assert names["table"][n] == pytest.approx(known, rel=2e-3)
        assert bound[m] < 1 / (2 * n ** np.log2(RHO))
        assert abs(np.prod(1 - names["silver"](n + 1))) == pytest.approx(1 / RHO)  # as after one step
    ratios = []
    for k in range(800):
        (loss, gradient, start), m = random_loss(rng), rng.integers(1, 8)
        theta = start
        for eta in silver[m]:  # in half of the runs the curvatures are larger than said
            theta = theta - (1, 1.5)[k % 2] * eta * gradient(theta)
        ratios.append(loss(theta) / (bound[m] * start @ start))
    assert max(ratios[::2]) <= 1 < max(ratios[1::2])
    assert 1 - np.cos(3.1 - 2**0.5 * np.sin(3.1)) > bound[1] * 3.1**2  # curvatures up to 1, and a hilltop near 3.1
    assert names["lost"](names["chebyshev"](2, 1, 25)) > 0.9 > 0 == names["lost"]([2 / 26] * 2)
