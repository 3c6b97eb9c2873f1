"""The runs of docs/practice/watching.md: slopes by autograd, runs again in other words, mends on other seeds."""

import numpy as np
import pytest
from autograd import grad
from autograd import numpy as anp

from tests.claims.data import SIZES, columns

PAGE = "docs/practice/watching.md"


def loss(theta, rows):
    W, b, v, c = theta
    return anp.mean((anp.maximum(anp.dot(rows[:, :-1], W) + b, 0) @ v + c - rows[:, -1]) ** 2)


def test_slopes_are_those_of_autograd(names):
    for seed in range(20):
        theta = names["start"](3, 16, 1.0, seed)
        got, slopes = names["look"](theta, names["seen"])
        assert got == pytest.approx(loss(theta, names["seen"]))
        for mine, other in zip(slopes, grad(loss)(theta, names["seen"]), strict=True):
            assert mine == pytest.approx(other)


def test_table_and_levels(names):
    sizes = columns(*SIZES, "body_mass_g")
    assert names["table"] == pytest.approx((sizes - sizes.mean(axis=0)) / sizes.std(axis=0))
    assert names["deviation"] == pytest.approx(sizes[:, -1].std() / 1000)
    assert names["level"] == pytest.approx(np.var(sizes[:, -1] / 1000))
    assert len(names["valid"]) * 3 == len(names["table"]) == 342
    best = names["table"][:, :3] @ np.linalg.lstsq(names["table"][:, :3], names["table"][:, 3], rcond=None)[0]
    assert names["runs"][12]["held"][-1] < np.mean((best - names["table"][:, 3]) ** 2) / 20  # no honest model


def test_the_good_run_again_by_autograd(names):
    """The losses, lengths and ratios of the first steps, and of the run that keeps its gradients."""
    for run, eta, keep in ((names["good"], 0.1, 0), (names["runs"][11], 0.005, 1)):
        theta, sums = names["start"](3, 16, 1.0, 0), [0, 0, 0, 0]
        for k in range(40):
            sums = [keep * old + new for old, new in zip(sums, grad(loss)(theta, names["seen"]), strict=True)]
            length = np.sqrt(sum(np.vdot(part, part) for part in sums))
            weight = np.sqrt(sum(np.vdot(part, part) for part in theta))
            logged = [run[name][k] for name in ("loss", "held", "gradient", "ratio", "rate")]
            losses = loss(theta, names["seen"]), loss(theta, names["valid"])
            assert logged == pytest.approx([*losses, length, eta * length / weight, eta], rel=1e-6)
            theta = [part - eta * step for part, step in zip(theta, sums, strict=True)]


def test_each_cause_has_its_mark_and_one_change_takes_it_away_on_other_starts(names):
    for k, case in names["drawn"].items():
        if k in (2, 5, 10):  # near the edge: whether a start leaves, beats or dies differs from start to start
            continue
        for seed in (1, 2, 3):
            logs = [names["train"](**case | change | {"seed": seed}) for change in ({}, names["other"][k])]
            found = [names["marks"][k](log["loss"], log["held"], log["gradient"]) for log in logs]
            assert found == [True, False], (k, seed)
    left = [len(names["train"](eta=0.5, seed=seed)["loss"]) < 200 for seed in range(10)]
    assert 2 <= sum(left) <= 8  # at the rate of curve 2
    assert np.diff(np.log(names["runs"][2]["loss"])).argmax() == 3  # the points turn upwards from step 3 on


def test_dead_units_answer_nothing_and_the_bad_sample_is_in_each_peak(names):
    W, b, *_ = names["runs"][10]["theta"]
    assert (names["seen"][:, :3] @ W + b).max() < 0
    alive = names["mended"][10]["theta"]
    assert ((names["seen"][:, :3] @ alive[0] + alive[1]) > 0).any(axis=0).all()
    rng, loss_of = np.random.default_rng(0), names["runs"][9]["loss"]
    for epoch in range(5):
        place = list(rng.permutation(228)).index(40) // 8
        assert epoch == 0 or loss_of[29 * epoch : 29 * epoch + 29].argmax() == place
        assert loss_of[29 * epoch + place] > 4
