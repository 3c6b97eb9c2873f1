"""The numbers of docs/data/schedules.md, derived without its code."""

import math
from fractions import Fraction

import numpy as np
import pytest

from scripts.model import project
from tests.claims import data

PAGE = "docs/data/schedules.md"
ROOT3, ROOT2 = math.sqrt(3), math.sqrt(2)
# Cosines of 0°, 15°, … 165° and of 0°, 22.5°, … 157.5°, from roots.
COS_15 = [1, (ROOT2 * (ROOT3 + 1)) / 4, ROOT3 / 2, ROOT2 / 2, 1 / 2, (ROOT2 * (ROOT3 - 1)) / 4]
COS_15 = [*COS_15, 0, *(-c for c in COS_15[:0:-1])]
COS_22 = [1, math.sqrt(2 + ROOT2) / 2, ROOT2 / 2, math.sqrt(2 - ROOT2) / 2]
COS_22 = [*COS_22, 0, *(-c for c in COS_22[:0:-1])]

PLAN = {
    "constant": [80] * 12,
    "halving": [80, 80, 80, 40, 40, 40, 20, 20, 20, 10, 10, 10],
    "inverse": [Fraction(80, k) for k in range(1, 13)],
    "cosine": [40 + 40 * c for c in COS_15],
    "warmup": [20, 40, 60, 80, *(40 + 40 * c for c in COS_22)],
}


def ends(rates, runs=20):
    """Loss above the lowest after each epoch: a second implementation, with the loss as a quadratic form."""
    inputs, targets = data.standardised("bill_length_mm", "flipper_length_mm"), data.centred_masses()
    curvature, pull = inputs.T @ inputs / len(targets), inputs.T @ targets / len(targets)
    best = np.linalg.solve(curvature, pull)
    found = []
    for seed in range(runs):
        chance, theta, above = np.random.default_rng(seed), np.zeros(2), []
        for rate in rates:
            for batch in np.split(chance.permutation(len(targets)), range(32, len(targets), 32)):
                slopes = np.zeros(2)
                for i in batch:
                    slopes += 2 * (inputs[i] @ theta - targets[i]) * inputs[i] / len(batch)
                theta = theta - rate * slopes
            above.append((theta - best) @ curvature @ (theta - best))
        found.append(above)
    return np.array(found)


def test_the_runs_are_those_of_a_second_implementation(names):
    """Two seeds of each schedule, epoch by epoch; the constant rate wins early and loses late."""
    for name, plan in PLAN.items():
        expected = ends([float(rate) / 1000 for rate in plan], runs=2)
        for seed in range(2):
            _, above = names["train"](names[name], seed)
            assert above == pytest.approx(list(expected[seed]), abs=1e-12)
    # No schedule is ahead of the constant rate in the first three epochs; at the end cosine is ten times lower.
    curves = {name: names["curves"][names[name]] for name in PLAN}
    for curve in curves.values():
        assert all(curves["constant"][:3] <= curve[:3] + 1e-9)
    assert curves["constant"][-1] > 10 * curves["cosine"][-1]
    assert curves["inverse"][-1] > curves["constant"][-1]
    assert curves["warmup"][0] > 6 * curves["cosine"][0]
    # The climb is no gain: the same rates after four epochs at the full one end lower still.
    no_climb = 1000 * ends([0.08] * 4 + [float(rate) / 1000 for rate in PLAN["warmup"][4:]])[:, -1].mean()
    assert no_climb < 0.7 * curves["warmup"][-1]
    assert curves["warmup"][-1] < curves["cosine"][-1]
    assert max(curves["constant"][5:]) > 2 * min(curves["constant"][5:])  # up and down
    assert all(np.diff(curves["inverse"]) < 0)


def test_sums_of_rates_and_warm_up(names):
    """Robbins and Monro's sums, in fractions and closed forms; warm-up on the steep start."""
    # Harmonic sums in fractions; π²/6 above the squares; the halved rates add up to 6, their squares to 4.
    exact = [float(sum(Fraction(1, k**power) for k in range(1, 101))) for power in (1, 2)]
    assert names["sums"](names["inverse"], 100) == pytest.approx(exact, rel=1e-12)
    # ln n + γ + 1/2n for the sum, π²/6 − 1/n + 1/2n² for the squares
    n = 10_000
    far = math.log(n) + 0.5772156649 + 0.5 / n, math.pi**2 / 6 - 1 / n + 0.5 / n**2
    assert names["sums"](names["inverse"], n) == pytest.approx(far, abs=1e-8)
    assert names["sums"](names["halving"], n) == pytest.approx((6, 4), abs=1e-9)
    assert names["sums"](names["constant"], 100) == pytest.approx((100, 100), abs=1e-9)
    root, root_squares = names["sums"](names["root"], n)
    assert root_squares == pytest.approx(names["sums"](names["inverse"], n)[0], rel=1e-12)
    assert root == pytest.approx(2 * math.sqrt(n) - 1.4603545088, abs=0.01)  # ζ(1/2)

    # In fractions: 3 − 0.5 · 30 = −12, 3 − 0.05 · 30 = 1.5; the slope is that of the loss; 87 and 12 steps.
    def steps(rate, start=3):
        w, k = Fraction(start), 0
        while abs(w) >= Fraction(1, 100):
            w, k = (w - rate(k) * (w**3 + w)).limit_denominator(10**15), k + 1
        return k

    for w in (3.0, -1.2):
        rise = ((w + 1e-5) ** 4 / 4 + (w + 1e-5) ** 2 / 2) - ((w - 1e-5) ** 4 / 4 + (w - 1e-5) ** 2 / 2)
        assert rise / 2e-5 == pytest.approx(w**3 + w, rel=1e-8)
    assert names["full"][1] == 3 - Fraction(1, 2) * 30 == -12
    assert (names["full"][2], names["warmed"][1]) == (-12 + Fraction(1, 2) * (12**3 + 12), pytest.approx(1.5))
    assert 3 - Fraction(1, 5) * 30 == -3
    small = steps(lambda k: Fraction(1, 20))
    ramped = steps(lambda k: Fraction(min(k + 1, 10), 20))
    assert (small, ramped) == (87, 12)
    assert (names["steps_to_arrive"](lambda k: 0.05), names["steps_to_arrive"](names["ramp"])) == (small, ramped)


def test_rates_mistakes_and_exercises(names):
    """Each schedule, the page's own tables, and the rates that a run really used; its mistakes and exercises."""
    # Each schedule, the page's own tables, and the rates that a run really used: from fractions and roots.
    page = (project.ROOT / PAGE).read_text(encoding="utf-8")
    rows = [row.split() for row in page[page.index("rates, in thousandths\n t") :].split("\n")[2:14]]
    assert [row[0] for row in rows] == [str(epoch) for epoch in range(12)]
    for column, (name, plan) in enumerate(PLAN.items(), 1):
        assert len(plan) == names["T"] == 12
        thousandths, rates = [float(rate) for rate in plan], [float(rate) / 1000 for rate in plan]
        assert [names[name](epoch) for epoch in range(12)] == pytest.approx(rates, abs=1e-15)
        assert names["train"](names[name], 0)[0] == pytest.approx(rates, abs=1e-15)
        assert names["expected"][names[name]] == pytest.approx(thousandths, abs=0.06)
        assert [float(row[column]) for row in rows] == pytest.approx(thousandths, abs=0.0501)
    # Late is the plan shifted by one behind the full rate; counted from 1 is the plan without its first epoch.
    for name in ("warmup", "halving"):
        plan = [float(rate) / 1000 for rate in PLAN[name]]
        assert names["before"](names[name]) == pytest.approx(plan)
        assert names["after"](names[name]) == pytest.approx([0.08, *plan[:-1]])
        assert names["from_one"](names[name])[:-1] == pytest.approx(plan[1:])
    assert names["from_one"](names["halving"])[-1] == pytest.approx(0.08 / 16)
    assert names["from_one"](names["warmup"])[-1] == pytest.approx(0, abs=1e-15)
    found = names["ends"].values()
    assert max(found) - min(found) < 0.0003
    assert names["ends"][names["halving"], names["after"]] < names["ends"][names["halving"], names["before"]]
    # A schedule that was used up goes on where the plot ended.
    assert names["for_the_plot"] == pytest.approx([float(rate) / 1000 for rate in PLAN["halving"]])
    assert names["used"] == pytest.approx([0.08 / 2**k for k in (4, 4, 4, 5, 5, 5, 6, 6, 6, 7, 7, 7)])
    assert names["lowest"] + names["above"][-1] > 0.25
    # A quarter of the largest rate; the product of all factors.
    assert names["cosine"](8) == pytest.approx(0.08 / 4)
    left = Fraction(3)
    for k in range(60):
        left = (left * (1 - Fraction(1, 5) / 2**k)).limit_denominator(10**15)
    assert names["w"] == pytest.approx(float(3 - left), abs=1e-12)
