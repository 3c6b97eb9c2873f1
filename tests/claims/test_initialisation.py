"""The claims of docs/networks/initialisation.md: spreads by simulation and by integrals, slopes by autograd."""

import math
from fractions import Fraction
from itertools import product

import numpy as np
import pytest
from autograd import grad
from autograd import numpy as anp
from scipy.integrate import quad
from scipy.stats import norm

from tests.claims.oracles import assert_slopes

PAGE = "docs/networks/initialisation.md"


def layers_by_integral(squash, weight_spread, depth=10, n=100):
    """The spreads of very wide layers: each sum is normal, so the next mean square is one integral."""
    spreads = [1.0]
    for _ in range(depth):
        size = weight_spread * math.sqrt(n) * spreads[-1]
        mean_square = quad(lambda z, size=size: squash(size * z) ** 2 * norm.pdf(z), -12, 12, limit=200)[0]
        spreads.append(math.sqrt(mean_square))
    return spreads


def test_the_spreads_of_ten_layers(names):
    """Those of an integral, for tanh and for ReLU; over six seeds small weights shrink and large ones grow slopes."""
    # Up to a few per cent a layer, since 100 nodes are not endlessly many.
    for name in ["small", "right", "large"]:
        known = layers_by_integral(math.tanh, names["tests"][name])
        assert names["runs"][name][0] == pytest.approx(known, rel=0.3 if name == "small" else 0.06)
    # Over six seeds: small below 2⁻¹⁰ for the most part, slopes of the large start above ten.
    small = [names["through"](0.05, seed=seed) for seed in range(6)]
    assert np.median([ahead[10] for ahead, _ in small]) < 2**-10
    assert all(behind[0] < 2e-3 for _, behind in small)
    large = [names["through"](0.3, seed=seed) for seed in range(6)]
    assert min(behind[0] for _, behind in large) > 10
    assert all(max(ahead) <= 1.1 for ahead, _ in large)
    right = [names["through"](0.1, seed=seed) for seed in range(6)]
    assert all(0.1 < ahead[10] < 0.5 and 0.1 < behind[0] < 0.6 for ahead, behind in right)
    # Exactly in very wide layers; within a quarter on average over six networks of 100 nodes.
    for variance, left in [(0.01, 2**-5), (0.02, 1)]:
        assert layers_by_integral(lambda s: max(s, 0.0), math.sqrt(variance))[10] == pytest.approx(left, rel=1e-6)
        runs = [names["through"](math.sqrt(variance), names["relu"], seed) for seed in range(6)]
        for spreads in ([ahead[10] for ahead, _ in runs], [behind[0] for _, behind in runs]):
            assert np.exp(np.mean(np.log(spreads))) == pytest.approx(left, rel=0.25)


def test_which_start_learns(names):
    """Only the right one, with other seeds too; the large one saturates; no printed loss depends on rounding."""
    # With other random starts: the others stay at ln 10, of which the small one does not leave it at all.
    for seed in [2, 3, 4]:
        ends = {}
        for factor in (0.25, 1, 4):
            net = names["at_random"](names["sizes"], np.random.default_rng(seed), factor)
            ends[factor] = names["train"](net, 5)[1][-1]
        assert ends[0.25] == pytest.approx(math.log(10), abs=0.01)
        assert ends[4] > 1.5
        assert ends[1] < 0.6
    # After one epoch most hidden values of the last layer lie beyond 0.95: more than before.
    shares = {}
    for factor in (1, 4):
        start = names["at_random"](names["sizes"], np.random.default_rng(2), factor)
        for net, when in ((start, "before"), (names["train"](start, 1)[0], "after")):
            shares[factor, when] = np.mean(np.abs(names["forward"](net, names["X"])[0][-1]) > 0.95)
    assert shares[4, "after"] > 0.6
    assert shares[4, "after"] > shares[4, "before"]
    assert shares[1, "after"] < shares[4, "after"]
    # A shaken start prints the same losses.
    for noise in [1e-10, 1e-8]:
        for factor, losses in names["deep"].items():
            net = names["at_random"](names["sizes"], np.random.default_rng(2), factor)
            net = [(W + noise * np.random.default_rng(3).normal(size=W.shape), b) for W, b in net]
            again = names["train"](net, 5)[1]
            for k in (0, -1):
                assert f"{again[k]:.1f}" == f"{losses[k]:.1f}"


def test_slopes_and_spreads_of_sums(names):
    """Slopes by autograd; a sum's spread exactly and by simulation, an even draw, saturated nodes."""
    # Through four layers on some of the digits, and sent back through two layers of tanh.
    net = names["at_random"]([64, 9, 8, 7, 10], np.random.default_rng(8), 1.5)
    X, y = names["X"][:40], names["y"][:40]
    assert_slopes(names["slopes"](net, X, y), net, X, y)
    # Two layers of tanh, with the slopes of a sum that weighs every value by its pull.
    rng = np.random.default_rng(4)
    v, weights, pull = rng.normal(size=(6, 5)), rng.normal(size=(2, 5, 5)), rng.normal(size=(6, 5))
    layers, value = [], v
    for W in weights:
        value, bend = names["tanh"](value @ W)
        layers.append((W, bend))
    slopes = grad(lambda v: anp.sum(pull * anp.tanh(anp.dot(anp.tanh(anp.dot(v, weights[0])), weights[1]))))(v)
    assert names["back"](layers, pull)[0] == pytest.approx(names["spread"](slopes), rel=1e-12)
    # All sign patterns of n weights of ±σ, in fractions: the mean of s² is n σ² times the mean of x².
    for n in [1, 2, 3]:
        sigma, x = Fraction(2, 3), [Fraction(1), Fraction(-3), Fraction(5, 2)][:n]
        patterns = product((1, -1), repeat=n)
        sums = [sum(sign * sigma * value for sign, value in zip(signs, x, strict=True)) for signs in patterns]
        assert sum(s**2 for s in sums) / Fraction(2**n) == n * sigma**2 * (sum(value**2 for value in x) / n)
        assert sum(sums) == 0
    # Within three standard errors; 400 inputs at 0.05 keep the spread of 1.
    assert names["spread"](names["s"]) == pytest.approx(10, abs=0.2)
    rng = np.random.default_rng(12)
    s = np.sum(rng.normal(size=(20000, 400)) * rng.normal(size=(20000, 400)) * names["needed"], axis=1)
    assert names["spread"](s) == pytest.approx(1, abs=0.03)
    # The integral of x² over −a … a, divided by 2a.
    a = names["a"]
    assert quad(lambda x: x * x / (2 * a), -a, a)[0] == pytest.approx(0.1**2, rel=1e-12)
    # Whatever the seed: the mean slope of tanh is below a ten-thousandth.
    for seed in range(5):
        hidden = np.tanh(names["X"] @ np.random.default_rng(seed).random((64, 32)))
        assert np.mean(1 - hidden**2) < 1e-4
        assert hidden.min() > 0.99


def test_equal_nodes_stay_equal_and_a_tipped_edge_falls(names):
    """From zero only output biases move; equal nodes stay equal, do what one node does, and part when one is nudged."""
    # They end near the logarithms of the digits' shares, whatever the pictures; after many epochs too.
    net = names["train"](names["zero"], 40)[0]
    assert not any(part.any() for part in (*net[0], net[1][0]))
    shares = np.bincount(names["y"]) / len(names["y"])
    e = np.exp(net[1][1])
    assert np.all(net[1][1] != 0)
    assert (e / e.sum(), names["moved"]) == (pytest.approx(shares, abs=0.02), [[0, 0], [0, 10]])
    # By autograd for one node at a time; and the page's run does not depend on how sums are rounded.
    net = names["same"](0.1)
    (hidden, bias), (out, _) = names["slopes"](net, names["X"], names["y"])
    for slopes in (hidden.T, bias[:, None], out):
        assert np.all(np.abs(slopes - slopes[0]) < 1e-12)
    shaken = [(W + 1e-15 * np.random.default_rng(1).normal(size=W.shape), b) for W, b in net]
    assert np.ptp(names["train"](shaken, 3)[0][0][0], axis=1).max() < 1e-9
    assert np.ptp(names["drawn"][0][0][0], axis=1).min() > 0.1
    assert names["equal"][1][-1] > 3 * names["drawn"][1][-1]
    # A single hidden node with 32 times the outgoing weight has the same loss.
    (W, b), (V, c) = names["equal"][0]
    one = [(W[:, :1], b[:1]), (V.sum(axis=0, keepdims=True), c)]
    assert names["loss"](one) == pytest.approx(names["loss"](names["equal"][0]), abs=1e-9)
    # A hundred-millionth grows at each seed of the place it is added to.
    for square, node in ((20, 5), (28, 0), (43, 31)):
        net = names["same"](0.1)
        net[0][0][square, node] += 1e-8
        W = names["train"](net, 4, eta=0.5)[0][0][0]
        assert np.ptp(W, axis=1).max() > 1e-5
