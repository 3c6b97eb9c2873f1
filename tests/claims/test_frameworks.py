"""The numbers of docs/networks/frameworks.md, derived without its code; and that all libraries print the same."""

import re
from fractions import Fraction

import autograd.numpy as anp
import numpy as np
import pytest
from autograd import grad

from scripts.model import project
from scripts.model.page import Code

PAGE = "docs/networks/frameworks.md"
LIBRARIES = ("torch", "jax", "keras")


def blocks() -> list[Code]:
    page = project.load(project.ROOT, project.ROOT / PAGE)
    return [step for step in page.steps if isinstance(step, Code)]


def test_every_library_prints_what_numpy_prints():
    """To the last digit. `make frameworks` proves that the libraries still print it."""
    for call in ("report(", "table("):
        printing = [block for block in blocks() if block.source.splitlines()[-1].startswith(call)]
        assert [block.needs for block in printing] == [None, *LIBRARIES]
        assert len({block.output.text for block in printing}) == 1
    # The gradient that the Keras step prints is one that Keras and JAX found, not the distance that its weights moved.
    step = next(block.source for block in blocks() if block.needs == "keras")
    assert re.search(r"slopes = jax.value_and_grad\(.*^report\(loss, slopes", step, re.M | re.S)


def test_the_numbers(names):
    """One step in exact arithmetic, 300 by autograd; kept slopes swing, cleared ones shrink the distance."""
    # One step in exact arithmetic; the page's 300 steps against slopes that autograd finds, all the way.
    samples = [((3, 4), 6), ((1, 2), 2), ((2, 0), 3), ((4, 1), 4)]
    errors = [x[0] + 2 * x[1] - y for x, y in samples]
    loss = Fraction(sum(e * e for e in errors), 4)
    slopes = [Fraction(sum(2 * e * x[j] for e, (x, _) in zip(errors, samples, strict=True)), 4) for j in (0, 1)]
    weights = [1 - slopes[0] / 100, 2 - slopes[1] / 100]
    first = next(block for block in blocks() if block.output)
    assert first.output.text == (
        f"loss {float(loss):.4f}\nslopes {float(slopes[0]):.4f} and {float(slopes[1]):.4f}\n"
        f"weights {float(weights[0]):.4f} and {float(weights[1]):.4f}"
    )
    # The sweep of the page against slopes that another library finds, all the way.
    points, marks = np.array([[0, 0], [0, 1], [1, 0], [1, 1]], float), np.array([0, 1, 1, 0], float)

    def loss(theta):
        first, second = theta[:6].reshape(2, 3), theta[9:12]
        return anp.mean((anp.tanh(points @ first + theta[6:9]) @ second + theta[12] - marks) ** 2)

    theta = np.concatenate([np.ravel(p) for p in names["start"]])
    losses = [loss(theta)]
    for _ in range(300):
        theta = theta - 0.1 * grad(loss)(theta)
        losses.append(loss(theta))
    assert names["ours"] == pytest.approx(losses, abs=1e-9)
    # The slopes that pile up are those that PyTorch adds up.
    kept = next(block for block in blocks() if "adds to wt.grad" in block.source)
    assert kept.output.text == "kept    " + "".join(f" {w:.4f}" for w in names["walk"](True)[1:5])
    # d(k+1) = (2 − ηλ) d(k) − d(k−1), exactly, with ηλ = 0.01 · 18: it never comes to rest.
    path = names["walk"](True)
    share = Fraction(18, 100)
    distances = [2 - Fraction(10, 3), (1 - share) * (2 - Fraction(10, 3))]
    for _ in range(19):
        distances.append((2 - share) * distances[-1] - distances[-2])
    assert path == pytest.approx([float(d + Fraction(10, 3)) for d in distances], abs=1e-12)
    assert share < 4  # the roots of z² − (2 − share) z + 1 lie on the unit circle
    assert np.abs(np.roots([1, float(share) - 2, 1])) == pytest.approx([1, 1])
    # Cleared slopes shrink the distance by a fixed share.
    path = names["walk"](False)
    exact = [Fraction(10, 3) + (2 - Fraction(10, 3)) * Fraction(82, 100) ** k for k in range(21)]
    assert path == pytest.approx([float(w) for w in exact], abs=1e-12)
