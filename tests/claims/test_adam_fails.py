"""The numbers of docs/optimizers/adam-fails.md: cycles in fractions, loops of our own, fresh seeds, a root finder."""

from fractions import Fraction
from itertools import product
from math import expm1, gamma, sqrt

import numpy as np
import pytest
from scipy.optimize import brentq

from tests.claims.oracles import differences

PAGE = "docs/optimizers/adam-fails.md"


def loop(slopes, beta1: float, beta2: float, rate, largest=False, width=1.0) -> list[float]:
    """Adam or AMSGrad by increments, kept within `width`; `rate` is a function of the step."""
    w, m, s, top, left1, left2, path = 0, 0, 0, 0, 1, 1, []
    for k, g in enumerate(slopes, 1):
        m, s, left1, left2 = m + (1 - beta1) * (g - m), s + (1 - beta2) * (g * g - s), beta1 * left1, beta2 * left2
        top = max(top, s) if largest else s
        path.append(w := min(max(w - rate(k) * m / (1 - left1) / (sqrt(top / (1 - left2)) + 1e-8), -width), width))
    return path


def test_the_counterexample_and_its_cycle(names):
    """The s of one period solved in fractions; the paper's β₂ for several C; both walks by a loop of our own."""
    b, first = Fraction(1, 10), Fraction(9 * 911, 999)  # (1 - b)(9 + b + b²) / (1 - b³)
    exact = [first, b * first + 1 - b, b * (b * first + 1 - b) + 1 - b]
    steps = [-g / sqrt(each) for g, each in zip((3, -1, -1), exact, strict=True)]
    assert np.array(names["cycle"](3, 3, 0, 0.1)) == pytest.approx(np.array([exact, steps], float))
    assert all(names["cycle"](C, 3, 0, 1 / (1 + C * C))[1].sum() > 0 for C in (2.01, 3, 5, 10, 100))
    for name, end in (("Adam", 1), ("AMSGrad", -1)):
        path = loop([3, -1, -1] * 1000, 0, 0.1, lambda k: 0.5 / sqrt(k), largest=name == "AMSGrad")
        assert names["walks"][name][1:] == pytest.approx(path, abs=1e-9)
        assert path[53:] == pytest.approx([end] * len(path[53:]), abs=0.12)


def test_memory_against_period(names):
    """The first wrong period by running the recursion, the border by a root finder, both statements for four β₂."""
    for ratio, n in (2, names["first"]), (1.01, names["scanned"](1.01)):
        ends = [loop(([ratio * m] + [-1] * (m - 1)) * 100, 0.9, 0.999, lambda k: 1, width=1e9) for m in (n - 1, n)]
        assert ends[0][-1] - ends[0][-n] < 0 < ends[1][-1] - ends[1][-1 - n]
    x = brentq(lambda x: expm1(x) / x - 2, 0.1, 5)
    assert (names["share"], names["first"]) == pytest.approx((1 / (2 * x), 2000 * x), rel=0.02)
    for n in (50, 500, 5000, 50_000):  # a memory of half the period, then of a fifth
        half, fifth = (names["cycle"](2 * n, n, beta2=1 - q / n)[1].sum() for q in (2, 5))
        assert half < 0 < fifth
    assert [path[-1] for path in names["long"].values()] == pytest.approx([1, -0.9, -0.95], abs=0.03)


def test_who_notices_the_turn(names):
    """The gradient; descent counted by its closed form; momentum untouched; the rankings; rates inside."""
    loss, gradient, starts = names["turned"](30, 100)
    assert gradient(starts[:, 1]) == pytest.approx(differences(loss, list(starts[:, 1]), h=1e-4), abs=1e-5)
    rates, (p, q), k = names["grids"](100)[names["descent"]], names["ring"], np.arange(800)[:, None]
    left = [(p * (1 - r) ** k) ** 2 + 100 * (q * (1 - 100 * r) ** k) ** 2 >= 0.02 for r in rates]
    taken, steep, light = names["taken"], names["steep"], names["light"]
    assert taken["descent"] == pytest.approx([min(each.sum(axis=0).mean() for each in left)] * 3, abs=0.3)
    assert max(np.ptp(each["momentum"]) for each in (taken, steep, light)) < 0.3
    for i, order in (0, "adagrad adam momentum descent rmsprop"), (2, "momentum adam descent adagrad rmsprop"):
        assert sorted(taken, key=lambda name: taken[name][i]) == order.split()
    assert taken["adam"][2] / taken["adam"][0] < 1.2 < 1.4 < steep["adam"][1] / steep["adam"][0]
    assert light["adam"][0] < light["momentum"][0] < light["adam"][1] / 1.5  # with a memory that fits
    for (method, grid), angle in product(names["grids"](100).items(), (0, 45)):
        assert 0 < np.argmin([names["tuned"](method, [rate], angle, 100, 800) for rate in grid]) < 17


def test_first_steps_and_the_last_batch(names):
    """The length of a step and the spread of its rate over fresh seeds; the hump; what a log hides."""
    g = np.random.default_rng(7).standard_normal((64, 20_000))
    for k in (1, 4, 64):
        late = 0.9 ** np.arange(k)[::-1] * 0.1 / (1 - 0.9**k)
        found = names["typical"][k - 1], np.std(late @ g[:k] / np.sqrt(np.mean(g[:k] ** 2, axis=0)))
        assert found == pytest.approx([sqrt(np.sum(late**2))] * 2, rel=0.06)
    spread, found = 64 / 62 - 32 * (gamma(63 / 2) / gamma(64 / 2)) ** 2, np.var(1 / np.sqrt(np.mean(g**2, axis=0)))
    assert [found, 1 / 128] == pytest.approx([spread] * 2, rel=0.1)
    high, ends = zip(*((each.max(), each[-100:].mean()) for each in names["humps"].values()), strict=True)
    assert max(ends) / min(ends) < 1.03 < max(high[1:]) / ends[0] < 1.15 < 1.4 < high[0] / ends[0]
    assert sorted(names["delays"].values()) == [names["delays"][rise] for rise in (1, 200, 2000)]
    for seed in range(5):
        shuffled = np.random.default_rng(seed).permuted([[150] + [-1] * 99] * 20, axis=1).ravel().tolist()
        assert loop(shuffled, 0.9, 0.95, lambda k: 0.01)[-1] > 0.9
    (early, rising), *_, (late, risen) = names["logged"]
    assert late < early < 0 < rising < risen < 0.51
