"""The numbers of docs/terrain/line-search.md, derived without its code."""

from fractions import Fraction
from itertools import pairwise

import numpy as np
import pytest
from scipy.optimize import line_search, minimize_scalar, rosen, rosen_der, rosen_hess

PAGE = "docs/terrain/line-search.md"
START = np.array([-1.2, 1.0])
FRESH = START + np.random.default_rng(7).normal(0, 0.3, size=(30, 2))


def test_exact_steps_zigzag_by_the_closed_form(names):
    """(κ − 1)/(κ + 1) per step from (−κ, 1), in fractions; no start does worse; with ten weights nearly that."""
    for kappa in (4, 25, 1000):
        eta = Fraction(2 * kappa**2, kappa**2 + kappa**3)  # the gradient is (−κ, κ)
        assert (1 - eta, 1 - kappa * eta) == (Fraction(kappa - 1, kappa + 1), Fraction(1 - kappa, kappa + 1))
    assert names["path"][20] == pytest.approx([-25 * (24 / 26) ** 20, (24 / 26) ** 20], rel=1e-12)
    for start in np.random.default_rng(1).normal(size=(200, 2)):
        assert names["left"](names["exact_walk"](start, 1), 1) <= (24 / 26) ** 2 + 1e-12
    rng = np.random.default_rng(8)
    bends, theta = rng.uniform(1, 25, size=(40, 10)), rng.normal(size=(40, 10))
    bends[:, :2] = 1, 25
    for _ in range(300):
        before, g = theta, bends * theta
        theta = theta - ((g * g).sum(axis=1) / (bends * g * g).sum(axis=1))[:, None] * g
    late = ((bends * theta**2).sum(axis=1) / (bends * before**2).sum(axis=1)) ** 0.5
    assert late.max() < 24 / 26 < 1.03 * late.min()


def test_backtracking_keeps_armijos_inequality_in_exact_fractions(names):
    """The accepted rate passes, twice that rate does not; nothing is rounded."""
    c = Fraction(1, 10_000)
    for w1, w2 in np.random.default_rng(3).integers(-20, 21, size=(40, 2)).tolist():
        theta = np.array([Fraction(w1, 10), Fraction(w2, 10)])
        g = rosen_der(theta)
        eta = names["backtrack"](theta, g, eta=Fraction(1), c=c)
        for rate in {eta, min(2 * eta, 1)}:
            assert (rosen(theta - rate * g) <= rosen(theta) - c * rate * (g @ g)) == (rate == eta)
    assert names["backtrack"](START, rosen_der(START)) == 2.0**-10
    # Twenty steps: three times that rate is ahead of it, seven times is thrown out; at the minimum 0.002 is too much.
    one, three, seven = (names["run"](names["constant"](n / 1024), budget=21)[0] for n in (1, 3, 7))
    assert three[20][1] < one[20][1] < one[0][1] < 1e30 < seven[-1][1]
    assert 0.0015 < 2 / np.linalg.eigvalsh(rosen_hess(np.ones(2)))[1] < 0.002
    # The rates tried miss a second dip of that line, which is deeper.
    dip = minimize_scalar(lambda eta: rosen(START - eta * rosen_der(START)), bounds=(1 / 128, 1 / 64)).fun
    assert dip < 0.3 < 4 < rosen(START - 2**-10 * rosen_der(START)) < 6


def test_wolfes_search_against_scipy(names):
    """Both accept rates that meet both conditions, with the gradient from SciPy too."""
    theta = START
    for first in 30 * (1.0, 1e-6):  # too long, too short
        g = rosen_der(theta)
        assert names["gradient"](theta) == pytest.approx(g, rel=1e-9, abs=1e-9)
        own = names["wolfe"](theta, g, None, eta=first)[0]
        for new in (own, theta - line_search(rosen, rosen_der, theta, -g, c2=0.9)[0] * g):
            assert rosen(new) <= rosen(theta) + 1e-4 * ((new - theta) @ g) * (1 - 1e-9)
            assert rosen_der(new) @ g <= 0.9 * (g @ g)
        theta = own


def test_the_race_over_fresh_starts(names):
    """The order of the table holds from other starts, in steps too; without a safeguard few walks arrive."""
    run, methods, last = names["run"], names["methods"], [0.5]
    starts = {"safeguarded BB": 30, "Polyak": 30, "backtracking": 3, "exact": 1}
    walked = {name: [run(methods[name], start) for start in FRESH[:many]] for name, many in starts.items()}
    used = [np.median([used["gradients"] for _, used, _ in runs]) for runs in walked.values()]
    assert all(2 * fewer < more for fewer, more in pairwise(used))
    assert len(walked["exact"][0][0]) > 10 * len(walked["safeguarded BB"][0][0])
    arrive = [sum(run(names[name], start, 2000)[2] for start in FRESH) for name in ("safeguarded", "unguarded")]
    assert arrive[0] == 30 > 3 * arrive[1]
    assert any(b > a for (_, a), (_, b) in pairwise(names["curves"]["Polyak"]))
    # Armijo's own half brings backtracking level with the tuned constant rate.
    half = [run(lambda *at: names["backtracking"](*at, c=0.5), start)[1] for start in FRESH[:8]]
    tuned = [run(methods["constant"], start, 40_000)[1]["gradients"] for start in FRESH[:8]]
    assert 0.4 < np.median([(a["losses"] / 2 + a["gradients"]) / b for a, b in zip(half, tuned, strict=True)]) < 1.05
    # To begin at twice the last rate saves more than half of about eleven losses a step; Wolfe's test changes little.

    def warm(theta, g, before):
        last[0] = names["backtrack"](theta, g, min(1.0, 2 * last[0]))
        return theta - last[0] * g, names["gradient"](theta - last[0] * g)

    for start, (_, used, _) in zip(FRESH[:3], walked["backtracking"], strict=True):
        assert 2 * run(warm, start)[1]["losses"] < used["losses"]
    spent = names["spent"]["backtracking"]
    assert 10.5 < spent["losses"] / spent["gradients"] < 11.5
    assert 0.85 < names["spent"]["Wolfe"]["gradients"] / spent["gradients"] < 1
