"""The numbers of docs/terrain/line-search.md, derived without its code."""

from fractions import Fraction
from itertools import pairwise

import numpy as np
import pytest
from scipy.optimize import line_search, minimize_scalar, rosen, rosen_der, rosen_hess

PAGE = "docs/terrain/line-search.md"
START = np.array([-1.2, 1.0])


def test_exact_steps_zigzag_by_the_closed_form(names):
    """(κ − 1)/(κ + 1) per step from (−κ, 1), in fractions; a right angle each time; no start does worse."""
    for kappa in (4, 25, 1000):
        w1, w2, g1, g2 = (Fraction(each) for each in (-kappa, 1, -kappa, kappa))
        eta = (g1 * g1 + g2 * g2) / (g1 * g1 + kappa * g2 * g2)
        new = w1 - eta * g1, w2 - eta * g2  # a smaller mirror image, so the next steps repeat this one
        assert eta == Fraction(2, 1 + kappa)  # the best constant rate
        assert g1 * new[0] + g2 * kappa * new[1] == 0
        assert (new[0] / w1, new[1] / w2) == (Fraction(kappa - 1, kappa + 1), -Fraction(kappa - 1, kappa + 1))
    assert names["path"][20] == pytest.approx([-25 * (24 / 26) ** 20, (24 / 26) ** 20], rel=1e-12)
    for start in np.random.default_rng(1).normal(size=(200, 2)):
        assert names["left"](names["exact_walk"](start, 1), 1) <= (24 / 26) ** 2 + 1e-12


def test_with_many_weights_nearly_every_walk_ends_in_the_zigzag(names):
    """From fresh starts in ten weights, a late exact step leaves nearly 24/26, and only two directions are left."""
    assert np.median(names["factors"]) == pytest.approx(24 / 26, abs=0.005)
    rng, late = np.random.default_rng(8), []
    for _ in range(40):
        H, theta = np.diag([1, *rng.uniform(1, 25, 8), 25]), rng.normal(size=10)
        for _ in range(300):
            before, g = theta @ H @ theta, H @ theta
            theta = theta - (g @ g) / (g @ H @ g) * g
        late.append(((theta @ H @ theta) / before) ** 0.5)
    assert max(late) < 24 / 26 < 1.03 * min(late)


def test_the_surface_and_its_gradient(names):
    for theta in np.random.default_rng(2).normal(size=(50, 2)):
        assert names["rosenbrock"](theta) == pytest.approx(rosen(theta), rel=1e-12)
        assert names["gradient"](theta) == pytest.approx(rosen_der(theta), rel=1e-9, abs=1e-9)


def test_backtracking_keeps_armijos_inequality_in_exact_fractions(names):
    """The accepted rate passes, twice that rate does not; nothing is rounded."""
    c = Fraction(1, 10_000)
    for a, b in np.random.default_rng(3).integers(-20, 21, size=(40, 2)).tolist():
        w1, w2 = Fraction(a, 10), Fraction(b, 10)
        g1, g2 = -2 * (1 - w1) - 400 * w1 * (w2 - w1 * w1), 200 * (w2 - w1 * w1)
        eta = names["backtrack"](np.array([w1, w2]), np.array([g1, g2]), eta=Fraction(1), c=c)
        for rate in {eta, min(2 * eta, 1)}:
            new, now = rosen([w1 - rate * g1, w2 - rate * g2]), rosen([w1, w2])
            assert (new <= now - c * rate * (g1 * g1 + g2 * g2)) == (rate == eta)
    assert names["backtrack"](START, rosen_der(START)) == 2.0**-10
    # Twenty steps: three times that rate is ahead of it, seven times is thrown out; at the minimum 0.002 is too much.
    lost = {
        share: [loss for _, loss in names["run"](names["constant"](share / 1024), budget=21)[0]] for share in (1, 3, 7)
    }
    assert lost[3][20] < lost[1][20] < lost[1][0]
    assert lost[7][-1] > 1e30
    largest = np.linalg.eigvalsh(rosen_hess(np.ones(2)))[1]
    assert 0.0015 < 2 / largest < 0.002
    # Along that line lie two dips, and the rates tried miss the second one, which is deeper.
    steep = rosen_der(START)
    near = minimize_scalar(lambda eta: rosen(START - eta * steep), bounds=(1 / 2048, 1 / 512)).fun
    assert minimize_scalar(lambda eta: rosen(START - eta * steep), bounds=(1 / 128, 1 / 64)).fun < 0.3
    assert 4 < near < rosen(START - 2**-10 * rosen_der(START)) < 6


def test_wolfes_search_against_scipy(names):
    """Both accept rates that meet both conditions; a millionth, at the start, is too short."""
    assert rosen_der(START - 1e-6 * rosen_der(START)) @ rosen_der(START) > 0.9 * (rosen_der(START) @ rosen_der(START))
    theta = START
    for _ in range(60):
        g = rosen_der(theta)
        for rate in (line_search(rosen, rosen_der, theta, -g, c2=0.9)[0], None):
            new = names["wolfe"](theta, g, None)[0] if rate is None else theta - rate * g
            length = np.linalg.norm(new - theta) / np.linalg.norm(g)
            assert rosen(new) <= rosen(theta) - 1e-4 * length * (g @ g) * (1 - 1e-9)
            assert rosen_der(new) @ g <= 0.9 * (g @ g)
        theta = new


def test_the_race_over_fresh_starts(names):
    """The order of the table holds from other starts; without a safeguard few walks arrive."""
    run, methods = names["run"], names["methods"]
    fresh = [START + move for move in np.random.default_rng(7).normal(0, 0.3, size=(30, 2))]
    walked = {
        name: [run(methods[name], start) for start in fresh[:many]]
        for name, many in (("safeguarded BB", 30), ("Polyak", 30), ("backtracking", 3), ("exact", 1))
    }
    used = {name: np.median([used["gradients"] for _, used, _ in runs]) for name, runs in walked.items()}
    assert all(2 * fewer < more for fewer, more in pairwise(used.values()))
    arrive = [sum(run(names[name], start, 2000)[2] for start in fresh) for name in ("safeguarded", "unguarded")]
    assert arrive[0] == 30 > 3 * arrive[1]
    # Every rate that backtracking and the safeguarded rule accept lowers the loss; Polyak's does not always.
    rises = {name: any(b > a for (_, a), (_, b) in pairwise(curve)) for name, curve in names["curves"].items()}
    assert [name for name, rose in rises.items() if rose] == ["constant", "Polyak"]
    # Free searches would not help: in steps, too, the exact walk is far behind.
    for walks in (names["curves"], {name: runs[0][0] for name, runs in walked.items()}):
        assert len(walks["exact"]) > 10 * len(walks["safeguarded BB"])
    # Armijo's own half costs about as much as the tuned constant rate, or less.
    half = [run(lambda *at: names["backtracking"](*at, c=0.5), start)[1] for start in fresh[:8]]
    fixed = [run(methods["constant"], start, 40_000)[1]["gradients"] for start in fresh[:8]]
    price = [(used["losses"] + 2 * used["gradients"]) / (2 * steps) for used, steps in zip(half, fixed, strict=True)]
    assert 0.4 < np.median(price) < 1.05
    # To begin at twice the last rate saves more than half of the losses.
    last = [0.5]

    def warm(theta, g, before):
        last[0] = names["backtrack"](theta, g, min(1.0, 2 * last[0]))
        return theta - last[0] * g, names["gradient"](theta - last[0] * g)

    for start, (_, used, _) in zip(fresh, walked["backtracking"], strict=False):
        assert 2 * run(warm, start)[1]["losses"] < used["losses"]
    # About eleven losses a step; Wolfe's extra test changes little.
    spent, gradients = names["spent"]["backtracking"], names["spent"]["Wolfe"]["gradients"]
    assert 10.5 < spent["losses"] / spent["gradients"] < 11.5
    assert 0.85 < gradients / spent["gradients"] < 1
    # The bowl accepts up to 1 − c: (1 − 2η)² ≤ 1 − 4cη.
    assert [names["passes"](rate) for rate in (0.9 - 1e-9, 0.9 + 1e-9)] == [True, False]
