"""The claims of docs/data/batches.md: counts, gradients and comparisons, from a second reading of the data."""

from fractions import Fraction
from math import ceil

import numpy as np
import pytest

from figures import batches_paths
from tests.claims import data
from tests.claims.oracles import differences

PAGE = "docs/data/batches.md"
X, y, SPECIES = data.standardised("bill_length_mm", "flipper_length_mm"), data.centred_masses(), data.SPECIES
# The bowl of the loss: curvatures, their directions, the best weights and the lowest loss.
CURVATURES, DIRECTIONS = np.linalg.eigh(2 * X.T @ X / len(y))
BEST = np.linalg.solve(X.T @ X, X.T @ y)
LOWEST = float(np.mean((X @ BEST - y) ** 2))
RATES = (0.01, 0.02, 0.05, 0.1, 0.2, 0.5)


def above(eta: float, k: int) -> float:
    """What batch descent has above the lowest loss after k updates, in closed form."""
    return float(0.5 * np.sum(CURVATURES * ((DIRECTIONS.T @ -BEST) * (1 - eta * CURVATURES) ** k) ** 2))


def race(size: int, eta: float, updates: int, seeds) -> np.ndarray:
    """A second implementation of the race: the loss of all samples, averaged over orders, all orders side by side."""
    chance = [np.random.default_rng(seed) for seed in seeds]
    theta, curve, left = np.zeros((len(chance), 2)), [], np.empty((len(chance), 0), int)
    for _ in range(updates + 1):
        curve.append(float(np.mean((theta @ X.T - y) ** 2)))
        if left.shape[1] == 0:
            left = np.array([rng.permutation(len(y)) for rng in chance])
        batch, left = left[:, :size], left[:, size:]
        errors = np.einsum("sbj,sj->sb", X[batch], theta) - y[batch]
        theta = theta - eta * 2 * np.mean(errors[..., None] * X[batch], axis=1)
    return np.array(curve)


def test_epochs(names):
    """An epoch holds the rounded-up count of batches and every sample once."""
    for n, size, last in [(342, 32, 22), (342, 1, 1), (342, 342, 342), (60_000, 128, 96), (10, 5, 5)]:
        batches = names["batches_of"](range(n), size)
        assert (len(batches), len(batches[-1])) == (ceil(Fraction(n, size)), last)
        assert sorted(i for batch in batches for i in batch) == list(range(n))


@pytest.mark.parametrize("group", range(3))
def test_other_orders_keep_the_order_of_the_race(names, group):
    """Single samples: most updates, fewest samples, a few dozen; mini-batches in between. Each at its best rate."""
    found = names["found"]
    seeds = range(1000 + 20 * group, 1020 + 20 * group)  # none of the page's
    counts = {}
    for size, updates in ((1, 120), (32, 40)):
        arrivals = []
        for eta in RATES:
            there = race(size, eta, updates, seeds) <= LOWEST + 0.02
            arrivals.append((int(there.argmax()) if there.any() else 10**6, eta))
        counts[size], eta = min(arrivals)
        assert eta == found[size][1]
    assert counts[1] > 2 * counts[32] > 2 * 4
    assert counts[1] < counts[32] * 32 / 2
    assert counts[32] * 32 < 4 * 342 / 2
    assert 20 <= counts[1] <= 60  # so one set of twenty orders may be lucky


def test_batch_and_single_samples(names):
    """Batch needs four updates, single samples some forty and mini-batches few, by a second implementation."""
    # Batch needs four updates by the closed form.
    counts = {eta: next(k for k in range(500) if above(eta, k) <= 0.02) for eta in RATES}
    assert min((k, eta) for eta, k in counts.items()) == (4, 0.5) == names["found"][342]
    assert names["reads"][34_200] == 4 * 34_200
    # Between the six rates batch and mini-batches save one update each.
    assert min(next(k for k in range(99) if above(eta, k) <= 0.02) for eta in np.arange(0.25, 0.55, 0.05)) == 3
    between = [race(32, eta, 60, range(1000, 1100)) <= LOWEST + 0.02 for eta in (0.25, 0.3, 0.35, 0.4)]
    assert min(int(there.argmax()) for there in between) == 4
    assert names["curves"][342] == pytest.approx([above(0.5, k) + LOWEST for k in range(121)], abs=1e-12)
    assert names["settled"][342] == pytest.approx(above(0.5, 10), abs=1e-9)
    # One rate for every size: above the target with 32, and most orders of single samples end above their start.
    assert 0.02 < race(32, 0.5, 100, range(1000, 1100))[50:].mean() - LOWEST < 0.03
    assert np.mean([race(1, 0.5, 100, [seed])[-1] > np.var(y) for seed in range(1000, 1060)]) > 0.8
    # The page's orders by the second implementation, and other 400 orders.
    for size, eta in ((1, 0.05), (32, 0.2)):
        assert names["curves"][size] == pytest.approx(race(size, eta, 120, range(400)), rel=1e-9)
    for first in (1000, 1400, 1800):
        count = int((race(1, 0.05, 60, range(first, first + 400)) <= LOWEST + 0.02).argmax())
        assert 36 <= count <= 50 >= names["found"][1][0] >= 36


def test_sorted_data_pull_the_weights_to_the_last_species(names):
    """Sorted epochs end several times as far up, the bill's weight too low, and more of them do not help."""
    assert list(dict.fromkeys(SPECIES)) == ["Adelie", "Gentoo", "Chinstrap"]
    ends, theta = [], np.zeros(2)
    for k in range(11 * 400):
        rows = slice(k % 11 * 32, k % 11 * 32 + 32)
        theta = theta - 0.2 * 2 / len(y[rows]) * ((X[rows] @ theta - y[rows]) @ X[rows])
        if k % 11 == 10:
            ends.append(theta)
    # The first twenty epochs are those of the page; more of them do not help.
    rests, ends = [np.mean((X @ theta - y) ** 2) - LOWEST for theta in ends], np.array(ends[:20])
    assert rests[-1] == pytest.approx(rests[19], rel=0.01)
    assert names["theta"] == pytest.approx(ends[-1], abs=1e-10)
    assert rests[19] > 3 * (names["mixed"] - LOWEST)
    # The best weight of the bill is hardly more than its standard error, so its sign is no measure: far below it is.
    error = np.sqrt(LOWEST * np.linalg.inv(X.T @ X)[0, 0])
    assert (ends[5:, 0] < BEST[0] - 4 * error).all()
    last = np.array(SPECIES) == "Chinstrap"
    bills, masses = X[last, 0].mean(), y[last].mean()
    assert bills > 0 > masses  # longer bills than the mean penguin, and lighter


def test_data_gradient_and_mistakes(names):
    """The data and the bowl of a second reading; the gradient by central differences; the page's mistakes."""
    # Data start and lowest loss.
    assert (names["X"], names["y"]) == (pytest.approx(X, abs=1e-12), pytest.approx(y, abs=1e-12))
    assert list(names["species"]) == SPECIES
    assert names["lowest"] == pytest.approx(LOWEST, rel=1e-10)
    assert names["best"] == pytest.approx(BEST, abs=1e-10)
    # The gradient is that of central differences.
    for batch in (np.arange(342), np.arange(32), np.array([7])):
        theta = np.array([0.3, -0.2])
        slopes = differences(lambda place, rows=batch: np.mean((X[rows] @ place - y[rows]) ** 2), theta, h=1e-5)
        assert names["gradient"](X[batch], y[batch], theta) == pytest.approx(slopes, abs=1e-7)
    # Batch gradients must be weighted by size.
    full = -2 * X.T @ y / 342
    assert (names["full"], names["fair"]) == (pytest.approx(full, abs=1e-12), pytest.approx(full, abs=1e-12))
    assert abs(names["plain"] - full).max() > 0.01
    # The first picture, which stands before the page's code, shows walks of the page's `descend`.
    for size, updates in ((1, 26), (32, 5), (342, 4)):
        walk = batches_paths.walk(X, y, size, lambda theta: np.mean((X @ theta - y) ** 2) <= LOWEST + 0.02)
        expected = names["descend"](X, y, size, names["rates"][size], updates, batches_paths.SEED)
        assert walk == pytest.approx(expected, abs=1e-12)
