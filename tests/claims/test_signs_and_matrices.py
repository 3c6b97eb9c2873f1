"""The numbers of docs/optimizers/signs-and-matrices.md: scalar iterations, polar factors, and loops of its own."""

from functools import partial
from math import cos, log, pi, sin, sqrt

import numpy as np
import pytest
from scipy.linalg import polar
from scipy.optimize import minimize_scalar

from tests.claims.oracles import differences

PAGE = "docs/optimizers/signs-and-matrices.md"
TUNED, cubic = np.poly1d([2.0315, 0, -4.7750, 0, 3.4445, 0]), np.poly1d([-0.5, 0, 1.5, 0])


def test_signs_hop_and_falling_signs_rest(names):
    """The turned ravine by differences; a walk of half the size at half the rate; fresh starts hop as high."""
    c, s = cos(pi / 6), sin(pi / 6)
    loss, gradient = names["loss"], names["gradient"]
    for w1, w2 in [(-4.0, 2.0), (1.0, 3.0)]:
        assert loss(np.array([w1, w2])) == pytest.approx(((c * w1 + s * w2) ** 2 + 25 * (c * w2 - s * w1) ** 2) / 2)
        assert gradient(np.array([w1, w2])) == pytest.approx(differences(lambda t: loss(np.array(t)), [w1, w2]))
    one, half = (names["race"](names["sign"], gradient, [-4 * a, 2 * a], 90, eta=0.25 * a) for a in (1, 0.5))
    assert all(np.array_equal(w / 2, v) for (w,), (v,) in zip(one, half, strict=True))
    ends = {tuple(np.round(w, 9)) for (w,) in names["race"](names["sign"], gradient, [-4, 2], 300, eta=0.2)[200:]}
    assert len(ends) == 2  # the first screen
    for eta in (0.1, 0.05, 0.025):
        theta, found = np.random.default_rng(77).uniform(-4, 4, (2, 2000)), []
        for _ in range(1000):
            theta = theta - eta * np.sign(gradient(theta))
            found.append(loss(theta).mean())
        assert sum(found[900:]) / 100 == pytest.approx(names["left"][eta], rel=0.1)


def test_iterations_on_singular_values(names):
    """Steps counted on one number; the goal is the polar factor; the band by its extremes; the numbers that arrive."""
    for shape in ((4, 4), (3, 6)):
        G = np.random.default_rng(5).normal(size=shape)
        U, stretches, Vt = np.linalg.svd(G, full_matrices=False)
        assert names["grow"](G) == pytest.approx(U * TUNED(stretches) @ Vt)
        assert polar(G)[0] == pytest.approx(U @ Vt)
    assert all(log(kappa) / log(1.5) < count < log(kappa) / log(1.5) + 4 for kappa, count in names["count"].items())
    assert all(1 - cubic(s) < 1.6 * (1 - s) ** 2 for s in (0.9, 0.98, 0.9995))  # the correct digits double
    lowest = minimize_scalar(TUNED, bounds=(0.8, 1.2), method="bounded").fun  # the band: from it to what becomes of it
    assert [names["low"], names["high"]] == pytest.approx([lowest, TUNED(lowest)], abs=2e-3)
    assert [names["far"][k][0] for k in (5, 10, 20, 40)] == pytest.approx([1 - lowest] * 4, abs=2e-3)
    assert names["far"][40][1] < 1e-9 < 0.4 < names["far"][10][1]
    assert names["abc"] == pytest.approx([15 / 8, -10 / 8, 3 / 8])
    start = np.array([1.7, 0.001, 2])
    for _ in range(40):
        start = cubic(start)
    assert [*start, cubic(sqrt(3)), cubic(sqrt(5))] == pytest.approx([1, 1, -1, 0, -sqrt(5)], abs=1e-9)  # and borders


def test_methods_and_which_ruler_pays(names):
    """Muon and Lion against loops of their own; a turn is no matter for U Vᵀ; Muon without its mean is near it."""
    rng, zero = np.random.default_rng(8), np.zeros((5, 3))
    slopes = rng.normal(size=(30, 5, 3))
    for name, beta1 in (("muon", None), ("lion", 0.9), ("lion", 0)):
        source, m, theta = iter(slopes), 0, zero
        for g in slopes:
            if name == "lion":
                theta, m = theta - np.sign(beta1 * (m - g) + g), m + 0.01 * (g - m)
            else:
                m = m + 0.05 * (g - m)
                U, values, Vt = np.linalg.svd(g + 0.95 * (m - g), full_matrices=False)
                theta = theta - U * TUNED(TUNED(TUNED(TUNED(TUNED(values / np.linalg.norm(values)))))) @ Vt
        more = {} if beta1 is None else {"beta1": beta1}
        path = names["race"](names[name], lambda w, source=source: next(source), zero, 30, eta=1, **more)
        assert path[-1][0] == pytest.approx(theta, abs=1e-6)
    assert np.array_equal(theta, -np.sign(slopes).sum(axis=0))  # β₁ = 0 is sign descent
    best, Q = rng.normal(size=(2, 8, 8, 8))  # fresh layers
    Q, _ = np.linalg.qr(Q)
    step = -names["spectral"](lambda w: Q[0] @ best[0] @ Q[1], 0, 1)[0]
    assert step == pytest.approx(Q[0] @ polar(best[0])[0] @ Q[1])
    layers = Q * np.geomspace(1, 0.001, 8) @ np.swapaxes(Q, 1, 2), best
    found = {n: max(names["gained"](*names["methods"][n], *layers)) for n in names["methods"]}
    assert (max(found, key=found.get), min(found, key=found.get)) == ("U V^T", "signs")
    bare = names["gained"](lambda *a, eta: names["muon"](*a, eta=eta, beta=0)[:1], -6, *layers)
    assert max(bare) > max(found["Muon"] + 1, found["U V^T"] - 0.8)
    even, axes = Q * np.geomspace(1, 0.1, 8) @ Q.mT, np.diag(np.geomspace(1, 0.001, 8))
    for name, beta, C in ("momentum", "beta", even), ("adam", "beta1", axes):  # with a memory that fits
        assert max(names["gained"](partial(names[name], **{beta: 0.5}), -5, C, best)) > 20
