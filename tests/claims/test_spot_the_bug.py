"""The mends of docs/practice/spot-the-bug.md: each against an oracle, from which the faulty code differs."""

import re
from fractions import Fraction
from types import SimpleNamespace

import numpy as np
import pytest
from autograd import grad
from autograd import numpy as anp
from scipy.optimize import minimize

from scripts.model import project
from tests.claims.test_answers import checks, evaluate

PAGE = "docs/practice/spot-the-bug.md"
MENDS = (
    "{gap:f} | solve(Q, c) | new_v * x | np.mean(x) * np.mean(miss) | 1 / (1 - beta) | 1e-12 | grad, path = | "
    "state.m, state.s = m | planned = rates_of | eta = full * min | eps=1e-6 | eta=0.01) | limit / size"
)


def test_each_right_line_is_the_one_that_its_mend_changes():
    """In the last code above each question; all other options name lines with something on them."""
    page = project.load(project.ROOT, project.ROOT / PAGE)
    asked = [check for check in checks(page, evaluate(page)) if check.items[0].shown.startswith("line")]
    boxes = [found.start() for found in re.finditer(r"^/{3,} (?:predict \| Find|hint)", page.text, re.M)]
    for check, mend, box in zip(asked, MENDS.split(" | "), boxes, strict=False):
        lines = re.findall(r"```python\n(.*?)```", page.text[:box], re.S)[-1].splitlines()
        options = [int(item.shown.removeprefix("line ")) for item in check.items]
        assert [k for k, line in enumerate(lines, 1) if mend in line] == options[:1]
        assert all(lines[k - 1].strip() for k in options)
        assert 4 <= sum(map(bool, lines)) <= 9
    assert len(asked) == MENDS.count(" | ") + 1 == 13


def test_report_minimum_and_steps(names):
    """Numbers 1 to 3: in fractions, by SciPy, and by autograd at random places."""
    gap = 9 * Fraction(4, 5) ** 120
    assert names["gap"] == pytest.approx(float(gap))
    assert (f"{names['gap']:f}", float(f"{names['gap']:.1e}")) == ("0.000000", pytest.approx(float(gap), rel=0.05))
    lowest = minimize(names["quadratic"], [3, 3], tol=1e-10).x
    assert (names["mended_lowest"], names["lowest"]) == tuple(pytest.approx(s * lowest, abs=1e-6) for s in (1, -1))
    for w, v in np.random.default_rng(0).uniform(0.3, 1, (100, 2)):
        slope = grad(lambda p: (p[1] * p[0] * 1.5 - 3) ** 2)(np.array([w, v]))
        assert (np.array([w, v]) - names["mended_both"](w, v)) / 0.05 == pytest.approx(slope)
        assert (w - names["both"](w, v)[0]) / 0.05 < 1.05 * slope[0] < 0
    assert names["outputs"](names["planted"], 99) == pytest.approx(3, abs=1e-3)


def test_fit_memory_and_check(names):
    """Numbers 4 to 6: least squares on random hikes, sums of parts, and slopes that are right or wrong."""
    for x, y in np.random.default_rng(1).uniform(1, 6, (100, 2, 5)):
        best = np.linalg.lstsq(x[:, None], y, rcond=None)[0][0]
        assert names["mended_fit"](x, y) == pytest.approx(best, abs=1e-3)
        assert names["fit"](x, y) == pytest.approx(sum(y) / sum(x), abs=1e-3)
    for beta in (0.5, 0.9, 0.99, 0.999):
        parts = (1 - beta) * beta ** np.arange(40_000)
        facts = names["share"](beta, 10), names["mean_age"](beta)
        assert facts == pytest.approx((sum(parts[:10]), parts @ np.arange(40_000)))
        assert beta ** names["mended_half_life"](beta) == pytest.approx(0.5)
        assert beta ** names["half_life"](beta) < 0.37
    for f in (anp.sin, anp.exp, lambda w: w**3 - w):
        slopes, places = (grad(f), lambda w, f=f: 1.0001 * grad(f)(w)), np.random.default_rng(2).uniform(1, 1.4, 50)
        assert [sum(names["mended_is_right"](f, slope, w) for w in places) for slope in slopes] == [50, 0]
        assert sum(names["is_right"](f, slopes[0], w) for w in places) < 10


def test_loop_adam_and_schedule(names):
    """Numbers 7 to 9: closed forms, and Adam in exact fractions on random slopes."""
    walk = [3 - 3 * 0.8**k for k in range(1, 61)]
    assert names["mended_walk"](names["Weight"](), 60) == pytest.approx(walk)
    turn = np.arccos(0.9)  # w − 3 obeys d(k+1) = 1.8 d(k) − d(k−1): it turns for ever
    swing = [3 - 3 * (np.cos(k * turn) - 0.1 / np.sin(turn) * np.sin(k * turn)) for k in range(1, 61)]
    assert names["walk"](names["Weight"](), 60) == pytest.approx(swing)
    slopes, state = np.random.default_rng(3).normal(size=30), SimpleNamespace(k=0, m=0, s=0)
    b1, b2, m, s, ends = Fraction(9, 10), Fraction(999, 1000), 0, 0, [0.0]
    for k, g in enumerate(slopes, 1):
        ends.append(names["mended_adam"](ends[-1], g, state))
        m, s = b1 * m + (1 - b1) * Fraction(g), b2 * s + (1 - b2) * Fraction(g) ** 2
        step = float(m / (1 - b1**k)) / float(s / (1 - b2**k)) ** 0.5
        assert (ends[-2] - ends[-1]) / 0.1 == pytest.approx(step, abs=1e-6)
    k = np.arange(1, 5001)
    assert names["faulty_lengths"] == pytest.approx(10 * (1 - 0.9**k) / np.sqrt(1000 * (1 - 0.999**k)), abs=1e-6)
    plan = np.repeat([0.2, 0.1, 0.05], 10)
    assert names["planned"] == names["mended_used"] == pytest.approx(plan)
    assert names["used"] == pytest.approx(plan / 8)
    assert names["mended_end"] == pytest.approx(3 - 3 * np.prod(1 - 2 * plan))


def test_warm_up_settings_and_race(names):
    """Numbers 10 to 12: the plan by hand, ratios within the root of 2, and rankings by powers of matrices."""
    for run, rates in ((names["mended_train"], [1, 2, 3, 4, 5, 5]), (names["train"], [5, 1, 2, 3, 4, 5])):
        assert run(0.5, 0.4, 6)[1] == pytest.approx([0.08 * rate for rate in rates])
    for g in np.geomspace(1e-9, 1e3, 200):
        assert 0.5**0.5 - 1e-9 <= names["ratio"](names["mended_moved"], g) <= 1
    assert names["ratio"](names["moved"], 1e-9) == pytest.approx(1000, rel=0.01)

    def lowest(beta, rates):
        parts = [[[[1 - eta * c, -eta * beta], [c, beta]] for c in (1, 4)] for eta in rates]
        ends = np.linalg.matrix_power(parts, 20)[..., 0, 0]
        return min(((4 * ends[:, 0]) ** 2 + 4 * (2 * ends[:, 1]) ** 2) / 2)

    rates = np.geomspace(0.001, 1, 61)
    for scores, tried, winner in ((names["scores"], [0.01], "momentum"), (names["mended_scores"], rates, "descent")):
        assert scores == pytest.approx({name: lowest(beta, tried) for name, beta in names["methods"].items()})
        assert min(scores, key=scores.get) == winner
    assert min(lowest(beta, rates) for beta in np.arange(1, 19) / 20) < lowest(0, rates) / 10
    for name, ends in (("clip", [-1, 1]), ("mended_clip", [-1, 0.1])):
        assert [names[name](np.array([g]))[0] for g in (-5, 0.1)] == pytest.approx(ends)
