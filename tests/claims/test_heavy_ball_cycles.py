"""The claims of docs/theory/heavy-ball-cycles.md: in fractions, by quadrature, and bounds on random losses."""

from fractions import Fraction

import numpy as np
import pytest
from scipy.integrate import quad

PAGE = "docs/theory/heavy-ball-cycles.md"


def slope(w):
    return 25 * w if w < 1 else w + 24 if w <= 2 else 25 * w - 24


def walk(gradient, start, eta, beta, steps, ahead=0):
    """The heavy ball, or with `ahead` Nesterov momentum, in places alone, without a velocity."""
    path = [start, start]
    for _ in range(steps):
        step = beta * (path[-1] - path[-2])
        path.append(path[-1] + step - eta * gradient(path[-1] + ahead * step))
    return path[1:]


def losses(rng, high=25, n=500):
    """Losses in three weights with curvatures from 1 to `high`, 0 at the minimum 0, their gradients, and starts."""
    axes, bowl = np.linalg.qr(rng.normal(size=(n, 3, 3)))[0], rng.choice([1, high], size=(n, 3))
    corner, width = rng.uniform(-2, 2, (n, 3)), np.exp(rng.uniform(-2, 1, (n, 3)))  # a stretch in each direction
    bend, at_zero = 1 + high - 2 * bowl, np.clip(-corner, 0, width)

    def loss(theta):
        z = np.einsum("nij,nj->ni", axes, theta)
        ramps = [np.clip(y, 0, width) ** 2 / 2 + width * np.maximum(y - width, 0) for y in (z - corner, -corner)]
        return (bowl * z * z / 2 + bend * (ramps[0] - ramps[1] - at_zero * z)).sum(axis=1)

    def gradient(theta):
        z = np.einsum("nij,nj->ni", axes, theta)
        return np.einsum("nij,ni->nj", axes, bowl * z + bend * (np.clip(z - corner, 0, width) - at_zero))

    return loss, gradient, rng.normal(size=(n, 3)) * 3


def test_the_cycle_in_fractions(names):
    """The loss is the integral of the slope; the cycle by the definition; what is caught; the paper's band."""
    for w in (-3.0, 0.7, 1.4, 1.9, 2.6):
        assert (names["slope"](w), names["loss"](w)) == pytest.approx((slope(w), quad(slope, 0, w, points=(1, 2))[0]))
    a, b, c = places = [Fraction(p, 1225) for p in (792, -2208, 2592)]
    assert [names[name] for name in "abc"] == places
    for x, y, z in ((a, b, c), (b, c, a), (c, a, b)):
        assert z == y - slope(y) / 9 + 4 * (y - x) / 9
    growth = max((1 + Fraction(5, 3) * k) * Fraction(2, 3) ** k for k in range(50))
    assert names["r"] * growth == min(abs(x - end) for x in places for end in (1, 2))
    starts, rounds = names["starts"][::5], names["rounds"][::5]
    ends, more = ([max(walk(slope, w, 1 / 9, beta, 400)[-3:]) > 1 for w in starts] for beta in (4 / 9, 1 / 2))
    assert ends == rounds.tolist()
    assert np.all(rounds[(starts > 3.07) & (starts < 3.46)])
    assert (8 * np.mean(ends), sum(more) / sum(ends)) == pytest.approx((1, 3), abs=0.25)
    assert (names["period"], names["counts"][0.6][1]) == (4, 0)


def test_bounds_on_random_losses():
    """Plain descent and Nesterov momentum stay below their bounds, unless a curvature is larger than said."""
    rng, k = np.random.default_rng(0), np.arange(41)[:, None]
    for high, inside in ((25, True), (60, False)):
        loss, gradient, start = losses(rng, high)
        far = np.linalg.norm(walk(gradient, start, 2 / 26, 0, 40), axis=2)
        assert np.all(far <= far[0] * (24 / 26) ** k * (1 + 1e-9)) == inside
        heights = np.array([loss(theta) for theta in walk(gradient, start, 1 / 25, 2 / 3, 40, ahead=1)])
        assert np.all(heights <= 0.8**k * (heights[0] + far[0] ** 2 / 2) + 1e-12) == inside


def test_the_energy_of_the_heavy_ball():
    """It never rises on random losses at safe rates, and does at the best pair, which arrives on all bowls."""
    rng = np.random.default_rng(1)
    (loss, gradient, start), keep = losses(rng), rng.uniform(0, 0.95, (500, 1))
    for eta, beta, safe in ((2 * (1 - keep) / 25, keep, True), (1 / 9, 4 / 9, False)):
        path = walk(gradient, start, eta, beta, 100)
        energy = [loss(w) for w in path[1:]] + (beta / (2 * eta) * np.diff(path, axis=0) ** 2).sum(axis=2)
        assert np.all(np.diff(energy, axis=0) <= 1e-9 * energy[0]) == safe
    assert abs(walk(lambda w: np.linspace(1, 25, 300) * w, np.ones(300), 1 / 9, 4 / 9, 200)[-1]).max() < 1e-12
