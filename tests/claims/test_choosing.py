"""The claims of docs/optimizers/choosing.md: by autograd, SciPy, loops of their own and closed forms."""

import numpy as np
import pytest
from autograd import grad
from autograd import numpy as anp
from scipy.optimize import minimize

from tests.claims.oracles import differences

PAGE = "docs/optimizers/choosing.md"


def test_gradients_and_lowest_loss(names):
    """Penguins and ravine by central differences, the network by autograd; the lowest loss by SciPy."""
    rng = np.random.default_rng(3)
    place = rng.normal(size=5)
    known = differences(lambda w: names["loss"](np.array(w)), place, h=1e-4)
    assert names["gradient"](place) == pytest.approx(known, abs=1e-7)
    found = minimize(names["loss"], np.ones(5), method="BFGS", options={"gtol": 1e-9})
    assert names["loss"](names["lowest"]) == pytest.approx(found.fun, abs=1e-9)
    start, gradient, loss = names["ravine"](range(2))
    known = differences(lambda w: loss(np.array([[w, start[1]]]))[0, 0], start[0], h=1e-3)
    assert gradient(start[None])[0, 0] == pytest.approx(known, abs=1e-6)

    def by_hand(theta):
        parts = [theta[:128].reshape(16, 8), theta[128:136], theta[136:216].reshape(8, 10), theta[216:]]
        z = anp.dot(anp.tanh(anp.dot(names["small"], parts[0]) + parts[1]), parts[2]) + parts[3]
        return anp.mean(anp.log(anp.sum(anp.exp(z), axis=1)) - anp.sum(z * names["ones"], axis=1))

    theta = rng.normal(size=226)
    loss, slopes = names["network"](theta[None, None], names["small"], names["ones"])
    assert loss[0, 0] == pytest.approx(by_hand(theta))
    assert slopes[0, 0] == pytest.approx(grad(by_hand)(theta), abs=1e-9)


def test_barzilai_borwein_on_other_starts(names):
    """From fresh starts too, no constant rate of descent arrives with 1.4 times its gradients."""
    target = names["loss"](names["lowest"]) + 1e-6
    for start in np.random.default_rng(77).normal(size=(4, 5)):
        count = names["bb"](names["loss"], names["gradient"], start, target)
        w = np.tile(start, (40, 1))
        rates = np.geomspace(1, 20, 40)[:, None]
        for _ in range(int(1.4 * count)):
            assert min(names["loss"](w)) > target
            with np.errstate(over="ignore"):
                w = w - rates * names["gradient"](w)
    # On a bowl with one curvature the second step lands: its rate is one over the curvature.
    assert names["bb"](lambda w: 3 * w @ w, lambda w: 6 * w, np.array([2.0, 1.0]), 1e-12) == 2


def test_best_of_random_trials(names):
    """`kept` against draws, and against the smallest of n uniform numbers, 1 / (n + 1)."""
    rng = np.random.default_rng(5)
    own, fresh = rng.normal(size=(2, 3, 4))
    for n in (1, 3, 20):
        drawn = rng.integers(12, size=(200_000, n))
        best = drawn[np.arange(200_000), own.ravel()[drawn].argmin(axis=1)]
        assert names["kept"](own, fresh, n) == pytest.approx(fresh.ravel()[best].mean(), abs=0.01)
        even = np.arange(1000) / 1000
        assert names["kept"](even, even, n) == pytest.approx(1 / (n + 1), abs=0.001)
    assert np.log(0.05) / np.log(0.95) == pytest.approx(58.4, abs=0.01)
    assert names["n"] == 59


def test_scores_by_a_loop(names):
    """One setting of each method on the ravine, seed after seed; ranks that the text and the figures state."""
    start, gradient, loss = names["ravine"](range(8))
    for name, (i, k) in (("momentum", (2, 6)), ("Adam", (3, 8))):
        method, beta = names["methods"][name]
        path = names["race"](method, gradient, start[None], 300, **{"eta": names["rates"][k], beta: names["betas"][i]})
        below = np.array([loss(state[0])[0] < 0.01 for state in path])
        count = [np.flatnonzero(each)[0] if each.any() else 600 for each in below.T]
        expected = np.mean(count[:4]), np.mean(count[4:])
        assert [each[i, k] for each in names["score"]["ravine", name]] == pytest.approx(expected)
    # Adam's best rates: 0.1 on the digits, larger on the ravine. Momentum's moves down as its beta grows.
    best = {key: own.argmin(axis=1) for key, (own, _) in names["score"].items()}
    assert names["rates"][best["digits", "Adam"][3]] == pytest.approx(0.1)
    assert best["ravine", "Adam"][3] > best["digits", "Adam"][3]
    assert all(np.diff(best["digits", "momentum"]) <= 0)
    end = names["at_default"]
    assert end["ravine", "descent"] < end["ravine", "Adam"] / 5
    assert end["digits", "Adam"] < end["digits", "descent"]
    assert min(end["ravine", "descent"], end["digits", "Adam"]) > 4 * 0.5
    assert np.median(names["late"]) > 40
