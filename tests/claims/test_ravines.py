"""The numbers of docs/terrain/ravines.md, derived without its code."""

from fractions import Fraction
from math import ceil, cos, log, pi, sin

import numpy as np
import pytest
from autograd import grad
from scipy.linalg import expm
from scipy.optimize import minimize_scalar

PAGE = "docs/terrain/ravines.md"


def turned(theta, kappa):
    """The ravine ½(p² + κ q²) of the brief formula, turned by 45 degrees."""
    c = s = 0.5**0.5
    p, q = c * theta[0] + s * theta[1], c * theta[1] - s * theta[0]
    return (p * p + kappa * q * q) / 2


def test_the_ravine_falls_apart_into_two_parabolas(names):
    """Hessian, turn and steps; both walks by powers of exact factors; the gap with its ½, and the one without."""
    for kappa in (10, 25, 100, 10_000):
        for theta in np.array([(-4.0, -2.0), (0.3, 1.7), (5.0, -5.0)]):
            assert names["ravine"](kappa) @ theta == pytest.approx(grad(turned)(theta, kappa))
            p, q = names["turn"](theta)
            assert (p * p + kappa * q * q) / 2 == pytest.approx(turned(theta, kappa))
            # A turn is a matrix exponential of a quarter of π, and it changes no length.
            turn = expm(pi / 4 * np.array([[0, 1], [-1, 0]]))
            assert (p, q) == pytest.approx(tuple(turn @ theta))
    # √2 p and √2 q are whole numbers at the start, −6 and 2; the factors are 93/100 and −3/4.
    for k, theta in enumerate(names["zigzag"]):
        p, q = -6 * Fraction(93, 100) ** k, 2 * Fraction(-3, 4) ** k
        assert theta == pytest.approx((float((p - q) / 2), float((p + q) / 2)), abs=1e-12)
        assert names["floor"][k] == pytest.approx((float(p / 2), float(p / 2)), abs=1e-12)
    for (run, half, whole), k in zip(names["ends"], (0, 5, 20), strict=True):
        loss = 9 * Fraction(93, 100) ** (2 * k) + 25 * Fraction(3, 4) ** (2 * k)
        assert (run, half, whole) == pytest.approx((loss, loss, 2 * loss), rel=1e-12)


def test_every_quadratic_falls_apart(names):
    """On random bowls, the steps are a matrix power; in any axes of eigenvectors each coordinate has its factor."""
    assert names["after"] / names["before"] == pytest.approx(names["shares"], abs=1e-10)
    rng = np.random.default_rng(11)
    for size in (2, 3, 5, 8):
        table = rng.normal(size=(2 * size, size))
        H, theta = table.T @ table / size, rng.normal(size=size)
        values, vectors = np.linalg.eig(H)  # another routine than the page's
        eta = 1.5 / values.max()
        end = names["descend"](H, theta, eta, 7)[-1]
        assert end == pytest.approx(np.linalg.matrix_power(np.eye(size) - eta * H, 7) @ theta, abs=1e-10)
        assert vectors.T @ end == pytest.approx((1 - eta * values) ** 7 * (vectors.T @ theta), abs=1e-9)
        # The rule for the best rate, against a search over all rates: only the two ends count.
        worst = minimize_scalar(
            lambda rate, values=values: max(abs(1 - rate * values)),
            bounds=(0, 2 / values.max()), method="bounded", options={"xatol": 1e-9},
        )  # fmt: skip
        low, high = values.min(), values.max()
        assert worst.x == pytest.approx(2 / (low + high), rel=1e-4)
        assert names["slower"](2 / (low + high), low, high) == pytest.approx((high / low - 1) / (high / low + 1))


def test_the_price_of_a_ravine(names):
    """Counts by exact powers and from other starts, at the best rate and at 1/λ_max; growth in proportion."""
    for kappa, steps in zip(names["kappas"], names["steps"], strict=True):
        factor = Fraction(kappa - 1, kappa + 1)
        k = ceil(names["formula"](kappa))
        assert steps == k
        if kappa <= 100:  # exactly: a thousandth is reached at step k and not before
            assert factor**k <= Fraction(1, 1000) < factor ** (k - 1)
        assert steps == pytest.approx(kappa * log(1000) / 2, rel=0.02)
    # At the best rate every start needs the same number: both parts shrink alike.
    for angle in (0.1, 1.3, 2.9):
        start = np.array([cos(angle), sin(angle)])
        walk = names["descend"](names["ravine"](100), start, 2 / 101, 346)
        left = [np.linalg.norm(theta) for theta in walk]
        assert left[346] <= 1e-3 < left[345]
    # At 1/λ_max only p is left after a step: 3/√10 of the distance, times 0.99 at each step.
    assert names["safe"] == ceil(log(1e-3 / (18 / 20) ** 0.5) / log(0.99))
    assert 1.9 < names["safe"] / names["steps"][1] < 2
    # The limits: the curvature off the diagonal by the characteristic polynomial, the minimum by its sign.
    assert max(np.roots([1, -10, 25 - 16])) == pytest.approx(9)
    assert names["ravine"](25) @ -names["found"] == pytest.approx([-1, -7])
