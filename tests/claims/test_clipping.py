"""The numbers of docs/practice/clipping.md, derived without its code."""

import math

import numpy as np
import pytest
from autograd import grad
from autograd import numpy as anp
from scipy.optimize import brentq
from scipy.stats import binom

PAGE = "docs/practice/clipping.md"


def unrolled(theta, x):
    """Half the mean squared error of the counter on sequences x, the state written out as a sum."""
    powers = np.arange(len(x))[::-1]
    shares = theta[1] * theta[0] ** powers - 0.8**powers
    return anp.mean(anp.dot(shares, x) ** 2) / 2


def mean_loss(theta):
    return sum((theta[1] * theta[0] ** j - 0.8**j) ** 2 for j in range(30)) / 2


def test_the_cliff(names):
    """Loss and slopes by autograd, on samples and in the mean; the cliff; the step that flies off."""
    rng = np.random.default_rng(5)
    for theta in rng.uniform([0.1, -1], [1.1, 3], (20, 2)):
        assert names["loss"](theta) == pytest.approx(mean_loss(theta))
        assert names["gradient"](theta) == pytest.approx(grad(mean_loss)(theta), rel=1e-8, abs=1e-10)
        x = rng.normal(size=(30, 6))
        assert names["slopes"](theta, x) == pytest.approx(grad(unrolled)(theta, x), rel=1e-7, abs=1e-9)
    x = rng.normal(size=(30, 200_000))
    assert unrolled((0.7, 1.5), x) == pytest.approx(names["loss"]((0.7, 1.5)), rel=0.02)
    assert names["length"][1.2] / names["length"][0.8] == pytest.approx(9e5, rel=0.02)
    theta = cut = np.array([0.9, 2])
    for _ in range(300):
        cut = cut - 0.03 * names["by_norm"](grad(mean_loss)(cut), 1)
    for place in (-1.45, 4.9e9):
        theta = theta - 0.03 * grad(mean_loss)(theta)
        assert theta[0] == pytest.approx(place, rel=0.02)
    assert cut == pytest.approx([0.8, 1], abs=1e-3)
    with np.errstate(all="ignore"):  # no number holds the third gradient, and no clip repairs it
        assert np.isnan(names["by_norm"](names["gradient"](theta), 1)).all()


def angle(a, b):
    return math.degrees(math.acos(min(1, a @ b / math.sqrt(a @ a) / math.sqrt(b @ b))))


def test_directions(names):
    """By norm no turn and no excess; by value below the bound on 1,000 gradients; a cut on one side breaks it."""
    rng, broken = np.random.default_rng(3), 0
    for _ in range(1000):
        d, c = rng.integers(2, 40), 10 ** rng.uniform(-3, 2)
        g = rng.standard_t(1, d)
        norm, value, bound = names["by_norm"](g, c), names["by_value"](g, c), math.degrees(math.acos(d**-0.5))
        assert all([np.linalg.norm(norm) <= c * (1 + 1e-12), angle(g, norm) < 1e-3, max(abs(value)) <= c])
        assert np.linalg.norm(g) > c or np.allclose(g, norm)
        assert angle(g, value) < bound
        assert names["turn"](g, value) == pytest.approx(angle(g, value), abs=1e-4)
        broken += angle(g, np.minimum(g, c)) > bound  # a cut from one side only is no clip: the bound fails
    assert all([broken > 50, names["by_value"](g, 1e-9) / 1e-9 == pytest.approx(np.sign(g))])  # sign descent


def test_arrivals(names):
    """All clipped runs arrive, at most two thirds of plain ones at any rate, also with 3,000 slow steps."""
    assert all([max(names["plain"].sum(axis=1)) < 67, list(names["cut"].sum(axis=1)[2:5]) == [100, 100, 100]])
    plain, _ = names["train"](np.array([[0.01], [0.02]]), np.full((2, 1), np.inf), runs=400, seed=5)
    assert all(0.6 < share < 0.78 for share in plain.mean(axis=1))
    assert names["train"](0.03, np.array([[2.0]]), runs=400, seed=5)[0].all()
    assert names["train"](0.003, np.array([[np.inf]]), 3000)[0].sum() < 75


def pull(w, c, n):  # the mean cut slope, over all counts of rare samples
    return binom.expect(lambda k: np.clip(w - 1 + 10 * k / n, -c, c), (n, 0.1))


def test_bias(names):
    """Where walks settle: the zero of the mean cut slope."""
    for c, batch in (1, 1), (2, 1), (20, 1), (1, 10), (2, 10), (20, 10):
        w = brentq(pull, -9, 1, args=(c, batch))
        assert names["settle"](c, batch) == pytest.approx(w, abs=0.02)
    assert names["accumulate"](2) == pytest.approx(7 / 9, abs=0.02)
