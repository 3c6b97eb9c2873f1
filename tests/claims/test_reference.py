"""The formulas of docs/reference/test-functions.md, against SciPy, exact fractions and differences."""

from fractions import Fraction

import numpy as np
import pytest
from scipy.optimize import minimize, rosen, rosen_der, rosen_hess

from tests.claims.oracles import differences

PAGE = "docs/reference/test-functions.md"


def test_rosenbrock_is_scipys(names):
    for theta in np.random.default_rng(5).uniform(-2, 2, (50, 2)):
        assert names["rosenbrock"](theta) == pytest.approx(rosen(theta))
        assert names["rosenbrock_slopes"](theta) == pytest.approx(rosen_der(theta))
        assert names["rosenbrock_hessian"](theta) == pytest.approx(rosen_hess(theta))
    assert rosen_hess(np.ones(2)).tolist() == [[802, -400], [-400, 200]]


def test_gradients_and_minima(names):
    """Gradients of polynomials of degree four by a five-point rule, which is exact for them, in fractions."""
    for name in ("ravine", "himmelblau", "saddle"):
        loss, slopes = names[name], names[f"{name}_slopes"]
        for theta in ([Fraction(-7, 3), Fraction(5, 4)], [Fraction(2, 7), Fraction(-3)]):
            near, far = (differences(loss, theta, h=Fraction(h)) for h in (1, 2))
            exact = [(4 * a - b) / 3 for a, b in zip(near, far, strict=True)]
            assert slopes(list(map(float, theta))) == pytest.approx(list(map(float, exact)), rel=1e-12)
    # BFGS finds the same four hollows.
    hollows = {
        tuple(np.round(theta, 3))
        for (name, _), (theta, *_) in zip(names["STARTS"], names["found"], strict=True)
        if name == "Himmelblau"
    }
    starts = np.random.default_rng(2).uniform(-5, 5, (40, 2))
    ends = [minimize(names["himmelblau"], start, jac=names["himmelblau_slopes"], tol=1e-10) for start in starts]
    assert hollows == {tuple(np.round(end.x, 3)) for end in ends if end.fun < 1e-9}


def test_himmelblau_has_nine_level_places(names):
    """Four minima, four saddles and a hilltop: Newton from many starts, sorted by the signs of the curvatures."""
    places = {}
    for start in np.random.default_rng(3).uniform(-5, 5, (400, 2)):
        theta = start
        for _ in range(60):
            theta = theta - np.linalg.lstsq(names["himmelblau_hessian"](theta), names["himmelblau_slopes"](theta))[0]
        if np.linalg.norm(names["himmelblau_slopes"](theta)) < 1e-9:
            signs = np.linalg.eigvalsh(names["himmelblau_hessian"](theta)) > 0
            places[tuple(np.round(theta, 4) + 0.0)] = signs.sum()
    assert sorted(places.values()) == [0, 1, 1, 1, 1, 2, 2, 2, 2]


def test_one_weight(names):
    """Slopes by central differences; the curvatures that the table states."""
    curvature = {"w^4": lambda w: 12 * w**2, "|w|": lambda w: 0, "log cosh": lambda w: 1 - np.tanh(w) ** 2,
                 "e^-w": lambda w: np.exp(-w), "cubic": lambda w: 2 * w - 1}  # fmt: skip
    for name, (loss, slope) in names["ONE_WEIGHT"].items():
        for w in (-2.5, -0.4, 0.3, 1, 2.2):
            assert slope(w) == pytest.approx((loss(w + 1e-6) - loss(w - 1e-6)) / 2e-6, abs=1e-7)
            assert curvature[name](w) == pytest.approx((slope(w + 1e-6) - slope(w - 1e-6)) / 2e-6, abs=1e-7)
