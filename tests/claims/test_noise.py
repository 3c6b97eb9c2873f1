"""The claims of docs/data/noise.md: variances by exact recursions, exact fractions and second simulations."""

from fractions import Fraction
from itertools import combinations, pairwise, permutations, product
from math import log

import numpy as np
import pytest

from tests.claims import data

PAGE = "docs/data/noise.md"
x, y = data.standardised("flipper_length_mm")[:, 0], data.centred_masses()


def settled(rate, curvature, sigma2, steps=5000):
    """The recursion of the variance, run until it rests."""
    v = 0.0
    for _ in range(steps):
        v = (1 - rate * curvature) ** 2 * v + rate**2 * sigma2
    return v


def test_the_floor_and_the_arrival(names):
    """The floor is exact for single samples and pairs and that of a second simulation; when each rate arrives."""
    # One step from the floor, averaged over all samples or pairs, gives it again: the mean distance is zero.
    for rate in [0.2, 0.1, 0.05, 0.01]:
        best = names["best"]
        factors, kicks = 1 - 2 * rate * x**2, -2 * rate * (best * x - y) * x
        v = names["floor"](rate, 1)
        assert np.mean(factors**2 * v + kicks**2) == pytest.approx(v, rel=1e-9)
        v = names["floor"](rate, 2)
        factors, kicks = (np.add.outer(part, part) / 2 for part in (factors, kicks))
        assert np.mean(factors**2 * v + kicks**2) == pytest.approx(v, rel=1e-9)
    # One long run at each setting, its time average, instead of many runs side by side.
    floor = names["floor"]
    best, rng = np.mean(x * y), np.random.default_rng(7)
    for rate, size in ((0.1, 1), (0.05, 8)):
        w, total = best, 0.0
        for rows in rng.integers(len(x), size=(60_000, size)):
            a = x[rows]
            w = w - rate * 2 * float((w * a - y[rows]) @ a) / size
            total += (w - best) ** 2
        assert total / 60_000 == pytest.approx(floor(rate, size), rel=0.08)
    # The best weight and its noise by a second reading; the extra floor of the curvatures; when each rate arrives.
    (slope,), *_ = np.linalg.lstsq(x[:, None], y, rcond=None)
    assert names["best"] == pytest.approx(slope, abs=1e-12)
    slopes = (((slope + 1e-5) * x - y) ** 2 - ((slope - 1e-5) * x - y) ** 2) / 2e-5
    assert abs(slopes.mean()) < 1e-9
    assert names["sigma2"] == pytest.approx(np.var(slopes), rel=1e-6)
    assert np.mean(2 * x**2) == pytest.approx(2, rel=1e-12)
    # Curvature of the samples adds some per cent.
    for rate, share in ((0.1, 0.13), (0.01, 0.01)):
        assert names["floor"](rate, 1) / settled(rate, 2, names["sigma2"]) - 1 == pytest.approx(share, abs=0.005)


def reshuffled(rate: float, n: int, sigma2: float) -> float:
    """Variance at the ends of reshuffled epochs, exact for one curvature of 2: noises of sum zero, in random order."""
    a = (1 - 2 * rate) ** np.arange(n)
    return rate**2 * sigma2 * n / (n - 1) * (np.sum(a**2) - np.sum(a) ** 2 / n) / (1 - (1 - 2 * rate) ** (2 * n))


def test_the_formulas(names):
    """The recursion, the coin by all its outcomes, small sets by all subsets and all orders, in fractions."""
    # The formula is where the recursion rests; the coin by all its outcomes.
    for rate, curvature, sigma2 in [(0.1, 2, 1), (0.05, 2, 1), (0.3, 0.7, 4), (0.01, 50, 0.2)]:
        known = settled(rate, curvature, sigma2)
        assert rate * sigma2 / (curvature * (2 - rate * curvature)) == pytest.approx(known, rel=1e-9)
    # All 2^k sequences of k tosses in exact fractions, against the recursion; it settles at 1/36.
    v = Fraction(0)
    for k in range(1, 9):
        v = Fraction(16, 25) * v + Fraction(1, 100)
        ends = []
        for tosses in product((-1, 1), repeat=k):
            w = Fraction(0)
            for toss in tosses:
                w = w - Fraction(1, 10) * (2 * w + toss)
            ends.append(w)
        assert (sum(ends), sum(w * w for w in ends) / len(ends)) == (0, v)
    assert Fraction(1, 100) / (1 - Fraction(16, 25)) == Fraction(1, 36)
    assert names["times"] == pytest.approx(settled(0.1, 2, 1) / settled(0.05, 2, 1), rel=0.05)
    assert names["stronger"] == pytest.approx(settled(0.1, 2, 4), rel=1e-9)
    band = [settled(rate, 2, 1) ** 0.5 for rate in (0.1, 0.01)]
    assert band[0] > 0.8**20  # when each walk is within its band
    assert 0.98**200 < band[1] < 0.98**100
    # Every subset of a small set in fractions: the variance of its mean is σ²/b times (n − b)/(n − 1).
    values = [Fraction(v) for v in (-4, -1, 0, 2, 3)]
    sigma2 = sum(v * v for v in values) / 5
    for b in range(1, 6):
        means = [sum(chosen) / b for chosen in combinations(values, b)]
        assert sum(m * m for m in means) / len(means) == sigma2 / b * Fraction(5 - b, 4)
    # Three noises in all six orders, in fractions.
    noises, rate = (-3, 1, 2), Fraction(1, 10)
    kicks = []
    for order in ((0, 1, 2), (0, 2, 1), (1, 0, 2), (1, 2, 0), (2, 0, 1), (2, 1, 0)):
        w = Fraction(0)
        for i in order:
            w = w - rate * (2 * w + noises[i])
        kicks.append(w)
    v = sum(w * w for w in kicks) / 6 / (1 - Fraction(4, 5) ** 6)
    assert reshuffled(0.1, 3, Fraction(14, 3)) == pytest.approx(float(v), rel=1e-12)


def test_reshuffling_falls_with_the_third_power_and_below_with_the_second(names):
    """All orders of five samples: η³ if their curvatures are equal; if not, η² takes over at small rates."""

    def second_moment(rate, curvatures, slopes):
        kicks = []
        for order in permutations(range(5)):
            w = 0.0
            for i in order:
                w = w - rate * (curvatures[i] * w + slopes[i])
            kicks.append(w)
        keep = np.prod(1 - rate * curvatures)
        mean = np.mean(kicks) / (1 - keep)
        return (np.mean(np.square(kicks)) + 2 * keep * mean * np.mean(kicks)) / (1 - keep**2)

    slopes = np.array([-3.0, 1.0, 2.5, -1.5, 1.0])  # their sum is zero
    for curvatures, power in ((np.full(5, 2.0), 3), (np.array([1.0, 2.0, 3.0, 1.5, 2.5]), 2)):
        found = [second_moment(rate, curvatures, slopes) for rate in (1e-4, 1e-5)]
        assert log(found[0] / found[1], 10) == pytest.approx(power, abs=0.1)
    # The shift of the mean, by the same formula as on the page: η · mean(curvature · slope) / 2 mean(curvature).
    shift = 1e-5 * np.mean(curvatures * slopes) / (2 * curvatures.mean())
    assert found[1] == pytest.approx(shift**2, rel=0.1)
    shift = 0.00025 * np.mean(2 * x**2 * 2 * (np.mean(x * y) * x - y) * x) / 4
    assert shift**2 < names["ends"][0.00025][1] / 1000


def test_when_there_is_no_floor_and_what_averaging_does(names):
    """One weight that fits all: geometric to the best. Averages: σ²/(λ²k) on the bowl, a bias elsewhere."""
    assert abs(names["w"] - names["best"]) < 1e-6
    chance, w = np.random.default_rng(11), np.zeros(500)
    for i in chance.integers(342, size=(300, 500)):
        w = w - 0.1 * 2 * (w - np.mean(x * y)) * x[i] ** 2
    assert max(abs(w - np.mean(x * y))) < 1e-6
    # Bowl: the variance of the mean of k weights is 1/(4k) for long runs. Lopsided: near −V/2 = −η/4.
    averages = names["averages"]
    for k in (1000, 4000):
        assert averages["bowl", k][0] == pytest.approx(0.5 / k**0.5, rel=0.1)
        assert abs(averages["bowl", k][1]) < 0.003
    assert averages["lopsided", 4000][1] == pytest.approx(-0.025, abs=0.004)
    chance, w, total = np.random.default_rng(12), np.zeros(3000), 0.0
    for k in range(2000):  # a smaller rate, a smaller bias
        w = w - 0.025 * (np.exp(w) - 1 + chance.choice([-1, 1], size=3000))
        total += (k >= 500) * w.mean() / 1500
    assert total == pytest.approx(-0.025 / 4, rel=0.3)


def test_drawn_and_reshuffled_ends(names):
    """Both agree with their formulas; one falls with the rate, the other with its third power."""
    # Drawn and reshuffled ends are those of the formulas.
    for rate, (drawn, mixed) in names["ends"].items():
        assert drawn == pytest.approx(names["floor"](rate, 1), rel=0.15)
        assert mixed == pytest.approx(reshuffled(rate, 342, names["sigma2"]), rel=0.15)
    # Drawn falls with the rate and reshuffled with its third power.
    ends = names["ends"]
    assert list(ends) == [0.016, 0.004, 0.001, 0.00025]
    for large, small in pairwise(ends):
        assert ends[large][0] / ends[small][0] == pytest.approx(4, rel=0.15)
    assert ends[0.001][1] / ends[0.00025][1] == pytest.approx(64, rel=0.15)
    gain = [drawn / mixed for drawn, mixed in ends.values()]
    assert gain == sorted(gain)
    assert gain[0] < 1.5
    assert gain[-1] > 200
    exact = [reshuffled(rate, 342, 1) for rate in (1e-5, 1e-6)]
    assert log(exact[0] / exact[1], 10) == pytest.approx(3, abs=0.02)
    # At the smallest rate, half-way through an epoch, it is many times further off than at the end.
    best, rng = np.mean(x * y), np.random.default_rng(5)
    w = np.full(300, best)
    for k, i in enumerate(rng.permuted(np.tile(np.arange(342), (300, 1)), axis=1).T):
        if k == 171:
            middle = np.mean((w - best) ** 2)
        w = w - 0.00025 * 2 * (w * x[i] - y[i]) * x[i]
    assert middle > 10 * np.mean((w - best) ** 2)


def test_variance_falls_with_the_rate_and_with_the_batch(names):
    """A smaller batch at the old rate raises the floor; averaging calms; one batch of eight is a wrong judge."""
    # Variance falls with the rate and with the batch.
    floor = names["floor"]
    for size in (1, 8, 64):
        assert 2 < floor(0.1, size) / floor(0.05, size) < 2.5
        assert floor(0.001, size) / floor(0.0005, size) == pytest.approx(2, abs=0.01)
    for rate in (0.1, 0.05, 0.02):
        assert 8 <= floor(rate, 1) / floor(rate, 8) < 9
        assert floor(2 * rate, 16) / floor(rate, 8) == pytest.approx(1, abs=0.15)  # twice the rate, twice the batch
    assert names["measured"].keys() == {(rate, size) for rate in (0.1, 0.05, 0.02) for size in (1, 8, 64)}
    # A smaller batch at the old rate raises the floor.
    assert floor(0.2, 1) > 64 * floor(0.2, 64)
    assert 0.5 < floor(0.2 / 64, 1) / floor(0.2, 64) < 1
    # One batch of eight is often a wrong judge.
    assert np.mean((names["bad"] * x - y) ** 2) == pytest.approx(2 * np.mean((names["best"] * x - y) ** 2), rel=1e-9)
    rng = np.random.default_rng(99)
    fooled = 0
    for _ in range(4000):
        i, j = rng.integers(342, size=(2, 8))
        fooled += np.mean((names["bad"] * x[j] - y[j]) ** 2) < np.mean((names["best"] * x[i] - y[i]) ** 2)
    assert fooled / 4000 == pytest.approx(names["fooled"] / 1000, abs=0.03)
