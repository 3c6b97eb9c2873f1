"""The numbers of docs/terrain/not-a-bowl.md, derived without its code."""

from fractions import Fraction
from math import exp, log, log2, sinh

import numpy as np
import pytest
from autograd import elementwise_grad
from autograd import numpy as anp
from scipy.optimize import brentq, newton

PAGE = "docs/terrain/not-a-bowl.md"
LOSSES = {
    "quartic": lambda w: w**4,
    "abs": anp.abs,
    "log cosh": lambda w: anp.log(anp.cosh(w)),
    "decay": lambda w: anp.exp(-w),
}


def test_slopes_and_curvatures(names):
    for name, loss in LOSSES.items():
        slope = elementwise_grad(loss)
        for w in (-1.7, -0.3, 0.4, 2.1):
            assert names["slopes"][name](w) == pytest.approx(slope(w), rel=1e-9)
            assert names["curvatures"][name](w) == pytest.approx(elementwise_grad(slope)(w), rel=1e-9, abs=1e-12)


def test_four_walks(names):
    """w⁴ between two bounds of its inverse square, |w| in fractions, log cosh by regime, decay between logarithms."""
    quartic, runs = names["quartic"], names["runs"]
    for k in (10, 100, 1000, 10_000):
        # (1 − x)⁻² ≥ 1 + 2x, so 1/w² grows by at least 8η; the excess, 3x² + …, adds up to less than 2 ln(1 + 8ηk).
        assert 1 + 0.8 * k <= quartic[k] ** -2 <= 1 + 0.8 * k + 2 * log(1 + 0.8 * k)
    assert quartic[100] / quartic[10_000] == pytest.approx(10, rel=0.03)
    place = Fraction(105, 100)
    for step in runs["abs"]:
        assert step == pytest.approx(float(place), abs=1e-12)
        place -= Fraction(1, 10) * (1 if place > 0 else -1)
    far = -np.diff(runs["log cosh"][:5])
    assert far == pytest.approx([0.5] * 4, abs=0.01)
    assert runs["log cosh"][31] / runs["log cosh"][30] == pytest.approx(1 - 0.5, abs=1e-6)
    for k in (10, 1000, 10_000):
        assert log(1 + k) < runs["decay"][k] < log(1 + k) + log(1 + k) / (1 + k) + 0.7
    assert runs["decay"][10_000] - runs["decay"][1000] == pytest.approx(log(10), abs=0.01)


def test_orders_from_three_errors_and_from_four_weights(names, capsys):
    """Exact powers have the order 1 or 2, whatever their factor; differences stand in for errors."""
    for errors, printed in (
        ((1, 0.3, 0.09), "factor 0.300  order 1.00"),
        ((0.1, 0.03, 0.0027), "factor 0.090  order 2.00"),
        ((1e-1, 1e-2, 1e-4), "factor 0.010  order 2.00"),
    ):
        names["name"](*errors)
        expected = log2(errors[2] / errors[1]) / log2(errors[1] / errors[0])
        assert capsys.readouterr().out == f"{printed}\n"
        assert float(printed[-4:]) == pytest.approx(expected, abs=0.005)
    names["name_unknown"](7, 6, 5.7, 5.61)
    assert capsys.readouterr().out == "factor 0.300  order 1.00\n"
    # The factor of w⁴ rises towards 1; that of the ravine with κ = 10,000 stays where it is.
    quartic = names["quartic"]
    assert quartic[100] / quartic[99] < 0.9953 < 0.99994 < quartic[10_000] / quartic[9_999] < 1
    assert names["goal"] == sum(Fraction(1, 2) ** k for k in range(60)) + Fraction(1, 2) ** 59


def test_newton_on_the_same_four(names):
    """The border by SciPy; 2/3 and (p − 2)/(p − 1); constant steps; the error squared over two."""
    assert names["border"] == pytest.approx(brentq(lambda w: sinh(2 * w) - 4 * w, 0.5, 2), abs=1e-12)
    tanh, square = np.tanh, lambda w: 1 / np.cosh(w) ** 2
    assert newton(tanh, names["border"] - 0.01, fprime=square) == pytest.approx(0, abs=1e-9)
    one, two = newton(tanh, 2.0, fprime=square, maxiter=1, disp=False, full_output=True)
    assert names["tries"]["log cosh", 2][1] == pytest.approx(one) == pytest.approx(2 - sinh(4) / 2)
    assert not two.converged
    assert names["tries"]["quartic", 1] == pytest.approx([(2 / 3) ** k for k in range(4)])
    assert names["tries"]["decay", 0] == pytest.approx([0, 1, 2, 3])
    assert names["six"][1] == pytest.approx((6 - 2) / (6 - 1))
    assert names["inside"][5] / names["inside"][4] ** 3 == pytest.approx(-2 / 3, rel=1e-4)
    w = 1.0
    for b in names["errors"][1:]:
        w = w + 1 - exp(w)  # w − (1 − e^(−w)) / e^(−w)
        assert b == pytest.approx(abs(w), rel=1e-6)
    assert names["errors"][5] / names["errors"][4] ** 2 == pytest.approx(0.5, abs=0.001)
    # From near enough the order is at least 2, on losses with curvature at their minimum; without, it is 1.
    for slope, bend, low in ((lambda w: w**3 + w - 2, lambda w: 3 * w**2 + 1, 1), (np.expm1, np.exp, 0)):
        walk = [abs(w - low) for w in names["newton"](slope, bend, low + 0.3, 4)]
        assert log(walk[3] / walk[2]) / log(walk[2] / walk[1]) > 1.9
    # Upside down, slope and curvature change their signs together.
    walk = names["newton"](lambda w: -np.tanh(w), lambda w: -square(w), 1, 3)
    assert walk == pytest.approx(names["tries"]["log cosh", 1])
    assert (names["steps"], names["real"]) == (11, 3)
