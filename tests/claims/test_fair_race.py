"""The claims of docs/optimizers/fair-race.md: slopes by differences, and the rankings with other seeds and grids."""

import numpy as np
import pytest

from tests.claims.data import PENGUINS, standardised
from tests.claims.oracles import cross_entropy, differences

PAGE = "docs/optimizers/fair-race.md"


def test_gradients_and_losses(names):
    """Each gradient is that of its loss; both losses with data by a second way."""
    rng = np.random.default_rng(4)
    for problem in (names["ravine"], names["valley"]):
        start, gradient, loss = problem(range(3))
        theta = start + rng.normal(size=(1, 3, 2))
        for i in range(3):
            moved = np.arange(3)[:, None] == i
            slopes = differences(lambda w, on=moved, at=theta, f=loss: f(np.where(on, w, at))[0], [*theta[0, i]], 1e-5)
            assert gradient(theta)[0, i] == pytest.approx([slope[i] for slope in slopes], rel=1e-6)
    # The ravine's curvatures are 1 and 25 at every angle, and the starts lie near (−4, 2) in its own axes.
    start, gradient, loss = names["ravine"](range(4))
    units = [gradient(np.tile(unit, (1, 4, 1)))[0] for unit in ((1.0, 0.0), (0.0, 1.0))]
    for i in range(4):
        curvatures, axes = np.linalg.eigh([units[0][i], units[1][i]])
        assert curvatures == pytest.approx([1, 25])
        assert abs(axes.T @ start[i]) == pytest.approx([4, 2], abs=1.001)
    # Batches are drawn, so the mean of many gradients is held against the slope of the full loss.
    known = [p for p in PENGUINS if p["sex"] != "NA"]
    X = np.column_stack([standardised(*list(known[0])[2:6], rows=known), np.ones(len(known))])
    y = np.array([p["sex"] == "male" for p in known])
    theta = np.tile(rng.normal(size=5), (1, 4000, 1))
    _, gradient, loss = names["penguins"](range(4000))
    p = 1 / (1 + np.exp(-X @ theta[0, 0]))
    assert loss(theta)[0, 0] == pytest.approx(-np.mean(np.log(np.where(y, p, 1 - p))))
    assert gradient(theta)[0].mean(axis=0) == pytest.approx(X.T @ (p - y) / len(y), abs=0.015)
    start, gradient, loss = names["digits"](range(2000))
    theta = np.tile(start[7], (1, 2000, 1))
    net = [(start[7][:128].reshape(16, 8), start[7][128:136]), (start[7][136:216].reshape(8, 10), start[7][216:])]
    labels = names["ones"].argmax(axis=1)
    assert loss(theta[:, :1])[0, 0] == pytest.approx(cross_entropy(net, names["small"], labels))
    mean = gradient(theta)[0].mean(axis=0)
    slopes = differences(lambda place: loss(np.array([[place]]))[0, 0], list(start[7]), h=1e-5)
    assert mean == pytest.approx(slopes, abs=0.006)


MORE_SEEDS = [pytest.param(seeds, 1, marks=pytest.mark.all) for seeds in (50, 1000, 8000)]


@pytest.mark.parametrize(("seeds", "shift"), [(5000, 10**0.125), *MORE_SEEDS])
def test_rankings_with_other_seeds_and_grids(names, monkeypatch, seeds, shift):
    """What the page says of first and last holds when other seeds tune and race, and on the grid between its rates."""
    monkeypatch.setitem(names, "first", range(seeds, seeds + 5))
    monkeypatch.setitem(names, "fresh", range(seeds + 10, seeds + 35))
    monkeypatch.setitem(names, "rates", names["rates"] * shift)
    monkeypatch.setattr(names["losses"], "__defaults__", (names["rates"], 1))
    methods, problems = names["methods"].values(), names["problems"].values()

    def race(*problem, methods=methods):
        return [names["tuned"](m, *problem, seeds=names["first"], rates=names["rates"])[1] for m in methods]

    ravine, valley, penguins, digits = np.median([race(*problem) for problem in problems], axis=2)
    assert ravine[0] > 1.1 * min(ravine)
    assert valley[0] > 1.5 * max(valley[1:])
    assert valley[3] < valley[2]
    assert penguins[0] < 1.2 * min(penguins)
    assert penguins[0] < min(penguins[1], penguins[3])
    assert digits[3] < digits[2] < digits[1] < digits[0] / 1.4
    assert np.argmin(np.median(race(names["ravine"], 1e-4, 300), axis=1)) == 2
    failed = np.sum(np.array(race(names["ravine"], 1e-6, 300)) == 600, axis=1)
    assert failed[2] > 5
    assert sum(failed) == failed[2]
    few, many = ([np.median(names["after"](m, names["valley"], k)) for m in methods] for k in (10, 100))
    assert few[2] < few[0] < min(few[1], few[3])
    assert 4 * many[3] < min(many[0], many[2])
    found = {
        eta: [names["losses"](m, names["digits"], names["fresh"], 150, [eta], 5) for m in methods] for eta in (0.2, 2)
    }
    late = {eta: [np.median(names["arrival"](f, 0.5, 150, 5)) == 300 for f in row] for eta, row in found.items()}
    assert late == {0.2: [True, False, False, False], 2: [False, True, True, True]}


def test_momentum_on_the_grid_between(names):
    """At 0.0133 both swings pass 0 in the same step: the powers of each mode's matrix, from any start."""
    small = []
    for curvature in (1, 25):
        eta = 0.01 * 10**0.125
        step = np.array([[1 - eta * curvature, -0.9 * eta], [curvature, 0.9]])
        small.append([abs(np.linalg.matrix_power(step, k)[0, 0]) for k in range(25)])
    assert [k for k in range(25) if small[0][k] < 0.03 and small[1][k] < 0.01] == [18]


def test_the_page_s_own_rankings(names):
    """The comparisons in words that no assert on the page backs."""
    few, many = names["by_budget"][10], names["by_budget"][100]
    assert few[2] < few[0] < min(few[1], few[3])
    assert 4 * many[3] < min(many[0], many[2])
    assert many[3] < many[1] < 1.3 * many[3]
    late = {eta: [label for label, count in row.items() if count == 300] for eta, row in names["one_rate"].items()}
    assert late == {0.2: ["descent"], 2: ["momentum", "RMSProp", "Adam"]}
    assert 0.2 < names["upset"] < 0.33
    # The first screen: the explorer's ravine, at the rate 0.05, and Adam at 1.
    c, s = np.sqrt(3) / 2, 0.5
    H = np.array([[c, -s], [s, c]]) @ np.diag([1, 25]) @ np.array([[c, s], [-s, c]])
    rates = {"descent": 0.05, "momentum": 0.05, "RMSProp": 0.05, "Adam": 0.05, "other": 1}
    first = {}
    for label, eta in rates.items():
        walk = names["race"](names["methods"].get(label, names["adam"]), lambda w: H @ w, (-4, 2), 300, eta=eta)
        first[label] = next((k for k, (w, *_) in enumerate(walk) if w @ H @ w / 2 < 0.01), 301)
    assert sorted(first, key=first.get) == ["other", "descent", "momentum", "RMSProp", "Adam"]
