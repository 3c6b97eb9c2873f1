"""The numbers of docs/terrain/rulers.md, derived without its code."""

from fractions import Fraction
from math import acos, cos, degrees, pi, sin

import numpy as np
import pytest
from scipy.integrate import quad
from scipy.linalg import polar
from scipy.optimize import linprog, minimize_scalar

from tests.claims.data import SIZES, columns
from tests.claims.oracles import differences

PAGE = "docs/terrain/rulers.md"


def test_the_steepest_step_by_each_ruler(names):
    """The found steps against linear programmes and Cauchy–Schwarz; for matrices against the polar decomposition."""
    g, found = np.array([4, 3]), names["found"]
    assert found["plain length"] == pytest.approx(-g / 5, abs=1e-4)
    square = linprog(g, bounds=[(-1, 1)] * 2)
    assert found["largest entry"] == pytest.approx(square.x, abs=1e-9)
    # The sum of sizes: each weight is the difference of two numbers that are not negative, and all add up to 1.
    tip = linprog([*g, *-g], A_ub=[[1] * 4], b_ub=[1])
    assert found["sum of sizes"] == pytest.approx(tip.x[:2] - tip.x[2:], abs=1e-9)
    assert [-g @ found[name] for name in found] == pytest.approx([5, 7, 4], abs=1e-6)
    # The matrix of the page is symmetric with eigenvalues 7 and 1, so its turn is none at all and its gain the trace.
    G = np.array([[4, 3], [3, 4]])
    assert names["steepest"] == pytest.approx(polar(G)[0])
    assert names["gains"] == pytest.approx({"diagonal": 8, "each half": 7, "like G": 50 / 7, "U V^T": 8})
    # On random matrices no step of spectral length 1 beats U Vᵀ, not even one near it; its gain is the nuclear norm.
    rng = np.random.default_rng(3)
    for shape in ((2, 2), (3, 5), (6, 4)):
        G = rng.normal(size=shape)
        U = polar(G)[0]
        gain = np.sum(G * U)
        assert gain == pytest.approx(np.sqrt(abs(np.linalg.eigvalsh(G.T @ G))).sum(), abs=1e-6)
        for spread in (0.05, 0.3, 3):
            D = U + spread * rng.normal(size=(500, *shape))
            D /= np.linalg.norm(D, 2, axis=(1, 2))[:, None, None]
            assert np.sum(G * D, axis=(1, 2)).max() < gain


def test_units_are_a_ruler_and_scaling_is_one(names):
    """Descent in other units by differences; the steepest step by its ruler; the penguins by the chain of matrices."""
    for place in [(-4, 2), (1, 3)]:
        slopes = differences(lambda t: Fraction(1, 2) * (t[0] ** 2 + 25 * t[1] ** 2), [Fraction(v) for v in place])
        assert list(names["gradient"](np.array(place))) == slopes
        round_bowl = [Fraction(place[0]), Fraction(5 * place[1])]  # the slopes in the new units
        assert [round_bowl[0] / slopes[0], round_bowl[1] / 5 / slopes[1]] == [1, Fraction(1, 25)]
    # By √(u₁² + 25 u₂²) the steepest direction at (−4, 2) runs along (4, −2), straight to the minimum.
    best = minimize_scalar(lambda a: -4 * cos(a) + 50 * sin(a) / 5, bounds=(-pi, pi), method="bounded")
    assert sin(best.x) / 5 / cos(best.x) == pytest.approx(-1 / 2, abs=1e-5)
    # Thirty steps on standardised features, by a geometric series of matrices.
    data = columns(*SIZES, "body_mass_g")
    data = data - data.mean(axis=0)
    X, mass = data[:, :3] / data[:, :3].std(axis=0), data[:, 3]
    H = 2 * X.T @ X / len(X)
    weights = (np.eye(3) - np.linalg.matrix_power(np.eye(3) - 0.2 * H, 30)) @ np.linalg.lstsq(X, mass, rcond=None)[0]
    assert names["preconditioned"] == pytest.approx(X @ weights, abs=1e-6)


def test_where_minus_the_gradient_points(names):
    """Mean angles by integrals, worst ones by a search; a ravine that no diagonal mends; signs that come to rest."""
    for kappa, (mean, worst) in names["worst"].items():

        def off(t, kappa=kappa):
            c, s = cos(t) ** 2, sin(t) ** 2
            return degrees(acos(min(1, (c + kappa * s) / (c + kappa**2 * s) ** 0.5)))

        if kappa > 1:
            assert mean == pytest.approx(quad(off, 0, pi / 2, points=[1 / kappa], limit=200)[0] * 2 / pi, abs=0.05)
            peak = minimize_scalar(lambda t: -off(t), bounds=(0, 4 / kappa**0.5), method="bounded")
            assert worst == pytest.approx(-peak.fun, abs=0.01)
    # In units 1 and s the turned ravine has trace 13 + 13 / s² and determinant 25 / s², so κ is least at s = 1.
    for s in (0.2, 1, 5):
        low, high = sorted(np.roots([1, -13 - 13 / s**2, 25 / s**2]))
        assert names["kappa_with"](s) == pytest.approx(high / low)
    # With the step multiplied by the dual norm, and the curvature 26 of that ruler, the walk does come to rest.
    theta = np.array([-4.0, 2.0])
    for _ in range(400):
        g = theta * (1, 25)
        theta = theta - abs(g).sum() / 26 * np.sign(g)
    assert abs(theta).max() < 0.01
