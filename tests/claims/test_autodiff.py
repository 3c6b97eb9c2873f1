"""The numbers of docs/networks/autodiff.md, derived without its code."""

from itertools import pairwise

import autograd
import autograd.numpy as anp
import numpy as np
import pytest

from figures import autodiff_order

PAGE = "docs/networks/autodiff.md"


def sigmoid(s):
    return 1 / (1 + anp.exp(-s))


def network(parameters, X, Y, squash=sigmoid):
    w1, b1, w2, b2 = parameters[:4]
    past = X @ parameters[4] + parameters[5] if parameters[4:] else 0  # a short cut past the hidden layer
    return anp.mean((squash(X @ w1 + b1) @ w2 + b2 + past - Y) ** 2)


def test_nodes_and_another_machine_agree(names):
    """All slopes: of the weights, the data, the tanh node, the short cut, along any direction; and the training."""
    Input, Linear, run = (names[name] for name in ("Input", "Linear", "run"))
    start, X, Y = (names[name] for name in ("start", "X", "Y"))
    params, data = [Input(value=v.copy()) for v in start], Input(value=X)
    hidden = names["Sigmoid"](Linear(data, *params[:2]))
    run(names["SquaredError"](Linear(hidden, *params[2:]), Input(value=Y)))
    slopes = autograd.grad(network)(start, X, Y)
    assert sum(slope.size for slope in slopes) == 13
    by_x = autograd.grad(lambda x: network(start, x, Y))(X)
    found = [(params, slopes), ([data], [by_x])]
    run(names["other"])
    found.append((names["params"], autograd.grad(network)(start, X, Y, anp.tanh)))
    for nodes, expected in found:
        for node, slope in zip(nodes, expected, strict=True):
            assert node.slope == pytest.approx(slope, abs=1e-13)
    run(names["longer"])
    nodes = [*names["params"], *names["extra"]]
    for node, slope in zip(nodes, autograd.grad(network)([n.value for n in nodes], X, Y), strict=True):
        assert node.slope == pytest.approx(slope, abs=1e-13)
    # Forward mode, also in directions that mix the weights.
    chance = np.random.default_rng(5)
    for _ in range(5):
        d = [chance.normal(size=part.shape) for part in start]
        along = sum(np.sum(slope * one) for slope, one in zip(slopes, d, strict=True))
        assert names["forward_mode"](d) == pytest.approx(along, rel=1e-12)
    theta, losses = [v.copy() for v in start], []
    for _ in range(1001):
        losses.append(network(theta, X, Y))
        theta = [one - 0.2 * g for one, g in zip(theta, autograd.grad(network)(theta, X, Y), strict=True)]
    assert names["losses"] == pytest.approx(losses, rel=1e-7)
    assert all(b < a for a, b in pairwise(losses))


def test_the_order_of_the_walk_is_that_of_the_picture(names):
    nodes = names["order"](names["loss"])
    place = {node: k for k, node in enumerate(nodes)}
    assert len(place) == len(nodes) == 10
    assert all(place[parent] < place[node] for node in nodes for parent in node.parents)
    assert [tuple(place[p] for p in node.parents) for node in nodes] == [n[2] for n in autodiff_order.NODES]
    kinds = {"Linear": "linear", "Sigmoid": "sigmoid", "SquaredError": "squared\nerror"}
    drawn = [name for name, _, parents in autodiff_order.NODES if parents]
    assert [kinds[type(node).__name__] for node in nodes if node.parents] == drawn


def test_what_the_modes_keep(names):
    """A sum and a value for each layer, sample and node; with checkpoints never more than 2 √n layers."""
    assert names["memory"] == [(2 * layers * 32 * 16, 2 * 32 * 16) for layers in (10, 20, 40)]
    for layers in (16, 100, 400):
        root = round(layers**0.5)
        # walk back: the checkpoints before the present stretch, and its layers computed again
        held = [start // root + 1 + len(range(start + 1, start + root)) for start in range(0, layers, root)]
        assert max(held) == names["most"](layers, root) < 2 * root
