"""The numbers of docs/terrain/basins.md, derived without its code."""

from itertools import pairwise

import numpy as np
import pytest
from autograd import grad, hessian
from autograd import numpy as anp
from scipy.optimize import root

PAGE = "docs/terrain/basins.md"


def ground(theta):
    return (theta[0] ** 2 + theta[1] - 11) ** 2 + (theta[0] + theta[1] ** 2 - 7) ** 2


def follow(start, rate: float, steps: int):
    """A walk with the slope by autograd."""
    theta = np.array(start, float)
    for _ in range(steps):
        theta = theta - rate * grad(ground)(theta)
    return theta


def test_minima_basins_and_borders(names):
    """Slopes and minima by autograd and SciPy; cells agree with walks; three times as much border."""
    for theta in np.random.default_rng(0).uniform(-6, 6, (20, 2)):
        assert names["gradient"](theta) == pytest.approx(grad(ground)(theta))
    for m in names["minima"]:
        assert root(grad(ground), m + 0.1).x == pytest.approx(m, abs=1e-5)
        assert ground(m) == pytest.approx(0, abs=1e-8)
    side = (np.arange(80) + 0.5) * 0.15 - 6
    for eta, ends in names["maps"].items():
        for i, j in np.random.default_rng(1).integers(80, size=(6, 2)):
            assert follow((side[j], side[i]), eta, 1000) == pytest.approx(names["minima"][ends[i, j]], abs=0.01)
        assert np.bincount(ends.ravel()) / ends.size == pytest.approx([0.25] * 4, abs=0.02)
        pairs = [a != b for x in (ends, ends.T) for row in x for a, b in pairwise(row)]
        assert names["border"](ends) == pytest.approx(np.mean(pairs))
    few, some, many = (names["border"](ends) for ends in names["maps"].values())
    assert few < some < many == pytest.approx(3 * few, rel=0.15)
    assert 0.014 * np.linalg.norm(grad(ground)(np.array([6.0, 6]))) > 12  # longer than the map is wide


def test_what_a_rate_can_hold(names):
    """Limits by the Hessian; walks arrive below, bounce above, and leave far above; some then end in wide valleys."""
    limits = [2 / np.linalg.eigvalsh(hessian(ground)(m))[1] for m in names["minima"]]
    assert names["limit"] == pytest.approx(limits, rel=1e-6)
    for (i, eta), fate in names["fates"].items():
        assert (fate == "arrive") == (eta < limits[i])
        assert ("leave" in fate) == ((i, eta) == (2, 0.024))
    assert np.argmin(limits) == 2
    # Fresh starts: at 0.016 none arrives at the narrowest one or leaves it; at 0.024 all leave, some to rest elsewhere.
    near = names["minima"][2][:, None] + np.random.default_rng(5).uniform(-0.3, 0.3, (2, 200))
    held, thrown = (names["away"](names["walk"](near, eta, 3000)) for eta in (0.016, 0.024))
    assert (set(held.argmin(axis=0)), held[2].min() > 0.01) == ({2}, True)
    assert 2 not in thrown.argmin(axis=0)
    arrived = [np.mean(row < 1e-3) for row in thrown]
    assert min(arrived[:2]) > 0.1 > 0.01 > max(arrived[2:])
    bends = hessian(lambda t: (t[0] * t[1] - 1) ** 2)
    for at in (np.array([1.0, 1]), np.array([4, 0.25])):
        assert names["steepest"](*at) == pytest.approx(np.linalg.eigvalsh(bends(at))[1])


def test_many_starts_of_one_network(names):
    """Slopes by autograd; shares over fresh seeds; two levels; tuned rates, and how often one start misleads."""
    x, y = np.array([[0.0, 0], [0, 1], [1, 0], [1, 1]]), np.array([0, 1, 1, 0])
    rng = np.random.default_rng(0)
    first, last = rng.normal(size=(3, 2, 2))[1], rng.normal(size=(3, 2, 1))[1, :, 0]  # the second of three starts
    theta = np.concatenate([first.ravel(), last, np.zeros(3)])

    def loss(t):
        return anp.mean((anp.tanh(x @ t[:4].reshape(2, 2) + t[6:8]) @ t[4:6] + t[8] - y) ** 2)

    for eta, sign in ((0.2, False), (0.01, True)):
        at = theta
        for _ in range(40):
            g = grad(loss)(at)
            at = at - eta * (np.sign(g) if sign else g)
        assert names["train"](2, eta, 40, 3, sign)[1] == pytest.approx(loss(at), rel=1e-6)
    stuck, losses = names["stuck"], names["losses"]
    assert (stuck[1], stuck[2]) == (1, pytest.approx(1 / 6, abs=0.05))
    assert 0.002 < stuck[3] < 0.02 > 0.005 > stuck[4]
    assert losses[1].min() == pytest.approx(1 / 6, abs=2e-3)
    upper = losses[2][losses[2] > 1e-2]
    assert np.mean(abs(upper - 0.126) < 0.003) > 0.9
    later = names["train"](2, steps=4000)[losses[2] > 0.1]
    assert 1 / 8 < np.median(later) < np.median(upper)  # the upper level still falls
    plain, signs = names["plain"], names["signs"]
    assert np.mean(plain < 0.01) > np.mean(signs < 0.01) + 0.02
    assert names["upset"] == pytest.approx(0.3, abs=0.05)

    # Both best rates have worse ones on both sides; after 100 steps the best means stand the other way round.
    def tried(eta, sign, steps):
        with np.errstate(all="ignore"):
            return names["train"](2, eta, steps, sign=sign)

    for run, rates, sign in ((plain, (0.2, 0.4, 0.6), False), (signs, (0.005, 0.01, 0.02), True)):
        shares = [np.mean(tried(eta, sign, 300) < 0.01) for eta in rates]
        assert max(shares) == shares[1] == np.mean(run < 0.01)
    means = [min(tried(eta, sign, 100).mean() for eta in rates)
             for rates, sign in (((0.1, 0.2, 0.3), False), ((0.01, 0.02, 0.03), True))]  # fmt: skip
    assert means[1] < means[0]
