"""The numbers of docs/idea/why-not-guess.md, derived without its code."""

from functools import partial
from statistics import median

import numpy as np
import pytest
from scipy.stats import binom, nbinom

PAGE = "docs/idea/why-not-guess.md"
RACES = range(9)


def hikes(kinds: int) -> tuple[np.ndarray, np.ndarray]:
    """Hours and the true speeds of the page's made-up hikes; the kilometres are their product."""
    rng = np.random.default_rng(kinds)
    return rng.exponential(1, (50, kinds)), rng.uniform(1, 5, kinds)


def steps_by_formula(kinds: int, seed: int, eta: float = 0.06) -> int:
    """Descent steps to a loss of 0.1, with the exact gradient 2/n · Xᵀ(Xw − y)."""
    hours, speeds = hikes(kinds)
    w = np.random.default_rng(seed).uniform(0, 10, kinds)
    for step in range(10_000):
        errors = hours @ (w - speeds)
        if errors @ errors / 50 <= 0.1:
            return step
        w = w - eta * 2 / 50 * hours.T @ errors
    raise AssertionError("no end")


def test_what_searches_cost(names):
    """Shares of a line and of a square that hit; what a felt slope, a formula and guesses cost."""
    for weights in (1, 2):  # 400 darts: their hits lie where a binomial law puts them
        low, high = binom.ppf([0.005, 0.995], 400, 0.05**weights)
        assert low <= names["hits"][:, :weights].all(axis=1).sum() <= high
    assert names["odds"] ** 5 == pytest.approx(1 / 0.05**5)
    # The speeds that made the kilometres are the minimum.
    for kinds in (1, 2, 5, 10):
        loss, tried = names["make_hikes"](kinds)
        hours, speeds = hikes(kinds)
        assert loss(speeds) == pytest.approx(0, abs=1e-24)
        assert (loss(speeds + 1), len(tried)) == (pytest.approx(np.mean(hours.sum(axis=1) ** 2)), 2)
    # The exact gradient takes the same steps; felt, each costs kinds + 1 evaluations. By formula, at two, it wins.
    for kinds in [1, 2, 5, 10]:
        steps = median(steps_by_formula(kinds, seed) for seed in RACES)
        guessed, wandered, felt = names["counts"][kinds]
        assert felt == 1 + steps * (kinds + 1)
        assert (felt < min(guessed, wandered)) == (kinds != 5)
        assert 1 + 2 * steps < min(guessed, wandered)
    # The median lies where nine draws of a geometric law, with the target's share of the box, put it.
    for kinds in [1, 2]:
        hours, _ = hikes(kinds)
        radius = 0.1 ** (kinds / 2) / np.sqrt(np.linalg.det(hours.T @ hours / 50))
        share = radius * (2 if kinds == 1 else np.pi) / 10**kinds
        # The fifth of nine counts is at most c when at least five are: binomial in P(count <= c).
        at_most = np.arange(1, 20_000)
        fifth_within = nbinom.cdf(4, 5, 1 - (1 - share) ** at_most)  # five successes with at most four failures in nine
        low, high = at_most[np.searchsorted(fifth_within, [0.005, 0.995])]
        assert low <= names["counts"][kinds][0] <= high
    # All nine races reach the limit of 2,000.
    assert {len(names["race"](names["by_guessing"], 5, seed)) for seed in RACES} == {2_000}


@pytest.mark.parametrize(
    ("kinds", "sizes", "etas"),
    [
        (1, (0.2, 0.3, 0.5, 0.8), (0.04, 0.06, 0.1, 0.15)),
        (2, (0.2, 0.3, 0.5, 0.8), (0.06, 0.1, 0.15, 0.2)),
        (5, (0.1, 0.2, 0.3), (0.04, 0.06, 0.08, 0.1)),
        (10, (0.05, 0.1, 0.2), (0.04, 0.06, 0.08)),
    ],
)
def test_the_slope_wins_when_each_search_has_its_best_step(names, kinds, sizes, etas):
    """The contest does not hang on the page's two step sizes: felt or by formula, the tuned slope needs fewer."""

    def best(search, name, values):
        searches = [partial(search, **{name: value}) for value in values]
        return min(median(len(names["race"](each, kinds, seed)) for seed in RACES) for each in searches)

    felt = best(names["by_slope"], "eta", etas)
    by_formula = 1 + 2 * min(median(steps_by_formula(kinds, seed, eta) for seed in RACES) for eta in etas)
    assert by_formula <= felt < best(names["by_wandering"], "size", sizes)


def test_single_races_differ_and_a_learning_wanderer_is_beaten_by_the_formula_only(names):
    """What the page says of races 0, 2 and 5; other first sizes of the learning wanderer end alike."""
    found = {s: [len(names["race"](search, 2, s)) for search in names["searches"]] for s in (0, 2, 5)}
    assert found[0][0] < found[0][2]
    assert found[2][1] == 2
    assert 2 * found[5][2] < min(found[5][:2])
    formula = 1 + 2 * median(steps_by_formula(10, seed) for seed in RACES)
    for size in (0.5, 2, 5):
        search = partial(names["by_learning"], size=size)
        learned = median(len(names["race"](search, 10, seed)) for seed in RACES)
        assert 2 * formula < learned < min(names["counts"][10])
