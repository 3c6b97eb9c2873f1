"""The numbers of docs/optimizers/four-momentums.md: exact arithmetic, closed forms and autograd's own optimiser."""

from fractions import Fraction
from itertools import pairwise

import numpy as np
import pytest
from autograd.misc.optimizers import sgd

from tests.claims.oracles import differences

PAGE = "docs/optimizers/four-momentums.md"
ETA, BETA = Fraction(1, 100), Fraction(9, 10)
RULES = ("classical", "momentum", "damped", "mean")


def states(rule: str, rates: list[Fraction], curvature: int, w: int, beta=BETA, constant=False) -> list[Fraction]:
    """One weight under one formula, in exact arithmetic: the weighted sum of all slopes so far, written out."""
    path, slopes, old = [Fraction(w)], [], []
    for k, rate in enumerate(rates):
        slopes.append(Fraction(1) if constant else curvature * path[-1])
        old.append(rate)
        ages = [beta ** (k - i) for i in range(k + 1)]
        step = {
            "classical": sum(a * r * g for a, r, g in zip(ages, old, slopes, strict=True)),
            "momentum": rate * sum(a * g for a, g in zip(ages, slopes, strict=True)),
            "damped": rate * sum((1 - beta if i else 1) * a * slopes[i] for i, a in enumerate(ages)),
            "mean": rate * (1 - beta) * sum(a * g for a, g in zip(ages, slopes, strict=True)),
        }[rule]
        path.append(path[-1] - step)
    return path


def test_gradient_and_the_walks_of_one_setting(names):
    """The ravine's slopes, and each formula written out as a sum over all slopes; who is how much lower."""
    for theta in ([-4, 2], [0.3, -1.2]):
        central = differences(lambda place: names["loss"](place), theta, h=1e-4)
        assert names["gradient"](np.array(theta)) == pytest.approx(central, abs=1e-6)
    for rule in RULES:
        exact = [states(rule, [ETA] * 30, curvature, w) for curvature, w in ((1, -4), (25, 2))]
        walk = np.array([state[0] for state in names["walks"][names[rule]][:31]])
        assert walk == pytest.approx(np.array(exact, dtype=float).T, abs=1e-11)
    late = {rule: [names["loss"](state[0]) for state in names["walks"][names[rule]][90:]] for rule in RULES}
    assert min(late["mean"]) > 200 * max(late["momentum"]) == pytest.approx(200 * max(late["classical"]))
    # An optimiser that averages, written by others: autograd's sgd.
    theirs = sgd(lambda theta, k: theta * [1, 25], np.array([-4.0, 2.0]), num_iters=60, step_size=0.1, mass=0.9)
    assert names["race"](names["mean"], names["gradient"], (-4, 2), 60, eta=0.1)[60][0] == pytest.approx(theirs)


def test_steps_on_a_constant_slope_and_the_effective_rate(names):
    """Steps by the geometric series: η (1 − βᵏ) / (1 − β) for sums, η (1 − βᵏ) for the mean, η for the damped one."""
    series = [float(ETA * (1 - BETA**k)) for k in range(1, 101)]
    closed = {"classical": [10 * s for s in series], "damped": [float(ETA)] * 100, "mean": series}
    closed["momentum"] = closed["classical"]
    for rule in RULES:
        path = names["race"](names[rule], names["flat"], (0, 0), 100, eta=0.01)
        assert names["lengths"](path) == pytest.approx(closed[rule])
    assert names["ratio"][names["momentum"]] == pytest.approx((1 - 0.9) / (1 - 0.99))
    assert names["ratio"][names["mean"]] == pytest.approx(1)


def test_conversions_and_where_they_end(names):
    """Sums and means agree exactly after conversion, the damped one never; a drop of the rate parts the two sums."""
    for curvature, w in ((1, -4), (25, 2)):
        sums = states("momentum", [ETA] * 40, curvature, w)
        assert sums == states("classical", [ETA] * 40, curvature, w) == states("mean", [10 * ETA] * 40, curvature, w)
        damped = states("damped", [10 * ETA] * 40, curvature, w)
        assert damped[1] - damped[0] == 10 * (sums[1] - sums[0])
        found = [state[0][int(curvature > 1)] for state in names["jump"][:41]]
        assert found == pytest.approx([float(place) for place in damped], abs=1e-10)
    # No rate brings the damped one onto the walk: its first step fixes the rate, the second then differs.
    damped = states("damped", [ETA] * 2, 1, -4)
    assert damped[1] == states("momentum", [ETA] * 2, 1, -4)[1]
    assert damped[2] != states("momentum", [ETA] * 2, 1, -4)[2]
    # After the drop at step 60, with n steps since: classical η′/(1 − β) + βⁿ (what is left), momentum at once.
    full, low = float(ETA * 10 * (1 - BETA**60)), 0.01
    assert names["kept"][60:] == pytest.approx([low + (full - low) * 0.9**n for n in range(1, 41)])
    assert names["scaled"][60:] == pytest.approx([float(ETA * (1 - BETA**k)) for k in range(61, 101)])
    rates = [ETA] * 60 + [ETA / 10] * 40
    for rule, steps in (("classical", names["kept"]), ("momentum", names["scaled"])):
        exact = states(rule, rates, 0, 0, constant=True)
        assert steps == pytest.approx([float(a - b) for a, b in pairwise(exact)])
    # Carried over, 0.2 is beyond the limit of the sum, 2 (1 + β) / λ, and within that of an average.
    assert 0.2 > 2 * 1.9 / 25 > 0.02
    assert 0.2 < 10 * 2 * 1.9 / 25
