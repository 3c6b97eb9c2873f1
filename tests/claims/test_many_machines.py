"""The claims of docs/practice/many-machines.md: by closed forms, recursions that are walked, and random problems."""

import numpy as np
import pytest

from figures import many_machines_parts
from scripts.model import project
from scripts.model.page import Code
from tests.claims.data import columns, standardised

PAGE = "docs/practice/many-machines.md"
BLOCKS = [step for step in project.load(project.ROOT, project.ROOT / PAGE).steps if isinstance(step, Code)]


@pytest.fixture
def halves():
    """The matrices and right sides of the normal equations, twice the sums of both halves of the file."""
    X, mass = standardised("bill_length_mm", "flipper_length_mm"), columns("body_mass_g")[:, 0]
    y = (mass - mass.mean()) / 1000
    assert len(y) == 342
    return [(2 * X[rows].T @ X[rows], 2 * X[rows].T @ y[rows]) for rows in (slice(171), slice(171, None))]


def test_the_walk_and_its_printed_copies(names, halves):
    """The path is θ* − (I − ηH)^k θ*; what the two machines print, with and without a crash, is what one prints."""
    H, right = (sum(each[i] for each in halves) / 342 for i in (0, 1))
    best, shrink = np.linalg.solve(H, right), np.eye(2) - 0.3 * H
    known = [best - np.linalg.matrix_power(shrink, k) @ best for k in range(21)]
    assert names["one"] == pytest.approx(np.array(known), abs=1e-12)
    outputs = [block.output.text for block in BLOCKS if block.output and "step 20" in block.output.text]
    assert outputs == outputs[:1] * 3
    assert "client.shutdown()" in [block.source for block in BLOCKS if block.needs][-1]  # nothing starts later
    arrows = [each.xy for each in many_machines_parts.draw(None).axes[0].texts if each.arrowprops]
    assert arrows == [pytest.approx(each) for each in (known[1], 0.3 * halves[0][1] / 342, known[1])]


def test_the_ring_sums_and_sends_what_the_formula_says(names):
    """On random sums of any length; with one turn less, or a piece in the wrong place, somebody lacks a total."""
    rng = np.random.default_rng(5)
    for p in rng.integers(2, 12, 200):
        d = int(rng.integers(p, 60))
        sums = rng.integers(-99, 99, (p, d)).astype(float)  # so that sums are exact, whatever their order
        totals, sent = names["ring"](sums)
        assert all(np.array_equal(total, sums.sum(axis=0)) for total in totals)
        assert sum(sent) == 2 * (p - 1) * d * 8  # pieces of unequal length too
        assert max(sent) <= 2 * (p - 1) * -(-d // p) * 8
        assert names["through_one"](sums)[1] == 2 * p * d * 8
    for p, (middle, each) in names["carried"].items():
        assert (middle, each) == (16 * p, 16 * (p - 1) / p)


def test_late_slopes_are_stable_below_the_border_and_not_above(names):
    """The recursion walked at many delays and rates; on the border the polynomial has a root of size 1."""
    rng = np.random.default_rng(6)
    for delay in range(11):
        border, turn = 2 * np.sin(np.pi / (4 * delay + 2)), np.exp(1j * np.pi / (2 * delay + 1))
        assert abs(turn ** (delay + 1) - turn**delay + border) < 1e-12
        if delay in names["borders"]:
            assert names["borders"][delay] == pytest.approx(border, abs=0.001)
        share = np.r_[rng.uniform(0.1, 0.97, 20), rng.uniform(1.03, 1.4, 20)]
        walk = [np.ones(40)] * (delay + 1)
        for _ in range(4000):
            walk.append(np.clip(walk[-1] - share * border * walk[-1 - delay], -1e9, 1e9))
        assert np.array_equal(np.max(np.abs(walk[-50:]), axis=0) < 1e-3, share < 1)
        found = [names["factor"](each * border, delay) for each in share]
        assert np.array_equal(np.less(found, 1), share < 1)
        assert names["factor"](0.03, delay) <= 0.97 + 1e-12  # at a small rate faster than with fresh slopes


def test_local_steps_rest_where_the_closed_form_says(names, halves):
    """The rest by the affine map of a round; no bias for equal data or one step; the waits of an exercise."""
    homes = [np.linalg.solve(*half) for half in halves]
    best = np.linalg.solve(*(sum(each[i] for each in halves) for i in (0, 1)))
    for h, away in names["away"].items():
        powers = [np.linalg.matrix_power(np.eye(2) - 0.3 * H / 171, h) for H, _ in halves]
        map_ = sum(powers) / 2, sum(home - P @ home for P, home in zip(powers, homes, strict=True)) / 2
        rest = np.linalg.solve(np.eye(2) - map_[0], map_[1])
        assert names["rest"](h) == pytest.approx(rest)
        assert away[-1] == pytest.approx(np.linalg.norm(rest - best), abs=1e-6)
    assert names["centre"] == pytest.approx(np.linalg.norm(sum(homes) / 2 - best))
    twin = names["own"][0]
    assert names["rounds"](16, 60, [twin, twin])[-1] == pytest.approx(homes[0], abs=1e-6)
    slow = np.random.default_rng(7).random((40_000, 100)) < 0.01
    assert np.where(slow.any(axis=1), 10, 1).mean() == pytest.approx(1 + 9 * (1 - 0.99**100), abs=0.1)
