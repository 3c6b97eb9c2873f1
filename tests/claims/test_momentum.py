"""The claims of docs/optimizers/momentum.md: by iteration matrices found from unit vectors, and by closed forms."""

import numpy as np
import pytest
from scipy.optimize import minimize

from tests.claims.oracles import differences

PAGE = "docs/optimizers/momentum.md"


def factor(eta, beta, curvature):
    """The larger root of x² − (1 + β − ηλ)x + β, in size."""
    return max(abs(np.roots([1, eta * curvature - 1 - beta, beta])))


def settled(rates, betas, start, steps):
    """From which step on the loss stays below 0.01, by powers of the iteration matrices, without a walk."""
    losses = 0
    for weight, place in zip((1, 25), start, strict=True):
        one = np.array([[1 - rates * weight, -rates * betas], [weight + 0 * rates, betas]])
        state, path = np.array([place, 0]) + np.zeros((*rates.shape, 2)), []
        for _ in range(steps + 1):
            path.append(state[..., 0])
            state = np.einsum("ij...,...j->...i", one, state)
        losses = losses + weight * np.array(path) ** 2 / 2
    return steps + 1 - np.argmax((losses >= 0.01)[::-1], axis=0)


def test_gradient_and_counts(names):
    """The gradient by differences; 44, 13 and 79 steps; and that other starts give a quarter, in the mean."""
    for place in ((-4, 2), (0.5, -1.5)):
        assert names["gradient"](place) == pytest.approx(differences(names["loss"], place, h=1e-3), abs=1e-9)
    rates, betas = names["rates"], names["betas"]
    assert (rates.size, rates.min(), rates.max(), betas.max()) == (3200, 0.001, 0.16, 0.95)
    assert np.array_equal(late := settled(rates, betas, (-4, 2), 250), names["counts"])
    assert (late[0].min(), late.min(), late[betas == 0.9].min()) == (44, 13, 79)
    angles = np.linspace(0, np.pi / 2, 22)
    others = np.array([settled(rates, betas, 116**0.5 * np.array([np.cos(a), np.sin(a) / 5]), 70) for a in angles])
    assert others[-1, 0].min() == others[-1].min() == 1  # straight across
    assert np.mean(others[:-1, 0].min(axis=1) / others[:-1].min(axis=(1, 2))) == pytest.approx(4, abs=0.3)


def test_factor_regions_and_border(names):
    """The page's factor, its regions as signs of walks, √β between the two curves, the border 2(1 + β)."""
    rng = np.random.default_rng(5)
    for beta in rng.uniform(0.05, 0.95, 20):
        inner, outer, border = (1 - beta**0.5) ** 2, (1 + beta**0.5) ** 2, 2 * (1 + beta)
        for x in rng.uniform(0, 4, 20):  # one step of (w, v), from the unit vectors
            one = np.transpose([names["momentum"](lambda w: 25 * w, *unit, x / 25, beta) for unit in np.eye(2)])
            known = max(abs(np.linalg.eigvals(one))), factor(x, beta, 1)
            assert [names["factor"](x / 25, beta, 25)] * 2 == pytest.approx(known, abs=1e-7)
            assert not inner < x < outer or known[0] == pytest.approx(beta**0.5, abs=1e-7)
        assert names["factor"](border - 1e-6, beta, 1) < 1 < names["factor"](border + 1e-6, beta, 1)
        turns = []
        for x in (inner * 0.9, (inner + outer) / 2, (outer + border) / 2):  # monotone, ripples, flips
            walk = names["race"](names["momentum"], lambda w: w, 1.0, 40, eta=x, beta=beta)
            turns.append(np.count_nonzero(np.diff(np.sign([w for w, *_ in walk]))))
        assert turns[0] == 0 < turns[1] < turns[2] == 40
    # On the first screen the moves along the valley grow at first; the wrong box measures 0.9, not 2√0.81.
    walk = names["race"](names["momentum"], names["gradient"], (-4, 2), 2, eta=0.1, beta=0.45)
    assert np.diff([theta[0] for theta, *_ in walk]) == pytest.approx([0.4, 0.45 * 0.4 + 0.36])
    assert names["measured"] == pytest.approx(0.9, abs=0.005)


def test_best_pair_and_what_it_costs(names):
    """No pair has a smaller factor than the formula's; what a miss costs; 0.9 pays from κ = 38, is best at 1,442."""
    for kappa in (5, 25, 400):
        eta, beta = names["best_pair"](kappa)

        def worst(pair, kappa=kappa):
            return max(factor(*pair, curvature) for curvature in np.geomspace(1, kappa, 9))

        assert (eta, beta**0.5) == pytest.approx((4 / (1 + kappa**0.5) ** 2, 1 - eta**0.5))
        assert worst((eta, beta)) == pytest.approx((kappa**0.5 - 1) / (kappa**0.5 + 1), abs=1e-6)
        for first in ((eta * 0.8, beta), (eta, beta * 0.9), (eta * 0.7, beta * 1.2)):
            assert minimize(worst, first, method="Nelder-Mead").fun > worst((eta, beta)) - 1e-6
        for less in beta * np.linspace(0.05, 0.98, 9):  # with a smaller β no rate reaches the factor
            assert min(worst((rate / kappa, less)) for rate in np.linspace(0.02, 4.4, 99)) > beta**0.5
    for miss, known in ((0.45, 0.45**0.5), (0.44, 0.742), (0.55, 0.742)):
        assert max(factor(0.111, miss, 1), factor(0.111, miss, 25)) == pytest.approx(known, abs=5e-4)
    assert names["ends"][1e-2] == [13, 20]  # the formula needs more steps than the grid; at 1e-40 clearly fewer
    assert names["ends"][1e-40][1] < 0.95 * names["ends"][1e-40][0]
    over, best = names["from_here"], names["best_pair"](names["fits"])
    assert ((over - 1) / (over + 1), best[1]) == pytest.approx((0.9**0.5, 0.9))
