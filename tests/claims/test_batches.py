"""The claims of docs/data/batches.md: counts, gradients and comparisons, from a second reading of the data."""

from fractions import Fraction
from math import ceil

import numpy as np
import pytest

from tests.claims import data

PAGE = "docs/data/batches.md"
RATES = (0.01, 0.02, 0.05, 0.1, 0.2, 0.5)


@pytest.fixture(scope="module")
def penguins():
    """Features and targets of a second reading, and the species."""
    return data.standardised("bill_length_mm", "flipper_length_mm"), data.centred_masses(), data.SPECIES


@pytest.fixture(scope="module")
def bowl(penguins):
    """The bowl of the loss: curvatures, the start in their directions, the best weights and the lowest loss."""
    X, y, _ = penguins
    values, vectors = np.linalg.eigh(2 * X.T @ X / len(y))
    best = np.linalg.solve(X.T @ X, X.T @ y)
    return values, vectors.T @ -best, best, float(np.mean((X @ best - y) ** 2))


def above(bowl, eta: float, k: int) -> float:
    """What batch descent has above the lowest loss after k updates, in closed form."""
    values, start, *_ = bowl
    return float(0.5 * np.sum(values * (start * (1 - eta * values) ** k) ** 2))


def race(penguins, size: int, eta: float, updates: int, seeds) -> np.ndarray:
    """A second implementation of the race: the loss of all samples, averaged over orders, all orders side by side."""
    X, y, _ = penguins
    chance = [np.random.default_rng(1000 + seed) for seed in seeds]
    theta, curve, left = np.zeros((len(chance), 2)), [], np.empty((len(chance), 0), int)
    for _ in range(updates + 1):
        curve.append(float(np.mean((theta @ X.T - y) ** 2)))
        if left.shape[1] == 0:
            left = np.array([rng.permutation(len(y)) for rng in chance])
        batch, left = left[:, :size], left[:, size:]
        errors = np.einsum("sbj,sj->sb", X[batch], theta) - y[batch]
        theta = theta - eta * 2 * np.mean(errors[..., None] * X[batch], axis=1)
    return np.array(curve)


@pytest.mark.parametrize(
    ("n", "size", "last"), [(342, 32, 22), (342, 1, 1), (342, 342, 342), (60_000, 128, 96), (10, 5, 5)]
)
def test_an_epoch_holds_the_rounded_up_count_and_every_sample_once(names, n, size, last):
    batches = names["batches_of"](range(n), size)
    assert len(batches) == ceil(Fraction(n, size))
    assert len(batches[-1]) == last
    assert sorted(i for batch in batches for i in batch) == list(range(n))


def test_descend_uses_every_sample_once_an_epoch_in_new_orders(names, monkeypatch):
    """What `descend` hands to the gradient: eleven batches, the last of 22, another order in the second epoch."""
    seen = []
    marks = np.arange(342.0)
    monkeypatch.setitem(names, "gradient", lambda X, y, theta: seen.append(y.astype(int)) or np.zeros(2))
    names["descend"](names["X"], marks, 32, 0.1, 22)
    epochs = np.concatenate(seen[:11]), np.concatenate(seen[11:])
    assert [len(batch) for batch in seen[:11]] == [32] * 10 + [22]
    assert [sorted(epoch) for epoch in epochs] == [list(range(342))] * 2
    assert list(epochs[0]) != list(epochs[1])


def test_batch_needs_four_updates_by_the_closed_form(names, bowl):
    counts = {eta: next(k for k in range(500) if above(bowl, eta, k) <= 0.02) for eta in RATES}
    assert min((k, eta) for eta, k in counts.items()) == (4, 0.5) == names["found"][342]
    assert names["reads"][34_200] == 4 * 34_200
    curve = [above(bowl, 0.5, k) + bowl[3] for k in range(11)]
    assert names["curves"][342] == pytest.approx(curve, abs=1e-12)


@pytest.mark.parametrize("group", range(3))
def test_other_orders_keep_the_order_of_the_race(names, penguins, bowl, group):
    """Single samples: most updates, fewest samples, a few dozen; mini-batches in between. Each at its best rate."""
    found = names["found"]
    seeds = range(20 * group, 20 * group + 20)
    counts = {}
    for size, updates in ((1, 120), (32, 40)):
        arrivals = []
        for eta in RATES:
            there = race(penguins, size, eta, updates, seeds) <= bowl[3] + 0.02
            arrivals.append((int(there.argmax()) if there.any() else 10**6, eta))
        counts[size], eta = min(arrivals)
        assert eta == found[size][1]
    assert counts[1] > 2 * counts[32] > 2 * 4
    assert counts[1] < counts[32] * 32 / 2
    assert counts[32] * 32 < 4 * 342 / 2
    assert 20 <= counts[1] <= 60
    assert 20 <= found[1][0] <= 60


def test_single_samples_stay_in_noise_and_mini_batches_in_less(names, penguins, bowl):
    """The last of ten epochs: 0.01 to 0.025 above the lowest for one sample, a fifth of that or less for 32."""
    curves = names["curves"]
    one = race(penguins, 1, 0.05, 3420, range(20))[-342:].mean() - bowl[3]
    few = race(penguins, 32, 0.2, 110, range(20))[-11:].mean() - bowl[3]
    for lone, several in ((one, few), (curves[1][-342:].mean() - bowl[3], curves[32][-11:].mean() - bowl[3])):
        assert 0.01 < lone < 0.025
        assert several < lone / 4
    assert above(bowl, 0.5, 10) < several / 4
    assert curves[1][342] < names["target"] < curves[342][1]


def test_data_start_lowest_loss_and_gradient(names, penguins, bowl):
    """The data and the bowl of a second reading; the gradient by central differences; copies change only the price."""
    # Data start and lowest loss.
    X, y, species = penguins
    assert names["X"] == pytest.approx(X, abs=1e-12)
    assert names["y"] == pytest.approx(y, abs=1e-12)
    assert list(names["species"]) == species
    assert (names["start"], names["lowest"]) == pytest.approx((np.var(y), bowl[3]), rel=1e-10)
    assert names["best"] == pytest.approx(bowl[2], abs=1e-10)
    # The gradient is that of central differences.
    X, y, _ = penguins
    for batch in (np.arange(342), np.arange(32), np.array([7])):
        theta, h = np.array([0.3, -0.2]), 1e-5
        slopes = []
        for nudge in np.eye(2) * h:
            up, down = (np.mean((X[batch] @ (theta + sign * nudge) - y[batch]) ** 2) for sign in (1, -1))
            slopes.append((up - down) / (2 * h))
        assert names["gradient"](X[batch], y[batch], theta) == pytest.approx(slopes, abs=1e-7)
    # Copies change nothing but the price.
    X, y, _ = penguins
    theta = np.array([0.1, 0.5])
    same = names["gradient"](np.tile(X, (100, 1)), np.tile(y, 100), theta)
    assert same == pytest.approx(names["gradient"](X, y, theta), abs=1e-12)
    assert names["reads"][32] < 342 > names["reads"][1]
    assert 20 <= names["reads"][1] <= 60


def test_the_mean_count_of_single_samples_lies_in_the_forties(penguins, bowl):
    """Over 400 orders of the penguins; and exactly, for draws with putting back, which is what many copies come to."""
    X, y, _ = penguins
    assert 40 <= int((race(penguins, 1, 0.05, 60, range(400)) <= bowl[3] + 0.02).argmax()) < 50
    best = bowl[2]
    rest = y - X @ best
    factors = np.eye(2) - 2 * 0.05 * X[:, :, None] * X[:, None, :]
    kicks = 2 * 0.05 * X * rest[:, None]
    mean, square, half = -best, np.outer(best, best), X.T @ X / len(y)
    above_lowest = []
    for _ in range(60):
        above_lowest.append(np.sum(half * square))
        crossed = np.einsum("nij,j,nk->ik", factors, mean, kicks) / len(y)
        square = np.einsum("nij,jk,nlk->il", factors, square, factors) / len(y) + kicks.T @ kicks / len(y)
        square, mean = square + crossed + crossed.T, np.mean(factors, axis=0) @ mean
    assert 40 <= next(k for k, height in enumerate(above_lowest) if height <= 0.02) < 50


def test_sorted_data_pull_the_weights_to_the_last_species(names, penguins, bowl):
    """Sorted epochs end several times as far up, the bill's sign wrong, and more of them do not help."""
    # Adelie, Gentoo, Chinstrap in the file; sorted epochs end several times as far up, the bill's sign wrong.
    X, y, species = penguins
    assert list(dict.fromkeys(species)) == ["Adelie", "Gentoo", "Chinstrap"]
    ends, theta = [], np.zeros(2)
    for k in range(220):
        rows = slice(k % 11 * 32, k % 11 * 32 + 32)
        theta = theta - 0.2 * 2 / len(y[rows]) * ((X[rows] @ theta - y[rows]) @ X[rows])
        if k % 11 == 10:
            ends.append(theta)
    assert names["ends"] == pytest.approx(np.array(ends), abs=1e-10)
    sorted_rest = names["losses"](np.array(ends))[5:].mean() - bowl[3]
    mixed_rest = names["losses"](names["mixed"])[5:].mean() - bowl[3]
    assert sorted_rest > 3 * mixed_rest
    assert (np.array(ends)[5:, 0] < 0).all()
    assert bowl[2][0] > 0
    last = np.array(species) == "Chinstrap"
    bills, masses = X[last, 0].mean(), y[last].mean()
    assert bills > 0 > masses  # longer bills than the mean penguin, and lighter
    # More sorted epochs do not help.
    X, y, _ = penguins
    theta, rests = np.zeros(2), []
    for k in range(11 * 400):
        rows = slice(k % 11 * 32, k % 11 * 32 + 32)
        theta = theta - 0.2 * 2 / len(y[rows]) * ((X[rows] @ theta - y[rows]) @ X[rows])
        if k % 11 == 10:
            rests.append(np.mean((X @ theta - y) ** 2) - bowl[3])
    assert rests[-1] == pytest.approx(rests[19], rel=0.01)


def test_sums_unweighted_means_and_dropped_rests(names, bowl, penguins):
    """The page's mistakes with batches, and the counts behind the seconds of tests/benchmarks/batches.py."""
    # 0.05 for a sum of b samples is 0.05 b for the mean: above 2 / λ_max from b = 13 on, so 16 and 32 diverge.
    assert 2 / max(bowl[0]) == pytest.approx(0.6, abs=0.02)
    assert [names["summed"](size, 0.05, 10) < names["start"] for size in (1, 4, 16, 32)] == [True, True, False, False]
    # Batch gradients must be weighted by size.
    X, y, _ = penguins
    full = -2 * X.T @ y / 342
    assert names["full"] == pytest.approx(full, abs=1e-12)
    assert names["fair"] == pytest.approx(full, abs=1e-12)
    assert abs(names["plain"] - full).max() > 0.01
    # Dropping the rest of the file loses chinstraps only.
    _, _, species = penguins
    assert list(names["never"]) == species[300:] == ["Chinstrap"] * 42
    assert species.count("Chinstrap") == 68
    # 342 calls, 11 and 1: the counts behind the seconds that tests/benchmarks/batches.py takes.
    assert [len(names["batches_of"](range(342), size)) for size in (1, 32, 342)] == [342, 11, 1]
