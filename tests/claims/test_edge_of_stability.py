"""The claims of docs/theory/edge-of-stability.md: the toy's ending, the network's slopes and sharpness, the edge."""

import numpy as np
import pytest
from autograd import grad, hessian
from autograd import numpy as anp

PAGE = "docs/theory/edge-of-stability.md"
RNG = np.random.default_rng(8)


def toy(theta):
    return anp.sqrt(1 + (theta[0] * theta[1] - 1) ** 2) - 1


def test_the_toy(names):
    """Slopes by autograd; a minimum's sharpness is u² + v²; tiny steps lead to the sharpness below."""
    for theta in RNG.uniform(-3, 3, (50, 2)):
        assert names["gradient"](theta) == pytest.approx(grad(toy)(theta))
    for minimum in ((u, 1 / u) for u in RNG.uniform(0.2, 5, 20)):
        top = np.linalg.eigvalsh(hessian(toy)(np.array(minimum)))[-1]
        assert (top, names["below"](np.array([minimum]))[0]) == pytest.approx((np.hypot(*minimum) ** 2,) * 2)
    start = np.array([0.9, 2.5])
    end = names["descend"](names["gradient"], start, 1e-3, 20_000)[-1]
    assert (end.prod(), end @ end) == pytest.approx((1, names["below"](start[None])[0]), rel=2e-3)


def test_no_walk_ends_above_its_limit(names):
    """From hundreds of starts the sharpness below never rises and ends below 2/η; from far above near 2/η − η."""
    settled, violations = 0, 0
    for u, v, eta in zip(RNG.uniform(0, 0.6, 300), RNG.uniform(2, 6, 300), RNG.uniform(0.1, 0.4, 300), strict=True):
        path = names["descend"](names["gradient"], (u, v), eta, 600)
        sharp = names["below"](path)
        assert np.all(np.diff(sharp) <= 1e-12 * sharp[0])
        if abs(path[-1].prod() - 1) < 1e-6:
            assert sharp[-1] < 2 / eta
            if sharp[0] > 1.5 * 2 / eta:
                assert sharp[-1] == pytest.approx(2 / eta - eta, abs=1.1 * eta**3)
                settled += 1
        square = names["descend"](lambda t: (t.prod() - 1) * t[::-1], (u, v), 0.3, 4)  # no bound on the pull
        violations += np.any(np.diff(names["below"](square)) > 1e-3)
    assert min(settled, violations) > 20
    exact = names["descend"](names["gradient"], (0.25, 4), 0.2, 300)[-1]
    assert names["below"](exact[None])[0] > 16  # who stands exactly on a minimum stays
    assert names["below"](names["walk"])[-1] == pytest.approx(10 - 0.8, abs=0.1)
    assert not np.all(abs(names["descend"](names["square"], (0.3, 4), 0.3, 9)) < 1e3)


def network(theta, X, y):
    A, B, c = theta[:20].reshape(2, 10), theta[20:120].reshape(10, 10), theta[120:]
    return anp.mean((anp.tanh(anp.tanh(X @ A) @ B) @ c - y) ** 2)


def table(theta, X, y, h=1e-5):
    """The Hessian by central differences of autograd's gradient, row by row."""
    return (
        np.array([grad(network)(theta + h * e, X, y) - grad(network)(theta - h * e, X, y) for e in np.eye(130)]) / 2 / h
    )


def test_slopes_and_sharpness_of_the_network(names):
    """Gradient, products and Hessian by autograd and its differences; power iteration by eigvalsh."""
    X, y, theta, rng = names["X"], names["y"], names["runs"][0.08][2], np.random.default_rng(1)
    assert y == pytest.approx(np.cos(4 * np.arccos(X[:, 0])))
    for at in (theta, names["first"], rng.normal(size=130)):
        known, H = grad(network)(at, X, y), table(at, X, y)
        value, g = names["slopes"](at)
        assert (value, g) == (pytest.approx(network(at, X, y)), pytest.approx(known, abs=1e-12))
        v = rng.normal(size=130)
        assert names["product"](at, v) == pytest.approx(H @ v, abs=1e-6)
        values = np.linalg.eigvalsh(H)
        assert values[-1] > 1.4 * abs(values[0])
        assert names["sharpest"](at, v, 200)[0] == pytest.approx(values[-1], rel=2e-3)
    for eta, (_, sharp, end) in names["runs"].items():
        assert sharp[-1] == pytest.approx(np.linalg.eigvalsh(table(end, X, y))[-1], rel=0.03)
        assert eta * max(sharp) > 2.02  # above the limit for a while: the condition of the lemma is broken
    parts = [table(theta, X[i : i + 4], y[i : i + 4]) for i in range(0, 16, 4)]
    known = np.linalg.eigvalsh(parts)[:, -1]
    assert sorted(names["batches"]) == pytest.approx(sorted(known), rel=1e-4)


def test_the_edge_with_other_starts_and_without_rounding(names):
    """Plain descent from two other starts: at 2/η, with rises, and the loss falls."""
    for seed in (0, 3):
        rng = np.random.default_rng(seed)
        theta = np.concatenate([rng.normal(size=a * b) / a**0.5 for a, b in [(2, 10), (10, 10), (10, 1)]])
        losses, sharp, v = [], [], rng.normal(size=130)
        for k in range(3000):
            if k % 50 == 0 and (k == 0 or k >= 2000):
                size, v = names["sharpest"](theta, v, 20)
                sharp.append(0.16 * size)
            value, g = names["slopes"](theta)
            losses.append(value)
            theta = theta - 0.16 * g
        assert sharp[0] < 1.5
        assert np.mean(sharp[1:]) == pytest.approx(2, abs=0.06)
        assert np.mean(np.diff(losses[-1000:]) > 0) > 0.25
        assert np.mean(losses[-500:]) < np.mean(losses[1000:1500]) / 2 < np.mean(losses[:500]) / 4
    theta, sharp = names["first"], []
    for k in range(12_000):  # at 0.02 it comes near its limit of 100, stays below and turns back
        theta = theta - 0.02 * names["slopes"](theta)[1]
        sharp += [names["sharpest"](theta, names["first"], 50)[0]] if k % 500 == 499 else []
    assert sharp[-1] + 2 < max(sharp) < 99
