"""The numbers of docs/optimizers/adam.md: exact means, closed forms, and a loop of its own."""

from fractions import Fraction
from math import sqrt

import numpy as np
import pytest

from tests.claims.oracles import differences

PAGE = "docs/optimizers/adam.md"
B1, B2 = Fraction(9, 10), Fraction(999, 1000)


def means(slopes, b1=B1, b2=B2):
    """The corrected means after the last slope, as weighted means: no state, no division by 1 − β^k."""
    ages = range(len(slopes))
    mean = sum(b1**j * g for j, g in zip(ages, slopes[::-1], strict=True)) / sum(b1**j for j in ages)
    square = sum(b2**j * g * g for j, g in zip(ages, slopes[::-1], strict=True)) / sum(b2**j for j in ages)
    return mean, square


def walk(names, slopes, method="adam", **settings):
    """The steps that the page's method takes on these slopes, uphill counted negative, and its last state."""
    source = iter([float(g) for g in slopes])
    path = names["race"](names[method], lambda theta: next(source), 0, len(slopes), **{"eta": 1} | settings)
    return -np.diff([theta for theta, *_ in path]), path[-1]


def test_steps_are_ratios_of_weighted_means(names):
    """The table, the alternating slopes, the second step by hand, leaps after silence: in exact fractions."""
    for slopes in ([4, 2, -1, 2], [1, -1], [1, -1] * 60, [0] * 50 + [1] * 20, [3]):
        steps, (_, m, s, k) = walk(names, slopes)
        for n in range(len(slopes)):
            mean, square = means([Fraction(g) for g in slopes[: n + 1]])
            assert steps[n] == pytest.approx(float(mean) / sqrt(square) if square else 0, rel=1e-6)
        corrected = m / float(1 - B1**k), s / float(1 - B2**k)
        assert (corrected, k) == (pytest.approx([float(mean), float(square)]), len(slopes))
    # Slopes ±1: the mean tends to (1 − β₁) / (1 + β₁), and from its second step on every other step is just that.
    assert abs(names["moves"][[1, 3, 399]]) == pytest.approx([1 / 19] * 3, rel=1e-5)
    assert abs(walk(names, [1, -1] * 60, beta1=0)[0]) == pytest.approx(1)  # RMSProp, with its start corrected
    # After a silence of n zeros, j slopes of 1 leave the weights 1 − β₁^j and 1 − β₂^j.
    j = np.arange(1, 21)
    leaps = (1 - 0.9**j) / np.sqrt((1 - 0.999**j) / (1 - 0.999 ** (1000 + j)))
    assert names["lengths"][1000:] == pytest.approx(leaps, rel=1e-6)


def test_scale_epsilon_and_the_ravine(names):
    """The first step is g / (|g| + ε), with Keras's ε 32 times as large; κ drops out of the walk in the ravine."""
    for power, step in names["first"].items():
        g = 3 * 10.0**power
        assert step == pytest.approx(0.1 * g / (g + 1e-8))
    for (g, method), step in names["hat"].items():
        eps = 1e-8 if method is names["adam"] else 1e-8 / sqrt(0.001)
        assert step == pytest.approx(0.1 * g / (g + eps))
    loss, gradient = names["loss"], names["gradient"]
    assert gradient([-4, 2]) == pytest.approx(differences(loss, [-4, 2], 1e-3))
    path = names["race"](names["adam"], gradient, [-4, 2], 60, eta=0.5)
    for start, axis in ((-4.0, 0), (2.0, 1)):
        bowl = names["race"](names["adam"], lambda w: w, start, 60, eta=0.5)
        assert [p[0][axis] for p in path] == pytest.approx([float(p[0]) for p in bowl], abs=1e-5)
    assert max(theta[0] for theta, *_ in path) > 1  # it swings past the minimum, and does not without a mean of slopes
    alone = names["race"](names["adam"], gradient, [-4, 2], 60, eta=0.5, beta1=0)
    assert max(theta[0] for theta, *_ in alone) < 1e-6


def test_tuned_adam_and_descent_change_places(names):
    """Steps until the loss stays below 0.01: descent by its factors, Adam by the walk on one bowl, scaled by κ."""

    def longest(losses, known):
        first = [1 + max(np.flatnonzero(run >= 0.01), default=-1) for run in losses.T]
        assert known == min(first)
        assert 0 < np.argmin(first) < len(first) - 1  # not at an end of the grid

    k, rates = np.arange(400)[:, None], np.geomspace(0.05, 5, 100)
    for kappa, (plain, *adaptive) in names["arrival"].items():
        eta = np.linspace(0.1, 1.99, 190) / kappa
        longest(8 * (1 - eta) ** (2 * k) + 2 * kappa * (1 - eta * kappa) ** (2 * k), plain)
        for b1, count in zip((0.9, 0), adaptive, strict=True):
            walk, m, s = [np.multiply.outer([-4.0, 2.0], np.ones(100))], 0, 0
            for step in range(1, 400):
                m, s = b1 * m + (1 - b1) * walk[-1], 0.999 * s + 0.001 * walk[-1] ** 2
                walk.append(walk[-1] - rates * m / (1 - b1**step) / np.sqrt(s / (1 - 0.999**step)))
            longest(np.array([np.dot([0.5, kappa / 2], w**2) for w in walk]), count)
    assert names["arrival"][25][2] < names["arrival"][25][0] < names["arrival"][25][1]
    assert names["arrival"][100][2] < names["arrival"][100][1] < names["arrival"][100][0]


def test_what_bias_correction_does(names):
    """Against weighted means without any state: slower at the defaults, faster with equal β's; a stuck counter."""
    slopes = np.random.default_rng(7).normal(size=300)
    for b2 in (0.999, 0.99, 0.9):
        without, _ = walk(names, slopes, "bare", beta2=b2)
        raw = 0.1 * np.dot(0.9 ** np.arange(300)[::-1], slopes)
        square = (1 - b2) * np.dot(b2 ** np.arange(300)[::-1], slopes**2)
        assert without[-1] == pytest.approx(raw / sqrt(square), rel=1e-5)
        k = np.arange(1, 1001)
        assert names["ratio"][b2] == pytest.approx((1 - 0.9**k) / np.sqrt(1 - b2**k), rel=1e-4)
    k = np.arange(1, 20_001)
    squared = (1 - 0.9**k) ** 2
    assert all(squared > 1 - 0.999**k)
    assert all(squared[:300] < 1 - 0.9 ** k[:300])
    assert names["ratio"][0.99][0] == pytest.approx(1, abs=1e-6)
    k = k[:5000]
    assert names["steps"] == pytest.approx((1 - 0.9**k) / 0.1 * np.sqrt(0.001 / (1 - 0.999**k)), rel=1e-5)


def test_the_wrong_way(names):
    """Slopes 4, −1, −1 with β₁ = 0 and β₂ = 1/17: the mean slope is positive, the walk goes up."""
    steps, _ = walk(names, [4, -1, -1] * 100, eta=0.01, beta1=0, beta2=1 / 17)
    assert -steps.sum() == pytest.approx(names["path"][-1][0])
    assert -steps.sum() > 0 < sum([4, -1, -1])
    for b1, b2 in ((0, 0.9), (0.9, 0.999)):  # with a longer memory it goes down
        assert walk(names, [4, -1, -1] * 100, beta1=b1, beta2=b2)[0].sum() > 0
