"""The numbers of docs/terrain/basins.md, derived without its code."""

import numpy as np
import pytest
from autograd import grad, hessian
from autograd import numpy as anp
from scipy.ndimage import label
from scipy.optimize import root

PAGE = "docs/terrain/basins.md"


def ground(theta):
    return (theta[0] ** 2 + theta[1] - 11) ** 2 + (theta[0] + theta[1] ** 2 - 7) ** 2


def test_minima_basins_and_borders(names):
    """Slopes and minima by autograd and SciPy; cells agree with walks; three times as much border; where strips lie."""
    for theta in np.random.default_rng(0).uniform(-6, 6, (20, 2)):
        assert names["gradient"](theta) == pytest.approx(grad(ground)(theta))
    for m in names["minima"]:
        assert root(grad(ground), m + 0.1).x == pytest.approx(m, abs=1e-5)
    side = (np.arange(80) + 0.5) * 0.15 - 6
    for eta, ends in names["maps"].items():
        for i, j in np.random.default_rng(1).integers(80, size=(3, 2)):
            theta = names["walk"](np.array([side[j], side[i]]), eta)
            assert theta == pytest.approx(names["minima"][ends[i, j]], abs=0.01)
        assert np.bincount(ends.ravel()) / ends.size == pytest.approx([0.25] * 4, abs=0.02)
    few, some, many = (np.mean([a[1:] != a[:-1] for a in (m, m.T)]) for m in names["maps"].values())
    assert few < some < many == pytest.approx(3 * few, rel=0.15)
    assert names["border"](names["maps"][0.014]) == pytest.approx(many)
    leaps, pieces = {}, {}
    for eta, ends in names["maps"].items():
        parts = [label(ends == i)[0] for i in range(4)]
        at = [tuple(np.digitize(m[::-1], side + 0.075)) for m in names["minima"]]  # row and column of each minimum
        strips = np.argwhere(np.all([part != part[here] for part, here in zip(parts, at, strict=True)], axis=0))
        pieces[eta] = sum(part.max() for part in parts)
        leaps[eta] = [eta * np.linalg.norm(grad(ground)(side[[j, i]])) for i, j in strips]
    assert leaps[0.002] == []
    assert 4 == pieces[0.002] < pieces[0.01] < pieces[0.014]
    assert (round(min(leaps[0.01])), round(max(leaps[0.01]))) == (4, 12)


def test_what_a_rate_can_hold(names):
    """Limits by the Hessian; walks arrive below, bounce above, and leave far above; some then end in wide valleys."""
    limits = [2 / np.linalg.eigvalsh(hessian(ground)(m))[1] for m in names["minima"]]
    assert (names["limit"], np.argmin(limits)) == (pytest.approx(limits, rel=1e-6), 2)
    assert all((fate == "arrive") == (eta < limits[i]) for (i, eta), fate in names["fates"].items())
    assert [key for key, fate in names["fates"].items() if fate == "leave"] == [(2, 0.024)]
    # Fresh starts: at 0.016 none arrives at the narrowest one or leaves it; at 0.024 all leave, some to rest elsewhere.
    near = names["minima"][2][:, None] + np.random.default_rng(5).uniform(-0.3, 0.3, (2, 200))
    held, thrown = (names["away"](names["walk"](near, eta, 3000)) for eta in (0.016, 0.024))
    assert (set(held.argmin(axis=0)), held[2].min() > 0.01, 2 in thrown.argmin(axis=0)) == ({2}, True, False)
    arrived = [np.mean(row < 1e-3) for row in thrown]
    assert min(arrived[:2]) > 0.1 > 0.01 > max(arrived[2:])
    for m in names["minima"]:  # the slope along the direction of the largest curvature is the cubic
        steep = np.linalg.eigh(hessian(ground)(m))[1][:, 1] * 0.7
        slope = sorted(sign * grad(ground)(m + sign * steep) @ steep / 0.7 for sign in (1, -1))
        cubic = np.polyval([*names["cubic"](m)[:3], 0], [0.7, -0.7])
        assert sorted(abs(cubic)) == pytest.approx(slope, rel=1e-4)
    b, c, w = np.array([1, 0, 1, 0]), np.array([1, -1, 3, 1]), np.full(4, 0.01)  # a = 1, a little above the limit
    for _ in range(4000):
        w = np.where(abs(w) < 2, w - 2.01 * (w + b * w**2 + c * w**3), w)
    assert ((abs(w) > 0.01) & (abs(w) < 0.5) == (2 * b * b > c)).all()
    assert (names["steepest"](1, 1), names["steepest"](4, 1 / 4)) == pytest.approx((4, 2 * 4**2 + 2 / 4**2))  # traces


def test_many_starts_of_one_network(names):
    """Slopes by autograd; shares; two levels; tuned rates, one start that misleads, and where the ranking turns."""
    x, y = np.array([[0.0, 0], [0, 1], [1, 0], [1, 1]]), np.array([0, 1, 1, 0])
    rng = np.random.default_rng(0)
    first, last = rng.normal(size=(3, 2, 2))[1], rng.normal(size=(3, 2, 1))[1, :, 0]  # the second of three starts
    theta = np.concatenate([first.ravel(), last, np.zeros(3)])

    def loss(t):
        return anp.mean((anp.tanh(x @ t[:4].reshape(2, 2) + t[6:8]) @ t[4:6] + t[8] - y) ** 2)

    for _ in range(40):
        theta = theta - 0.2 * grad(loss)(theta)
    assert names["train"](2, 0.2, 40, 3)[1] == pytest.approx(loss(theta), rel=1e-6)
    losses, train = names["losses"], names["train"]
    assert list(names["stuck"].values()) == [1, pytest.approx(1 / 6, abs=0.05), pytest.approx(0.01, abs=0.008), 0]
    upper = losses[2][losses[2] > 1e-2]
    assert np.mean(abs(upper - 0.126) < 0.003) > 0.9
    later = train(2, steps=4000)[losses[2] > 0.1]
    assert 1 / 8 < np.median(later) < np.median(upper) > 0.01 > later.min()  # the upper level falls, and some get away

    def best(score, sign, *rates, steps):
        with np.errstate(all="ignore"):
            return max(score(train(2, eta, steps, sign=sign)) for eta in rates)

    # Rates outside the page's are worse; after 100 steps the means of the loss turn round, the shares do not.
    arrive, low = (lambda run: np.mean(run < 0.01)), (lambda run: -run.mean())
    plain, signs = arrive(names["plain"]), arrive(names["signs"])
    assert names["upset"] == pytest.approx(0.2, abs=0.05)
    assert best(arrive, False, 0.05, 0.4, steps=600) < plain > signs + 0.03
    assert best(arrive, True, 0.002, 0.008, steps=600) < signs
    assert low(names["plain"]) > best(low, True, 0.003, 0.004, 0.006, steps=600)
    early = {True: (0.014, 0.02, 0.025), False: (0.2, 0.3, 0.35)}  # best in the middle
    assert best(arrive, False, *early[False], steps=100) > best(arrive, True, *early[True], steps=100) + 0.03
    assert best(low, False, *early[False], steps=100) < best(low, True, *early[True], steps=100)
