"""The claims of docs/optimizers/choosing.md: by autograd, SciPy, loops of their own and closed forms."""

import numpy as np
import pytest
from autograd import grad, hessian
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

    # About three losses to two gradients; to a thousandth, descent needs hardly more; Newton takes five steps from 0.
    known, count = set(), {"gradients": 0}
    counted = lambda w: known.add(w.tobytes()) or names["loss"](w)  # noqa: E731
    for start in names["starts"]:
        count["gradients"] += names["bb"](counted, names["gradient"], start, target)
    assert 1.3 < len(known) / count["gradients"] < 1.8
    lax, w = target + 1e-3, names["starts"]
    lately = [names["bb"](names["loss"], names["gradient"], start, lax) for start in w]
    for _ in range(int(1.35 * np.median(lately))):
        w = w - 10 * names["gradient"](w)
    assert np.median(names["loss"](w)) < lax
    above, w = [], np.zeros(5)
    mean = lambda w: anp.mean(anp.log(1 + anp.exp(-anp.dot(names["x"], w))))  # noqa: E731
    for _ in range(6):
        above.append(mean(w) > target)
        w = w - np.linalg.solve(hessian(mean)(w), grad(mean)(w))
    assert above == 5 * [True] + [False]


def arrivals(names, problem, name, rates, betas, seeds, visit=False):
    """Gradients on the ravine until the loss stays below 0.01 (or to its first visit), by beta, rate and seed."""
    start, gradient, loss = problem(seeds)
    method, beta = names["methods"][name]
    eta, betas = (each.reshape(-1, 1, 1) for each in np.meshgrid(rates, betas))
    with np.errstate(all="ignore"):
        path = names["race"](method, gradient, start + 0 * eta, 300, **{"eta": eta, beta: betas})
        low = np.array([loss(state[0]) < 0.01 for state in path])
    if not visit:
        low = np.logical_and.accumulate(low[::-1])[::-1]
    return np.where(low.any(axis=0), low.argmax(axis=0), 600).reshape(-1, len(rates), len(seeds))


def test_who_leads_on_the_ravine(names):
    """On 24 other seeds: by the number of trials, by the range of rates, by first visits, and on a steeper ravine."""

    def kept(name, n, part=slice(4), rates=names["rates"], **settings):
        count = arrivals(names, names["ravine"], name, rates, names["betas"], range(100, 124), **settings)[part]
        return names["kept"](count[..., :12].mean(axis=-1), count[..., 12:].mean(axis=-1), n)

    alone = slice(3, 4)
    assert 1.1 * kept("Adam", 3, alone) < min(kept("momentum", 3, alone), kept("momentum", 3), kept("Adam", 3))
    assert 1.1 * kept("momentum", 30) < min(kept("momentum", 30, alone), kept("Adam", 30), kept("Adam", 30, alone))
    assert 1.2 * kept("momentum", 10) < kept("momentum", 10, alone)
    assert 1.2 * kept("momentum", 3, alone, names["rates"] / 10) < kept("Adam", 3, alone, names["rates"] / 10)
    for n in (10, 30):
        assert 1.2 * kept("Adam", n, visit=True) < kept("momentum", n, visit=True)
    best = {}
    for name, rates in (("momentum", np.geomspace(0.001, 0.01, 9)), ("Adam", np.geomspace(0.5, 20, 15))):
        steep = lambda seeds: names["ravine"](seeds, 400)  # noqa: E731
        count = arrivals(names, steep, name, rates, [0.75, 0.8, 0.85, 0.9, 0.95], range(200, 212))
        best[name] = count.mean(axis=-1).min()
    assert 1.3 * best["momentum"] < best["Adam"]


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
        above = np.array([loss(state[0])[0] >= 0.01 for state in path])
        count = [600 if each[-1] else np.flatnonzero(each)[-1] + 1 for each in above.T]
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
    # Adam's beta1 = 0 at its own best rate costs less than twice its default; a tenth of the best rate never arrives.
    fresh = names["score"]["digits", "Adam"][1]
    assert fresh[3].min() < fresh[0].min() < 2 * fresh[3].min()
