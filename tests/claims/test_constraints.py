"""The claims of docs/theory/constraints.md: by SLSQP, and on problems made from their minimum."""

from functools import partial

import numpy as np
import pytest
from scipy import optimize

from tests.claims.data import ALL_PENGUINS, columns

PAGE = "docs/theory/constraints.md"
UNIT, SUM = [(0, 1)] * 4, [{"type": "eq", "fun": lambda w: sum(w) - 1}]
BALL = [{"type": "ineq", "fun": lambda w: 2.25 - w @ w}]


def nearest(place, bounds=None, limits=(), turned=1):
    """The allowed place with the shortest `turned @ (w - place)`."""
    start, loss = np.full(len(place), 1 / len(place)), lambda w: np.sum(np.dot(turned, w - place) ** 2)
    return optimize.minimize(loss, start, bounds=bounds, constraints=limits, method="SLSQP", tol=1e-13).x


def test_projections_are_nearest_and_keep_distances(names):
    """Box, ball and simplex by SLSQP, and they part no two places; dividing by the sum does."""
    places = np.geomspace(0.05, 3, 300)[:, None] * abs(np.random.default_rng(1).normal(size=(300, 4))) * [2, 1, 1, -1]
    for name, bounds, limits in ("box", UNIT, ()), ("ball", None, BALL), ("simplex", UNIT, SUM), ("divide", 0, 0):
        ends = [names[name](place) for place in places]
        before, after = (np.linalg.norm(np.diff(each, axis=0), axis=1) for each in (places, ends))
        assert np.all(after <= before + 1e-12) == (name != "divide")
        for place, end in zip(places[:20], ends, strict=False) if bounds != 0 else ():
            assert end == pytest.approx(nearest(place, bounds, limits), abs=1e-4)


def test_where_walks_rest(names):
    """The ends in square, disc and simplex by SLSQP; that of the division in closed form; walls one after the other."""
    turned, wish = np.array([[1, 1], [-5, 5]]), names["wish"]  # the loss is a quarter of p² + 25 q²
    assert names["inside"][-1] == pytest.approx(nearest([2, 1], UNIT[:2], turned=turned), abs=1e-4)
    assert names["on_ball"][-1] == pytest.approx(nearest([2, 1], None, BALL, turned), abs=1e-4)
    ends = [names["descend"](lambda w: w - wish, np.ones(3) / 3, 0.5, 300, names[p])[-1] for p in ("simplex", "divide")]
    assert np.allclose(ends, [nearest(wish, UNIT[:3], SUM), np.array([1.3, 0.5, 0]) / 1.8], atol=1e-4)


def test_bounds_on_problems_made_from_their_minimum(names):
    """On 300 prices and 300 walls, some flat directions; a fifth of a bound is reached; a long rate breaks them."""
    rng, steps, worst = np.random.default_rng(3), np.arange(1, 41), {1: [], 2.3: []}
    for case in range(600):
        A, alpha = rng.normal(size=(rng.integers(2, 9), 6)) * rng.uniform(0.1, 3, 6), rng.uniform(0.01, 3) * (case % 2)
        H, end, pull = A.T @ A, rng.normal(size=6) * rng.integers(0, 2, 6), rng.uniform(-1, 1, 6)
        top = np.linalg.eigvalsh(H)[-1]
        end = end if alpha else np.clip(2 * end, -1, 1)  # walls at -1 and 1
        held = alpha * np.where(end == 0, pull, np.sign(end)) if alpha else np.where(abs(end) == 1, end * abs(pull), 0)
        c = H @ end + held  # so that minus the slope at the end is what a minimum has

        def back(rate, v, t=alpha / top):  # to the threshold or the walls
            return names["soft"](v, rate * t) if t else np.clip(v, -1, 1)

        def shares(path, H=H, c=c, end=end, alpha=alpha, top=top):  # of the bound of ISTA at each step
            gaps = [w @ H @ w / 2 - c @ w + alpha * sum(abs(w)) for w in (end, *path[1:])]
            return np.subtract(gaps[1:], gaps[0]) * 2 * steps / (top * end @ end + 1e-9)

        for rate in 1, 2.3:
            path = names["descend"](lambda w, H=H, c=c: H @ w - c, np.zeros(6), rate / top, 40, partial(back, rate))
            worst[rate].append(max(shares(path)))
        fast, ahead, t = [np.zeros(6)], np.zeros(6), 1
        for _ in steps:
            fast.append(back(1, ahead - (H @ ahead - c) / top))
            t, before = (1 + (1 + 4 * t * t) ** 0.5) / 2, t
            ahead = fast[-1] + (before - 1) / t * (fast[-1] - fast[-2])
        assert np.all(shares(fast) <= 4 * steps / (steps + 1) ** 2 + 1e-6)
    assert 0.2 < max(worst[1]) <= 1
    assert np.sum(np.array(worst[2.3]) > 1) > 100


def test_the_lasso_on_penguins(names):
    """Features from the csv; the reference by the conditions of its minimum; zeros; the best rate inside the grid."""
    rows = [row for row in ALL_PENGUINS if "NA" not in row.values()]
    X = [[row[name] for row in rows] for name in ("bill_length_mm", "bill_depth_mm", "flipper_length_mm", "year")]
    X += [[kind in row.values() for row in rows] for kind in ("Chinstrap", "Gentoo", "Dream", "Torgersen", "male")]
    X = np.transpose(np.array(X, object)).astype(float)
    X, mass = (X - X.mean(axis=0)) / X.std(axis=0), columns("body_mass_g", rows=rows)[:, 0] / 1000
    slopes = X.T @ (X @ (best := names["reference"]) - mass + mass.mean()) / len(X)
    assert slopes[[2, 5, 8]] == pytest.approx(-0.05 * np.sign(best[[2, 5, 8]]), abs=1e-9)  # flipper, Gentoo, male
    assert max(abs(np.delete(slopes, [2, 5, 8]))) < 0.05 > 0 < np.linalg.svd(X)[1][-1]  # so it is the only one
    assert best.nonzero()[0].tolist() == names["ista"][-1].nonzero()[0].tolist() == [2, 5, 8]
    finals = [names["gap"](walk[-1]) for walk in names["walks"]]
    assert (0 < np.argmin(finals) < 7, min(finals) > 1e4 * names["gap"](names["ista"][-1])) == (True, True)
    hops = np.diff(np.sign(names["by_sign"][200:]), axis=0).any(axis=0)
    assert hops.sum() > 3 > hops[[2, 5, 8]].sum() == 0
