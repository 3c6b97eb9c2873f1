"""The numbers of docs/data/schedules.md, derived without its code."""

import math
from fractions import Fraction

import numpy as np
import pytest

from tests.claims import data

PAGE = "docs/data/schedules.md"
ROOT3, ROOT2 = math.sqrt(3), math.sqrt(2)
COSINES = [1, (ROOT2 * (ROOT3 + 1)) / 4, ROOT3 / 2, ROOT2 / 2, 1 / 2, (ROOT2 * (ROOT3 - 1)) / 4]  # of 0°, 15°, … 75°
PLANS = {
    "constant": [1] * 12,
    "step": [1, 1, 1, 1 / 2, 1 / 2, 1 / 2, 1 / 4, 1 / 4, 1 / 4, 1 / 8, 1 / 8, 1 / 8],
    "1/t": [1 / k for k in range(1, 13)],
    "cosine": [(1 + c) / 2 for c in (*COSINES, 0, *(-c for c in COSINES[:0:-1]))],
}
INPUTS, TARGETS = data.standardised("bill_length_mm", "flipper_length_mm"), data.centred_masses()
CURVATURE = INPUTS.T @ INPUTS / len(TARGETS)
BEST = np.linalg.solve(CURVATURE, INPUTS.T @ TARGETS / len(TARGETS))


def ends(rates, runs=400, seed=5):
    """Thousandths above the lowest loss, all runs side by side, from the distance to the best weights."""
    chance, theta = np.random.default_rng(seed), np.zeros((runs, 2))
    for rate in rates:
        orders = chance.permuted(np.tile(np.arange(len(TARGETS)), (runs, 1)), axis=1)
        for batch in np.split(orders, range(32, len(TARGETS), 32), axis=1):
            errors = np.einsum("rbk,rk->rb", INPUTS[batch], theta) - TARGETS[batch]
            theta = theta - rate * 2 * np.einsum("rb,rbk->rk", errors, INPUTS[batch]) / batch.shape[1]
    away = theta - BEST
    return 1000 * np.einsum("rk,kl,rl->r", away, CURVATURE, away)


def test_each_schedule_tuned_over_many_seeds(names):
    """At its best base each falling schedule ends far below the constant rate, 1/t too; at one base 1/t loses."""
    found = {}
    for name, plan in PLANS.items():
        assert [names["shapes"][name](t) for t in range(12)] == pytest.approx(plan, abs=1e-15)
        means = {base: ends(base * np.array(plan)).mean() for base in names["bases"]}
        found[name] = min(means.values())
        assert names["bases"][0] < min(means, key=means.get) < names["bases"][-1]  # the grid is wide enough
        assert names["tuned"][name] == pytest.approx(list(means.values()), rel=0.6)  # its means of ten, one by one
    falling = [found[name] for name in ("step", "1/t", "cosine")]
    assert found["constant"] > 6 * max(falling)
    assert max(falling) < 1.7 * min(falling)
    assert ends(0.08 * np.array(PLANS["1/t"])).mean() > 2 * ends([0.08] * 12).mean()
    # One run of the page, against the same batches one sample at a time.
    chance, theta = np.random.default_rng(3), np.zeros(2)
    for rate in (0.1, 0.05):
        for batch in np.split(chance.permutation(342), range(32, 342, 32)):
            theta = theta - rate * sum(2 * (INPUTS[i] @ theta - TARGETS[i]) * INPUTS[i] for i in batch) / len(batch)
    assert names["end"]((0.1, 0.05), 3) == pytest.approx(1000 * (theta - BEST) @ CURVATURE @ (theta - BEST), rel=1e-6)


def test_sums_of_rates_and_the_factor_of_one_over_k(names):
    """Robbins and Monro's sums in closed forms; k times the variance by its exact recursion."""
    n = 10_000  # ln n + γ + 1/2n for the sum, π²/6 − 1/n + 1/2n² for the squares
    shares = np.array([names["shapes"]["1/t"](t) for t in range(n)])
    assert sum(shares) == pytest.approx(math.log(n) + 0.5772156649 + 0.5 / n, abs=1e-8)
    assert sum(shares**2) == pytest.approx(math.pi**2 / 6 - 1 / n + 0.5 / n**2, abs=1e-8)
    assert sum(names["shapes"]["step"](t) for t in range(200)) == pytest.approx(6)

    def held(c, steps):
        v = 1.0
        for k in range(1, steps + 1):
            v = (1 - 2 * c / k) ** 2 * v + (c / k) ** 2
        return steps * v

    for (c, k), found in names["held"].items():
        assert found == pytest.approx(held(c, k), rel=0.25)
    assert held(0.5, 10**5) == pytest.approx(0.25, rel=1e-3)
    assert held(0.1, 10**5) / held(0.1, 10**4) == pytest.approx(10**0.6, rel=0.02)  # k to the power −0.4, times k
    assert min(held(c, 10**4) for c in (0.3, 0.4, 0.6, 1, 2)) > held(0.5, 10**4)
    assert held(0.3, 10**5) < 1.1 * held(0.3, 10**4)  # above 1/(2λ) = 0.25 it holds, below it grows
    assert held(0.2, 10**5) > 1.2 * held(0.2, 10**4)
    # Sufficient only with a slope that grows no faster than the distance; not necessary: 1/√k on the bowl.
    w, v = Fraction(3), 1.0
    for k in range(1, 5):
        w -= Fraction(1, 2 * k) * (w**3 + w)
    assert abs(w) > 10**20
    for k in range(1, 10**5 + 1):
        v = (1 - 2 * 0.5 / k**0.5) ** 2 * v + 0.25 / k
    assert v == pytest.approx(0.5 / 10**2.5 / 4, rel=0.01)


def test_warm_up_against_the_best_constant_rate(names):
    """In fractions: 3 − 0.5 · 30 = −12; from 3 the rate 0.1 lands at once; over many starts the warm-up wins by far."""
    assert names["thrown"][1] == 3 - Fraction(1, 2) * 30 == -12
    assert names["thrown"][2] == -12 + Fraction(1, 2) * (12**3 + 12)
    assert 3 - Fraction(1, 10) * 30 == 0

    def arrive(rate, starts):
        w, steps = np.array(starts), np.full(len(starts), 200)
        for k in range(200):
            steps[(abs(w) < 0.01) & (steps == 200)] = k
            w = np.clip(w - rate(k) * (w**3 + w), -1e3, 1e3)
        return steps.mean()

    starts = np.linspace(0.45, 4, 143)  # others than the page's
    plain = min(arrive(lambda k, r=rate: r, starts) for rate in np.arange(0.01, 0.6, 0.005))
    warm = min(arrive(lambda k, r=rate, u=up: r * min(1, (k + 1) / u), starts)
               for rate in (0.5, 0.6, 0.7, 0.8) for up in range(3, 12))  # fmt: skip
    assert plain > 3 * warm
    assert (names["plain"][0], names["warm"][0]) == (pytest.approx(plain, rel=0.1), pytest.approx(warm, rel=0.1))


def test_rates_mistakes_and_exercises(names):
    """The rates that a run used against the plan by hand; mistakes the loss does not show; the exercises."""
    plan = np.array([20, 40, 60, 80, 80, 80, 40, 40, 40, 40, 40, 40]) / 1000
    late, early = [0.08, *plan[:-1]], [*plan[1:], 0.02]
    assert names["planned"] == pytest.approx(plan)
    assert names["late"] == pytest.approx(late)
    assert names["from_one"] == pytest.approx(early)
    right, *wrong = (ends(rates) for rates in (plan, late, early))
    assert all(abs(found.mean() - right.mean()) < right.std() for found in wrong)  # less than one run's luck
    assert names["used"] == pytest.approx([0.08 / 2**k for k in (4, 4, 4, 5, 5, 5, 6, 6, 6, 7, 7, 7)])
    assert ends(names["used"]).mean() > 1000 * ends(names["for_the_plot"]).mean()
    left = Fraction(3)
    for k in range(60):
        left = (left * (1 - Fraction(1, 5) / 2**k)).limit_denominator(10**15)
    assert names["w"] == pytest.approx(float(3 - left), abs=1e-12)
    halves = np.array([ends(names["bases"][5] * np.array([1 - t / 12 for t in range(12)]), 50, s) for s in range(30)])
    apart = abs(np.diff(halves.mean(axis=1).reshape(15, 2))).ravel() / halves.mean()
    assert np.median(apart) > 0.1
