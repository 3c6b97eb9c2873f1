"""The claims of docs/optimizers/momentum.md: by iteration matrices found from unit vectors, and by closed forms."""

import numpy as np
import pytest
from scipy.optimize import minimize

from tests.claims.oracles import differences

PAGE = "docs/optimizers/momentum.md"


def matrix(names, eta, beta, curvature):
    """What one step of the page's method does to (w, v): its columns are the steps of the unit vectors."""
    return np.transpose([names["momentum"](lambda w: curvature * w, *unit, eta, beta) for unit in np.eye(2)])


def factor(eta, beta, curvature):
    """The larger root of x² − (1 + β − ηλ)x + β, in size."""
    return max(abs(np.roots([1, eta * curvature - 1 - beta, beta])))


def test_gradient_and_counts(names):
    """The gradient by differences; 44, 13 and 79 steps by powers of the iteration matrices, without a walk."""
    for place in ((-4, 2), (0.5, -1.5)):
        assert names["gradient"](place) == pytest.approx(differences(names["loss"], place, h=1e-3), abs=1e-9)
    rates, betas = names["rates"], names["betas"]
    assert (rates.size, rates.min(), rates.max(), betas.max()) == (3200, 0.001, 0.16, 0.95)
    losses = 0
    for weight, start in ((1, -4), (25, 2)):
        one = np.moveaxis(np.array([[1 - rates * weight, -rates * betas], [weight + 0 * rates, betas]]), (0, 1), (2, 3))
        state, path = np.array([start, 0]) + np.zeros((*rates.shape, 2)), []
        for _ in range(251):
            path.append(state[..., 0])
            state = np.einsum("...ij,...j", one, state)
        losses = losses + weight * np.array(path) ** 2 / 2
    late = 251 - np.argmax((losses >= 0.01)[::-1], axis=0)
    assert np.array_equal(late, names["counts"])
    assert (late[0].min(), late.min(), late[betas == 0.9].min()) == (44, 13, 79)


def test_factor_regions_and_border(names):
    """The page's factor, its regions as signs of walks, √β between the two curves, the border 2(1 + β)."""
    rng = np.random.default_rng(5)
    for beta in rng.uniform(0.05, 0.95, 20):
        inner, outer, border = (1 - beta**0.5) ** 2, (1 + beta**0.5) ** 2, 2 * (1 + beta)
        for curvature in (1, 25):
            for x in rng.uniform(0, 4, 10):
                known = max(abs(np.linalg.eigvals(matrix(names, x / curvature, beta, curvature))))
                assert names["factor"](x / curvature, beta, curvature) == pytest.approx(known, abs=1e-7)
                assert factor(x / curvature, beta, curvature) == pytest.approx(known, abs=1e-7)
        for x in rng.uniform(inner, outer, 10):
            assert names["factor"](x, beta, 1) == pytest.approx(beta**0.5, abs=1e-7)
        assert names["factor"](border - 1e-6, beta, 1) < 1 < names["factor"](border + 1e-6, beta, 1)
        turns, places = {}, {"monotone": inner * 0.9, "ripples": (inner + outer) / 2, "flips": (outer + border) / 2}
        for where, x in places.items():
            walk = names["race"](names["momentum"], lambda w: w, 1.0, 40, eta=x, beta=beta)
            signs = np.sign([w for w, *_ in walk])
            turns[where] = np.sum(signs[1:] != signs[:-1])
        assert turns["monotone"] == 0 < turns["ripples"] < turns["flips"] == 40
    # On the first screen the moves along the valley grow at first.
    walk = names["race"](names["momentum"], names["gradient"], (-4, 2), 2, eta=0.1, beta=0.45)
    assert np.diff([theta[0] for theta, *_ in walk]) == pytest.approx([0.4, 0.45 * 0.4 + 0.36])
    # The wrong box: measured 0.9, printed 1.8 = 2√0.81.
    assert names["measured"] == pytest.approx(0.9, abs=0.005)


def test_best_pair_and_what_it_costs(names):
    """No pair has a smaller factor than the formula's; κ with momentum costs what √κ costs without."""
    for kappa in (5, 25, 400):
        eta, beta = names["best_pair"](kappa)

        def worst(pair, kappa=kappa):
            return max(factor(pair[0], pair[1], curvature) for curvature in np.geomspace(1, kappa, 9))

        assert (eta, beta**0.5) == pytest.approx((4 / (1 + kappa**0.5) ** 2, 1 - eta**0.5))
        assert worst((eta, beta)) == pytest.approx((kappa**0.5 - 1) / (kappa**0.5 + 1), abs=1e-6)
        for first in ((eta, beta), (eta * 0.8, beta), (eta, beta * 0.9), (eta * 0.7, beta * 1.2)):
            assert minimize(worst, first, method="Nelder-Mead").fun > worst((eta, beta)) - 1e-6
    # The formula needs more steps than the grid at 0.01, fewer at 1e-20; the count at 0.01 is 20.
    ends = names["ends"]
    assert ends[1e-2] == [13, 20]
    assert ends[1e-20][1] < ends[1e-20][0]
    # 0.9 overtakes plain descent at κ = 38, and is the best pair's at 1,442.
    assert (names["from_here"] - 1) / (names["from_here"] + 1) == pytest.approx(0.9**0.5)
    assert names["best_pair"](names["fits"])[1] == pytest.approx(0.9)
