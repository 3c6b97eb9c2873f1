"""The claims of docs/theory/descent-lemma.md: fractions, autograd, bounds on random losses, and broken promises."""

from fractions import Fraction

import numpy as np
import pytest
from autograd import grad, hessian
from autograd import numpy as anp

from tests.claims.data import SPECIES, standardised

PAGE = "docs/theory/descent-lemma.md"


def random_loss(rng):
    """A smooth loss of three weights, its largest curvature anywhere, and whether it is convex."""
    A, b, kind = rng.normal(size=(5, 3)) * rng.uniform(0.3, 3), rng.normal(size=5), rng.integers(3)
    piece = (lambda z: z**2 / 2, lambda z: anp.log(anp.cosh(z)), anp.sin)[kind]
    return lambda x: anp.sum(piece(anp.dot(A, x) - b)), np.linalg.norm(A, 2) ** 2, kind < 2


def test_the_bowl_in_fractions(names):
    """Gains and guarantees at five rates; on the steepest axis the same; three quarters are left at half the rate."""
    for eta in map(Fraction, ("1/8", "1/4", "3/8", "1/2", "5/8")):
        for place in names["places"]:
            real, square = names["gain"](names["loss"], names["gradient"], place, float(eta))
            w1, w2 = map(Fraction, place.tolist())
            exact = w1**2 * (1 - (1 - eta) ** 2) / 2 + 4 * w2**2 * (1 - (1 - 4 * eta) ** 2) / 2
            sure = eta * (1 - 2 * eta) * (w1**2 + 16 * w2**2)
            assert (real, names["guarantee"](float(eta), 4, square)) == (float(exact), float(sure))
            assert exact == sure if w1 == 0 else exact > sure
    assert 1.8 < np.log(np.cosh(2) / np.cosh(2 - np.tanh(2))) / (np.tanh(2) ** 2 / 2) < 2  # nearly twice


def test_the_guarantee_on_random_losses(names):
    """It holds on 300 losses at all rates, is reached, breaks with a false curvature; twice only without convexity."""
    rng, ratios, broken = np.random.default_rng(4), {True: [], False: []}, 0
    for loss, top, convex in (random_loss(rng) for _ in range(300)):
        slope, x, eta = grad(loss), 2 * rng.normal(size=3), rng.uniform(0, 3) / top
        real, square = names["gain"](loss, slope, x, eta)
        assert real >= names["guarantee"](eta, top, square) - 1e-9
        broken += real < names["guarantee"](eta, top / 3, square) - 1e-9
        ratios[convex].append(names["ratio"](loss, slope, top, x))
    assert 1 - 1e-9 <= min(ratios[True]) < max(ratios[True]) <= 2 + 1e-9
    assert 1 - 1e-9 <= min(ratios[False]) < 2.2 < max(ratios[False]) <= 3 + 1e-9
    for H in rng.normal(size=(100, 4, 4)):  # along the steepest axis: reached, and uphill above 2/λ_max
        curvatures, axes = np.linalg.eigh(H @ H.T)
        x, eta = axes[:, -1], rng.uniform(0, 4) / curvatures[-1]
        real, square = names["gain"](lambda t, H=H: t @ H @ H.T @ t / 2, lambda t, H=H: H @ H.T @ t, x, eta)
        assert real == pytest.approx(names["guarantee"](eta, curvatures[-1], square), abs=1e-7 * square * eta)
        assert (real < 0) == (eta > 2 / curvatures[-1])
    assert [broken > 50, names["broken"] > 100, 0 < min(names["nearest"]) < 0.01] == [True] * 3


def test_the_penguins(names):
    """The loss from the file by autograd; its curvature is largest at 0, where it is the bound; ratios from 1 to 2."""
    X = np.insert(standardised("bill_length_mm", "bill_depth_mm"), 2, 1, axis=1)
    side = np.where(np.array(SPECIES) == "Chinstrap", 1, -1)

    def cost(theta):
        return anp.mean(anp.logaddexp(0, -side * anp.dot(X, theta)))

    assert names["top"] == pytest.approx(np.linalg.eigvalsh(hessian(cost)(np.zeros(3)))[-1])
    for theta in 3 * np.random.default_rng(2).normal(size=(50, 3)):
        assert names["cost"](theta) == pytest.approx(cost(theta))
        assert names["slopes"](theta) == pytest.approx(grad(cost)(theta))
        assert np.linalg.eigvalsh(hessian(cost)(theta))[-1] < names["top"]
    squares = np.array([np.sum(grad(cost)(theta) ** 2) for theta in names["path"][:-1]])
    gains = -np.diff([cost(theta) for theta in names["path"]]) * 2 * names["top"] / squares
    assert names["ratios"] == pytest.approx(gains, rel=1e-4)
    assert all(1 <= low <= high <= 2 - (name == "bowl") / 4 for name, (low, _, high) in names["tight"].items())


def test_no_largest_curvature(names):
    """A step on w⁴ gains below 1/√(2η) only, so a thousandth fails from 23 on; on log cosh the local value fails."""
    for eta in (0.1, 0.01, 0.001, 0.0001):
        assert [(1 - eta * 4 * share / (2 * eta)) ** 4 < 1 for share in (0.998, 1.002)] == [True, False]
    assert names["gains"].max() == pytest.approx(5000**0.5, abs=0.01)
    assert [5**0.5 < 3, 500**0.5 < 23, 1 / 216 < names["eta"] <= 1 / 108] == [True] * 3  # the last is Armijo's half
    assert (names["there"], names["walled"](2), names["walled"](1)) == pytest.approx((3 - np.sinh(6) / 2, 0.5, 4.5))
