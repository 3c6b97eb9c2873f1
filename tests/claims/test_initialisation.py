"""The claims of docs/networks/initialisation.md: sizes by simulation and by integrals, gradients by autograd."""

import math

import numpy as np
import pytest
from autograd import grad
from autograd import numpy as anp
from scipy.integrate import quad
from scipy.stats import norm

from tests.claims.oracles import assert_slopes

PAGE = "docs/networks/initialisation.md"


def layers_by_integral(squash, scale, depth=10, n=100):
    """The sizes of very wide layers: each sum is normal, so the next mean square is one integral."""
    sizes = [1.0]
    for _ in range(depth):
        size = scale * math.sqrt(n) * sizes[-1]
        mean_square = quad(lambda z, size=size: squash(size * z) ** 2 * norm.pdf(z), -12, 12, limit=200)[0]
        sizes.append(math.sqrt(mean_square))
    return sizes


def test_the_sizes_in_ten_layers(names):
    """Those of an integral, tanh and ReLU; small weights shrink and large ones grow gradients, with six seeds."""
    through, back, rms = names["through"], names["back"], names["rms"]
    # Up to a few per cent a layer, since 100 nodes are not endlessly many.
    for scale in (0.05, 0.1, 0.3):
        known = layers_by_integral(math.tanh, scale)
        assert [rms(v) for v in names["runs"][scale][0]] == pytest.approx(known, rel=0.3 if scale == 0.05 else 0.06)
    sizes = {scale: [through(scale, seed=seed) for seed in range(6)] for scale in (0.05, 0.1, 0.3)}
    last = {scale: [rms(values[10]) for values, _ in sizes[scale]] for scale in sizes}
    first = {scale: [back(*run)[0] for run in sizes[scale]] for scale in sizes}
    assert max(np.median(last[0.05]), np.median(first[0.05])) < 2**-10
    assert min(first[0.3]) > 10
    assert all(0.8 < size < 1 for size in last[0.3])
    assert all(0.1 < size < 0.6 for size in last[0.1] + first[0.1])
    # ReLU: exactly in very wide layers; within a quarter on average over six networks of 100 nodes.
    for variance, left in [(0.01, 2**-5), (0.02, 1)]:
        assert layers_by_integral(lambda s: max(s, 0.0), math.sqrt(variance))[10] == pytest.approx(left, rel=1e-6)
        runs = [names["relu_through"](math.sqrt(variance), seed) for seed in range(6)]
        assert np.exp(np.mean(np.log(runs), axis=0)) == pytest.approx(left, rel=0.25)


def test_which_start_learns(names):
    """Only the right one, with other seeds too; the large one saturates; no printed loss depends on rounding."""
    # With other random starts: the others stay at ln 10, of which the small one does not leave it at all.
    for seed in [2, 3, 4]:
        ends = {}
        for factor in (0.25, 1, 4):
            net = names["at_random"](names["sizes"], np.random.default_rng(seed), factor)
            ends[factor] = names["train"](net, 10)[1][-1]
        assert ends[0.25] == pytest.approx(math.log(10), abs=0.01)
        assert ends[4] > 5 * ends[1]
    # After one epoch of the large start most hidden values of the last layer lie beyond 0.95.
    shares = {}
    for factor in (1, 4):
        net = names["train"](names["at_random"](names["sizes"], np.random.default_rng(2), factor), 1)[0]
        shares[factor] = np.mean(np.abs(names["forward"](net, names["X"])[0][-1]) > 0.95)
    assert shares[4] > max(0.6, shares[1])
    # A shaken start prints the same losses.
    for noise in [1e-10, 1e-8]:
        for factor, losses in names["deep"].items():
            net = names["at_random"](names["sizes"], np.random.default_rng(2), factor)
            net = [(W + noise * np.random.default_rng(3).normal(size=W.shape), b) for W, b in net]
            again = names["train"](net, 10)[1]
            for k in (0, -1):
                assert f"{again[k]:.1f}" == f"{losses[k]:.1f}"


def test_gradients_and_sizes_of_sums(names):
    """Gradients by autograd, on the way back through tanh too; nodes saturated by weights above zero."""
    # Through four layers on some of the digits, and back through two layers of tanh.
    net = names["at_random"]([64, 9, 8, 7, 10], np.random.default_rng(8), 1.5)
    X, y = names["X"][:40], names["y"][:40]
    assert_slopes(names["gradient"](net, X, y), net, X, y)
    # With the slopes of a sum that weighs every last value by what the page sends back.
    values, weights = names["through"](0.1)
    delta = np.random.default_rng(1).normal(size=(500, 100))
    slopes = grad(lambda v: anp.sum(delta * anp.tanh(anp.dot(anp.tanh(anp.dot(v, weights[0])), weights[1]))))(values[0])
    assert names["back"](values[:3], weights[:2])[0] == pytest.approx(names["rms"](slopes), rel=1e-12)
    # Whatever the seed: the mean slope of tanh is below a ten-thousandth.
    for seed in range(5):
        hidden = np.tanh(names["X"] @ np.random.default_rng(seed).random((64, 32)))
        assert np.mean(1 - hidden**2) < 1e-4
    rng = np.random.default_rng(9)
    positive = [(rng.random((64, 32)), np.zeros(32)), (rng.random((32, 10)), np.zeros(10))]
    assert names["train"](positive, 3)[1][-1] > 2.2


def test_equal_nodes_stay_equal_and_a_tipped_edge_falls(names):
    """From zero only output biases move; equal nodes stay equal, do what one node does, and part when one is nudged."""
    # They end near the logarithms of the digits' shares, whatever the pictures; after many epochs too.
    net = names["train"](names["zero"], 40)[0]
    assert not any(part.any() for part in (*net[0], net[1][0]))
    shares = np.bincount(names["y"]) / len(names["y"])
    e = np.exp(net[1][1])
    assert np.all(net[1][1] != 0)
    assert (e / e.sum(), names["moved"]) == (pytest.approx(shares, abs=0.02), [[0, 0], [0, 10]])
    # Equal nodes get equal slopes, and the page's run does not depend on how sums are rounded.
    net = names["same"](0.1)
    (hidden, bias), (out, _) = names["gradient"](net, names["X"], names["y"])
    for slopes in (hidden.T, bias[:, None], out):
        assert np.all(np.abs(slopes - slopes[0]) < 1e-12)
    shaken = [(W + 1e-15 * np.random.default_rng(1).normal(size=W.shape), b) for W, b in net]
    assert np.ptp(names["train"](shaken, 3)[0][0][0], axis=1).max() < 1e-9
    assert np.ptp(names["drawn"][0][0][0], axis=1).min() > 0.1
    # A single hidden node with 32 times the outgoing weight has the same loss.
    (W, b), (V, c) = names["equal"][0]
    one = [(W[:, :1], b[:1]), (V.sum(axis=0, keepdims=True), c)]
    assert names["loss"](one) == pytest.approx(names["loss"](names["equal"][0]), abs=1e-9)
    # A hundred-millionth grows at each seed of the place it is added to.
    for square, node in ((20, 5), (28, 0), (43, 31)):
        net = names["same"](0.1)
        net[0][0][square, node] += 1e-8
        W = names["train"](net, 6, eta=0.5)[0][0][0]
        assert np.ptp(W, axis=1).max() > 1e-5
