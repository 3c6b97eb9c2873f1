"""The numbers of docs/networks/engine.md, derived without its code."""

import inspect
import math
import random

import autograd
import autograd.numpy as anp
import numpy as np
import pytest

from figures import engine_swing
from scripts.model import project
from scripts.model.page import Code

PAGE = "docs/networks/engine.md"


def combined(kind, sigmoid, first, second):
    """A new number of the engine, and the same as a function of plain or autograd numbers."""
    (a, f), (b, g) = first, second
    return {
        "add": lambda: (a + b, lambda v: f(v) + g(v)),
        "mul": lambda: (sigmoid(a) * b, lambda v: g(v) / (1 + anp.exp(-f(v)))),
        "sub": lambda: (a - b, lambda v: f(v) - g(v)),
        "less": lambda: (a - 0.5, lambda v: f(v) - 0.5),
        "rsub": lambda: (2 - a, lambda v: 2 - f(v)),
        "scaled": lambda: (0.5 * a + 1.5, lambda v: 0.5 * f(v) + 1.5),
        "square": lambda: ((0.3 * a) ** 2, lambda v: (0.3 * f(v)) ** 2),
        "sigmoid": lambda: (sigmoid(a), lambda v: 1 / (1 + anp.exp(-f(v)))),
    }[kind]()


KINDS = ["add", "mul", "sub", "less", "rsub", "scaled", "square", "sigmoid"]


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
    names["backward"](result)
    expected = autograd.grad(plain)(np.array(values))
    assert result.value == pytest.approx(float(plain(values)), rel=1e-12)
    assert [leaf.slope for leaf in leaves] == pytest.approx(list(expected), rel=1e-9, abs=1e-11)
    numbers = names["all_of"](result)
    once = [node.slope for node in numbers]
    names["backward"](result)
    assert [node.slope for node in numbers] == [2 * slope for slope in once]
    assert names["turns"](result, max) == len(numbers)  # the youngest first: each number once


def test_the_network_of_numbers_has_the_slopes_of_another_machine(names):
    def loss(parts):
        hidden = 1 / (1 + anp.exp(-(names["X"] @ parts[0] + parts[1])))
        return anp.mean(((hidden @ parts[2] + parts[3])[:, 0] - names["Y"]) ** 2)

    expected = autograd.grad(loss)(names["start"])
    for numbers, slopes in zip((names[n] for n in ("N1", "n1", "N2", "n2")), expected, strict=True):
        assert [number.slope for number in numbers.flat] == pytest.approx(slopes.ravel(), abs=1e-13)


def test_slopes_by_algebra_and_slopes_not_cleared(names):
    """Powers; the bowl's weight swings for ever; other orders and other stores."""
    Num, backward = names["Num"], names["backward"]
    for p in (-2, -1, 0.5, 3):
        a = Num(1.7)
        backward(a**p)
        assert a.slope == pytest.approx(p * 1.7 ** (p - 1), rel=1e-12)
    assert names["a"].slope == pytest.approx(0.25 / math.cosh(0.35) ** 2, rel=1e-12)  # the sigmoid's slope at 0.7
    # The distance obeys d'' = 1.8 d' − d: a turn by arccos 0.9 each step, at a fixed height, from d = −3 at rest.
    angle, height = math.acos(0.9), 3 / math.sqrt(0.95)
    assert names["bad"] == pytest.approx([3 - height * math.cos(angle * (k + 0.5)) for k in range(61)], abs=1e-9)
    assert names["good"] == pytest.approx([3 - 3 * 0.8**k for k in range(61)], abs=1e-9)
    # The first picture, and the same by the engine itself: cleared and not.
    assert [engine_swing.descend(True), engine_swing.descend(False)] == [names["good"], names["bad"]]
    for clear, known in ((True, names["good"]), (False, names["bad"])):
        w = Num(0.0)
        for k in range(60):
            w.slope = w.slope * (not clear)
            backward((w - 3) ** 2)
            w.value = w.value - 0.1 * w.slope
            assert w.value == pytest.approx(known[k + 1], abs=1e-9)
    # Batch after batch gives the slope of the sum; without adding, x² + x keeps one report of three.
    w = Num(2.0)
    for batch in ([(3, 10), (1, 4)], [(2, 5)]):
        backward(sum((w * x - y) ** 2 for x, y in batch))
    assert w.slope == sum(2 * (2 * x - y) * x for x, y in ((3, 10), (1, 4), (2, 5)))
    overwriting = inspect.getsource(backward).replace("+= local", "= local")
    exec(overwriting, changed := {})
    x = Num(4.0)
    changed["backward"](x * x + x)
    assert x.slope == 4
    # By hand: the bowl after two calls of the engine that keeps its slopes in the numbers; the oldest first.
    assert (names["w"].slope, names["results"]) == (-6 - 12, [21, 3 * 2**10 - 2])


def test_what_no_engine_can_do(names):
    """A tie, half to each by autograd; operations without a rule; a branch without x, where autograd fails alike."""
    assert autograd.grad(lambda v: anp.maximum(v[0], v[1]))(np.array([2.0, 2.0])).tolist() == [0.5, 0.5]
    assert autograd.grad(lambda w: anp.maximum(w, w))(2.0) == 1
    for without_rule in (round, float, abs):
        with pytest.raises(TypeError):
            without_rule(names["Num"](2.0))
    assert autograd.grad(lambda x: 9.0 + 0 * x if x == 3 else x * x)(3.0) == 0


def test_the_size_of_the_engine(names):
    """Some thirty lines."""
    page = project.load(project.ROOT, project.ROOT / PAGE)
    blocks = [step.source for step in page.steps if isinstance(step, Code)]
    begin, end = (next(k for k, block in enumerate(blocks) if word in block) for word in ("class Num", "def backward"))
    lines = [line for block in blocks[begin : end + 1] for line in block.splitlines() if line.strip()]
    assert 28 <= len(lines) <= 34
