"""The numbers of docs/optimizers/adaptive.md: exact walks, closed forms, and fresh seeds in a loop of its own."""

from fractions import Fraction

import numpy as np
import pytest

from tests.claims.oracles import differences

PAGE = "docs/optimizers/adaptive.md"


def left(share, rate, seed, adapt, beta=None, steps=1000):
    """What is left of the mean squared error on the page's samples, one run weight by weight: AdaGrad, or descent."""
    rng = np.random.default_rng(seed)
    w, squares = np.zeros(len(share)), np.zeros(len(share))
    for k in range(steps):
        there = rng.random(len(share)) < share
        slope = 2 * (w[there].sum() - there.sum() - rng.normal(0, 0.5))
        squares = squares + slope**2 * there if beta is None else beta * squares + (1 - beta) * slope**2 * there
        scale = np.sqrt(squares[there]) if adapt else np.sqrt(k + 1) if adapt is None else 1
        w[there] -= rate * slope / scale
    return (w - 1) @ (np.outer(share, share) + np.diag(share * (1 - share))) @ (w - 1)


def test_adagrad_in_exact_fractions(names):
    """The walk in the ravine is the same for each κ: squares of slopes, roots only at the end."""
    for kappa in (25, 250):
        loss, gradient = names["ravine"](kappa)
        assert gradient([-4, 2]) == pytest.approx(differences(loss, [-4, 2], 1e-3), abs=1e-8)
        path = names["race"](names["adagrad"], gradient, [-4, 2], 4, eta=2.5)
        for axis, (start, curvature) in enumerate(((-4.0, 1), (2.0, kappa))):
            w, total = start, Fraction(0)
            for theta, s in path[1:]:
                total += Fraction(curvature * w) ** 2
                w = w - 2.5 * curvature * w / float(total) ** 0.5
                assert (theta[axis], s[axis]) == (pytest.approx(w), pytest.approx(float(total)))
        assert [loss(theta) < 0.01 for theta, *_ in path] == [False] * 4 + [True]
    # Descent multiplies w₁ by 1 − η and w₂ by 1 − ηκ: the first step at which any rate of the page has arrived.
    for kappa, (plain, adaptive) in names["count"].items():
        eta, k = np.linspace(0.1, 1.99, 190)[:, None] / kappa, np.arange(600)
        arrived = 8 * (1 - eta) ** (2 * k) + 2 * kappa * (1 - eta * kappa) ** (2 * k) < 0.01
        assert (plain, adaptive) == (arrived.any(axis=0).argmax(), 4)
    # At κ = 4,000, on a finer grid of rates: κ drops out of the steps, so the slopes are taken without it.
    w, squares = np.outer([-4.0, 2.0], np.ones(401)), 0
    for step in range(names["steep"] + 1):
        assert (np.min([1, 4000] @ w**2) < 0.02) == (step == names["steep"])
        squares = squares + w**2
        w = w - np.geomspace(0.1, 10, 401) * w / np.sqrt(squares)
    # Turned by 45°: p and q start at −√2 and 3√2, and each walks alone.
    eta = np.linspace(0.1, 1.99, 190)[:, None] / 25
    arrived = (1 - eta) ** (2 * k) + 225 * (1 - 25 * eta) ** (2 * k) < 0.01
    assert names["after"][0] == arrived.any(axis=0).argmax() < names["after"][1]


def test_rare_features(names):
    """The mean error of the page at its best rates is near that of fresh seeds, and the order is the same."""
    best = {name: [min(curve, key=curve.get) for curve in curves] for name, curves in names["curves"].items()}
    fresh, ways = {}, {"descent": (False,), "falling": (None,), "AdaGrad": (True,)}
    ways |= {f"RMSProp {beta}": (True, beta) for beta in (0.9, 0.999)}
    for name, way in ways.items():
        for case, share in list(enumerate((names["rare"], names["alike"])))[: len(best[name])]:
            runs = [left(share, best[name][case], seed, *way) for seed in range(100, 120)]
            fresh[name, case] = np.mean(runs)
            page, error = names["curves"][name][case][best[name][case]], np.std(runs) / 20**0.5
            assert abs(fresh[name, case] - page) < 5 * error, (name, case)
    assert 3 * fresh["AdaGrad", 0] < min(fresh["descent", 0], fresh["falling", 0])
    assert 1 < min(fresh["descent", 1], fresh["falling", 1]) / fresh["AdaGrad", 1] < 2
    assert 2 * max(fresh["AdaGrad", 0], fresh["RMSProp 0.999", 0]) < fresh["RMSProp 0.9", 0]
    for curves in names["curves"].values():  # no best rate at an end of its grid
        assert all(min(curve, key=curve.get) not in (min(curve), max(curve)) for curve in curves)


def test_rates_means_and_epsilon(names):
    """Sums of 1/√k, the mean that forgets unrolled, half-lives, ε, and AdaDelta's first step."""
    assert names["far"] == pytest.approx([sum(k**-0.5 for k in range(1, n + 1)) for n in (100, 400)])
    exact = [1e4 * (1 - 0.9**10) * 0.9**k + 1 - 0.9**k for k in range(200)]
    assert names["back"] == 10 + next(k for k, s in enumerate(exact) if s < 4)
    assert names["eff"]["AdaGrad"][-1] == pytest.approx((1e5 + 9990) ** -0.5)
    seen = iter(slopes := [3.0, -1.0, 2.0, 0.5])
    path = names["race"](names["rmsprop"], lambda theta: next(seen), 0, 4, eta=0.1)
    unrolled = sum(0.1 * 0.9**age * g**2 for age, g in enumerate(reversed(slopes)))
    assert path[-1][1] == pytest.approx(unrolled)
    assert path[1][0] == pytest.approx(-0.1 / 0.1**0.5)  # the first step: 3.2 times the rate
    assert (sum(k * 0.1 * 0.9**k for k in range(500)), 0.999 ** names["half_life"]) == pytest.approx((9, 0.5))
    for (g, method), step in names["last"].items():
        known = g / (g + 1e-8) if method is names["rmsprop"] else g / (g**2 + 1e-8) ** 0.5
        assert step == pytest.approx(known, rel=1e-6)
    first = -names["race"](names["adadelta"], lambda w: 2.0, 0, 1)[1][0]
    assert first == pytest.approx((1e-6 / 0.05) ** 0.5, rel=1e-4)
    for unit, scale, half in zip((1, 1, 10), (1, 1000, 1), names["halves"], strict=True):
        x, s, u, steps = 1.0, 0.0, 0.0, 0  # AdaDelta on the weight in its units: its two ε change in place of the slope
        while x >= 0.5:
            s, steps = 0.95 * s + 0.05 * x**2, steps + 1
            step = x * ((u + 1e-6 / unit**2) / (s + 1e-6 * (unit / scale) ** 2)) ** 0.5
            x, u = x - step, 0.95 * u + 0.05 * step**2
        assert steps == half
