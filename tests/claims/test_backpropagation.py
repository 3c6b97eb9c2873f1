"""The slopes of docs/networks/backpropagation.md against autograd; its costs counted one multiplication at a time."""

import math
from itertools import pairwise

import autograd
import autograd.numpy as anp
import numpy as np
import pytest

from scripts.model import project
from scripts.model.page import Code

PAGE = "docs/networks/backpropagation.md"
X = np.array([[0.0, 0], [0, 1], [1, 0], [1, 1]])
Y = np.array([[0.0], [1], [1], [0]])


def mse(theta, X=X, Y=Y):
    """The mean squared error of two layers, the sigmoid written with a hyperbolic tangent."""
    W1, b1, W2, b2 = theta
    return anp.mean(((1 + anp.tanh((X @ W1 + b1) / 2)) / 2 @ W2 + b2 - Y) ** 2)


def by_autograd(theta, X=X, Y=Y):
    return autograd.grad(lambda parts: mse(parts, X, Y))([np.asarray(part, float) for part in theta])


def test_the_network_by_hand_agrees_with_autograd(names):
    """One sample, (1, 2) with target 0; all nine slopes, and those of the hidden nodes."""
    theta = [np.array([[1, -1], [-0.5, 0.5]]), np.array([0.5, 1]), np.array([[2.0], [-1]]), np.array([0.5])]
    sample, target = np.array([[1.0, 2]]), np.array([[0.0]])
    W1, b1, W2, b2 = by_autograd(theta, sample, target)
    assert sum(part.size for part in theta) == 9
    assert names["error"] ** 2 == pytest.approx(mse(theta, sample, target), abs=1e-14)
    # The page's own lists are those of its last network later on, so its first blocks run once more here.
    first = {}
    for step in [step for step in project.load(project.ROOT, project.ROOT / PAGE).steps if isinstance(step, Code)][:2]:
        exec(step.source.replace("print(", "str("), first)
    assert np.array(first["slope_W1"]) == pytest.approx(W1, abs=1e-14)
    assert first["slope_b1"] == pytest.approx(b1, abs=1e-14)
    assert first["slope_W2"] == pytest.approx(W2[:, 0], abs=1e-14)
    assert first["slope_b2"] == pytest.approx(b2[0], abs=1e-14)
    error = 2 * (1 + math.tanh(0.25)) / 2 - (1 + math.tanh(0.5)) / 2 + 0.5
    assert first["slope_h"] == pytest.approx([2 * error * 2, -2 * error], abs=1e-14)


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("shape", [(4, 2, 3, 1), (5, 3, 4, 2), (1, 2, 2, 1), (7, 1, 5, 3)])
def test_the_batch_agrees_with_autograd(names, seed, shape):
    """All slopes of networks of several sizes, at several places; the loss is a mean over samples."""
    n, i, h, o = shape
    rng = np.random.default_rng(seed)
    inputs, targets = rng.normal(size=(n, i)), rng.normal(size=(n, o))
    theta = [rng.normal(size=size) for size in ((i, h), h, (h, o), o)]
    H, P = names["forward"](inputs, *theta)
    found = names["backward"](inputs, targets, H, P, theta[2])
    expected = by_autograd(theta, inputs, targets)
    for part, slope, known in zip(theta, found, expected, strict=True):
        assert slope.shape == part.shape
        assert slope / o == pytest.approx(known, abs=1e-12)  # numpy's mean runs over the outputs too


def product(rows, inner, columns):
    """The multiplications of a matrix product of rows × inner by inner × columns, carried out one by one."""
    return sum(1 for _ in range(rows) for _ in range(columns) for _ in range(inner))


def test_costs_are_counted(names):
    """The matrix products of a forward and a backward pass, carried out and counted; differences cost far more."""
    for sizes in [[2, 3, 1], [4, 3, 2], [3, 3, 3, 3], [5, 4, 3, 2]]:
        layers = list(pairwise(sizes))
        forward = sum(product(1, i, o) for i, o in layers)
        own = sum(product(i, 1, o) for i, o in layers)
        passed_on = sum(product(1, o, i) for i, o in layers[1:])
        parameters = sum(np.ones((i, o)).size + np.ones(o).size for i, o in layers)
        assert names["count"](sizes) == (forward, own + passed_on, 2 * parameters)
    # Backward stays below two forward passes and differences do not.
    count = names["count"]
    for sizes in ([784, 16, 10], [64, 32, 10], [1, 1, 1], [10] * 50, [100] * 11):
        forward, backward, losses = count(sizes)
        assert forward <= backward < 2 * forward
        assert losses * forward > 2 * backward
    assert count([10] * 1000)[1] / count([10] * 1000)[0] > 1.99
    one, ten = (count([784, hidden, 10]) for hidden in (100, 1000))
    assert ten[1] / one[1] == pytest.approx(10, rel=0.01)
    assert ten[0] * ten[2] / (one[0] * one[2]) == pytest.approx(100, rel=0.01)


def test_training_and_the_early_update(names):
    """Training is descent along autograd, with its plateau; from most starts it arrives, and hasty code diverges."""
    theta, losses = names["initial"](5), []
    for _ in range(501):
        losses.append(mse(theta))
        theta = [part - 0.3 * slope for part, slope in zip(theta, by_autograd(theta), strict=True)]
    assert names["history"][:501] == pytest.approx(losses, abs=1e-8)
    assert names["history"] == sorted(names["history"], reverse=True)
    assert np.abs(names["forward"](X, *names["trained"])[1] - Y).max() < 0.005
    assert all(abs(loss - 0.25) < 0.025 for loss in names["history"][10:201])
    for k in (20, 50, 100, 200):  # on the plateau, about one half to everything
        assert np.abs(names["forward"](X, *names["train"](0.3, k)[0])[1] - 0.5).max() < 0.1
    # The least squares line: it answers one half to all four, with the loss 1/4.
    columns = np.hstack([X, np.ones((4, 1))])
    best = np.linalg.lstsq(columns, Y, rcond=None)[0]
    assert columns @ best == pytest.approx(np.full((4, 1), 0.5), abs=1e-12)
    assert np.mean((columns @ best - Y) ** 2) == pytest.approx(0.25, abs=1e-12)
    # From most starts training by the rules solves the task at both rates, and the early update diverges at 0.5.
    solved, gone = [], 0
    for seed in range(20):
        solved += [names["train"](rate, 1001, seed)[1][-1] < 0.01 for rate in (0.3, 0.5)]
        theta, losses = names["initial"](seed), []
        while len(losses) < 1000 and (losses or [0])[-1] < 1e6:
            H, P = names["forward"](X, *theta)
            losses.append(np.mean((P - Y) ** 2))
            for half in (2, 0):  # the second layer first
                slopes = names["backward"](X, Y, H, P, theta[2])
                theta[half : half + 2] = [theta[k] - 0.5 * slopes[k] for k in (half, half + 1)]
        gone += losses[-1] >= 1e6
    assert (sum(solved) >= 36, gone >= 12) == (True, True)
