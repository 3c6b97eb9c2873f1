"""The numbers of docs/networks/autodiff.md, derived without its code."""

import math
import random
from fractions import Fraction
from itertools import pairwise

import autograd
import autograd.numpy as anp
import numpy as np
import pytest

from scripts.model import project
from scripts.model.page import Code

PAGE = "docs/networks/autodiff.md"


def combined(kind, sigmoid, first, second):
    """A new number of the machine, and the same as a function of plain or autograd numbers."""
    (a, f), (b, g) = first, second
    return {
        "add": lambda: (a + b, lambda v: f(v) + g(v)),
        "mul": lambda: (sigmoid(a) * b, lambda v: g(v) / (1 + anp.exp(-f(v)))),
        "sub": lambda: (a - b, lambda v: f(v) - g(v)),
        "less": lambda: (a - 0.5, lambda v: f(v) - 0.5),
        "minus": lambda: (-a, lambda v: -f(v)),
        "rsub": lambda: (2 - a, lambda v: 2 - f(v)),
        "scaled": lambda: (0.5 * a + 1.5, lambda v: 0.5 * f(v) + 1.5),
        "square": lambda: ((0.3 * a) ** 2, lambda v: (0.3 * f(v)) ** 2),
        "sigmoid": lambda: (sigmoid(a), lambda v: 1 / (1 + anp.exp(-f(v)))),
    }[kind]()


KINDS = ["add", "mul", "sub", "less", "minus", "rsub", "scaled", "square", "sigmoid"]


def build(names, chance, leaves):
    """A random formula over the leaves with every operation of the page, as a result and as a function."""
    pool = [(leaf, lambda values, k=k: values[k]) for k, leaf in enumerate(leaves)]
    for _ in range(12):
        pool.append(combined(chance.choice(KINDS), names["sigmoid"], chance.choice(pool), chance.choice(pool)))
    total = pool[-1]
    for one in pool[:-1]:  # use all of it, so that much is used more than once
        total = combined("add", names["sigmoid"], total, one)
    return total


@pytest.mark.parametrize("seed", range(30))
def test_random_formulas_have_the_slopes_of_another_machine(names, seed):
    chance = random.Random(seed)
    values = [chance.uniform(-2, 2) for _ in range(3)]
    leaves = [names["Num"](value) for value in values]
    result, plain = build(names, chance, leaves)
    names["sweep"](result)
    expected = autograd.grad(plain)(np.array(values))
    assert result.value == pytest.approx(float(plain(values)), rel=1e-12)
    assert [leaf.slope for leaf in leaves] == pytest.approx(list(expected), rel=1e-9, abs=1e-11)
    # The order of the sweep: everything comes after all that is made from it, once, and nothing is missing.
    order = names["order"](result)
    place = {node: k for k, node in enumerate(order)}
    assert len(place) == len(order)
    reached, todo = set(), [result]
    while todo:
        node = todo.pop()
        if node not in reached:
            reached.add(node)
            todo += node.parents
    assert set(order) == reached
    assert all(place[node] < place[parent] for node in order for parent in node.parents)


def sigmoid(s):
    return 1 / (1 + anp.exp(-s))


def network(parameters, X, Y, squash=sigmoid):
    w1, b1, w2, b2 = parameters
    return anp.mean((squash(X @ w1 + b1) @ w2 + b2 - Y) ** 2)


def test_numbers_nodes_and_another_machine_agree(names):
    """The 13 slopes of the network: by numbers, by nodes and by autograd; and with the tanh node of exercise 3."""
    # 13 slopes, three times.
    expected = autograd.grad(network)(list(names["values"]), names["X"], names["Y"])
    assert sum(slope.size for slope in expected) == 13
    for slope, part in zip(expected, names["small"], strict=True):
        assert slope == pytest.approx(names["slopes_of"](part).T, abs=1e-13)
    params = [names["Input"](value=v.copy()) for v in names["values"]]
    data, target = names["Input"](value=names["X"]), names["Input"](value=names["Y"])
    cost = names["MSE"](names["Linear"](names["Sigmoid"](names["Linear"](data, *params[:2])), *params[2:]), target)
    names["forward"](cost)
    names["sweep"](cost)
    for node, slope in zip(params, expected, strict=True):
        assert node.slope == pytest.approx(slope, abs=1e-13)
    # those of the data too
    by_x = autograd.grad(lambda x: network(names["values"], x, names["Y"]))
    assert data.slope == pytest.approx(by_x(names["X"]), abs=1e-13)
    by_y = autograd.grad(lambda y: network(names["values"], names["X"], y))
    assert target.slope == pytest.approx(by_y(names["Y"]), abs=1e-13)
    # The tanh node of exercise 3.
    expected = autograd.grad(network)(list(names["values"]), names["X"], names["Y"], anp.tanh)
    for node, slope in zip(names["params"], expected, strict=True):
        assert node.slope == pytest.approx(slope, abs=1e-13)
    # The losses of the training, with slopes from autograd.
    theta, losses = [v.copy() for v in names["values"]], []
    for _ in range(1001):
        losses.append(network(theta, names["X"], names["Y"]))
        step = autograd.grad(network)(theta, names["X"], names["Y"])
        theta = [one - 0.2 * g for one, g in zip(theta, step, strict=True)]
    assert names["losses"] == pytest.approx(losses, rel=1e-7)
    assert all(b < a for a, b in pairwise(losses))


def test_slopes_by_algebra_and_slopes_not_cleared(names):
    """Ten thousand sums, polynomials, powers; two sweeps double each slope, and the bowl's weight swings for ever."""
    # Ten thousand sums in a row: slope 1.
    x = total = names["Num"](0.0)
    for _ in range(10_000):
        total = total + 1
    names["sweep"](total)
    assert (x.slope, total.value) == (1, 10_000)

    # The slopes of x² + x at 3 and of x² + x⁴ at 2, by exact central differences with Richardson's correction.
    def slope(f, x):
        h = Fraction(1, 10)
        first, second = ((f(x + k) - f(x - k)) / (2 * k) for k in (h, h / 2))
        return (4 * second - first) / 3  # exact up to the fourth power

    Num, sweep = names["Num"], names["sweep"]
    for start in (Fraction(-2), Fraction(0), Fraction(3)):
        x = Num(start)
        sweep(x * x + x)
        assert x.slope == slope(lambda x: x * x + x, start) == 2 * start + 1
        x = Num(start)
        s = x * x
        sweep(s + s * s)
        assert x.slope == slope(lambda x: x**2 + x**4, start)
    assert slope(lambda x: x**2 + x**4, Fraction(2)) == 36
    # One over something by the power −1, and a negative power.
    for p in (-2, -1, 0.5, 3):
        a = names["Num"](1.7)
        names["sweep"](a**p)
        assert a.slope == pytest.approx(p * 1.7 ** (p - 1), rel=1e-12)
    assert names["a"].slope == pytest.approx(0.25 / math.cosh(0.35) ** 2, rel=1e-12)  # the sigmoid's slope at 0.7
    # Of the numbers and of the nodes, whatever lies between.
    result, _ = build(names, random.Random(7), [names["Num"](0.3), names["Num"](-0.8), names["Num"](1.1)])
    names["sweep"](result)
    once = [node.slope for node in names["order"](result)]
    names["sweep"](result)
    assert [node.slope for node in names["order"](result)] == [2 * slope for slope in once]
    # The distance obeys d'' = 1.8 d' − d: a turn by arccos 0.9 each step, at a fixed height, from d = −3 at rest.
    angle, height = math.acos(0.9), 3 / math.sqrt(0.95)
    assert names["bad"] == pytest.approx([3 - height * math.cos(angle * (k + 0.5)) for k in range(61)], abs=1e-9)
    assert names["good"] == pytest.approx([3 - 3 * 0.8**k for k in range(61)], abs=1e-9)
    far = names["train_bowl"](False, 3000)
    assert max(abs(w - 3) for w in far[-20:]) > 3
    assert max(abs(w - 3) for w in far) < height + 1e-6


def test_the_size_of_the_machine(names):
    """Under sixty lines; and a layer of numbers makes two for each weight."""
    # From the class to the sweep: every line of code that is not blank, and the import.
    page = project.load(project.ROOT, project.ROOT / PAGE)
    blocks = [step.source for step in page.steps if isinstance(step, Code)]
    end = next(k for k, block in enumerate(blocks) if "def sweep" in block)
    lines = [line for block in blocks[: end + 1] for line in block.splitlines() if line.strip()]
    assert 50 <= len(lines) < 60
    # A layer of numbers makes two for each weight.
    for pixels, nodes in [(1, 1), (5, 1), (7, 3)]:
        Num = names["Num"]
        weights = [[Num(1.0) for _ in range(pixels)] for _ in range(nodes)]
        inputs, biases = [Num(2.0) for _ in range(pixels)], [Num(0.0) for _ in range(nodes)]
        outputs = [names["feed"](inputs, w, b) for w, b in zip(weights, biases, strict=True)]
        seen = set().union(*(names["order"](output) for output in outputs))
        assert len(seen) - pixels * nodes - pixels - nodes == 2 * pixels * nodes
