"""The claims of docs/labs/sharpness.ipynb: slopes by autograd, sharpness by SciPy, the findings from another start."""

import numpy as np
import pytest
from autograd import grad
from autograd import numpy as anp
from scipy.sparse.linalg import LinearOperator, eigsh

from tests.claims.data import DIGITS
from tests.claims.oracles import assert_slopes

PAGE = "docs/labs/sharpness.ipynb"


def squared(theta, X, Y):
    W, b, V, c = theta[:2048].reshape(64, 32), theta[2048:2080], theta[2080:2400].reshape(32, 10), theta[2400:]
    return anp.mean(anp.sum((anp.tanh(X @ W + b) @ V + c - Y) ** 2, axis=1))


def test_slopes_and_data(names):
    theta = names["start"](np.random.default_rng(3))
    X, Y = names["X"], names["Y"]
    parts = [part.reshape(s) for part, s in zip(np.split(theta, names["CUTS"]), names["SHAPES"], strict=True)]
    g = names["slopes"](theta, names["cross_entropy"])[1]
    found = [part.reshape(s) for part, s in zip(np.split(g, names["CUTS"]), names["SHAPES"], strict=True)]
    labels = Y.argmax(axis=1)
    assert_slopes([found[:2], found[2:]], [tuple(parts[:2]), tuple(parts[2:])], X, labels)
    value, g = names["slopes"](theta, names["squared"])
    assert (value, g) == (pytest.approx(squared(theta, X, Y)), pytest.approx(grad(squared)(theta, X, Y), abs=1e-12))
    order = np.random.default_rng(1).permutation(len(DIGITS))[:700]
    assert np.array_equal(np.append(labels, names["NEW"][1]), DIGITS[order, 64])
    pixels = DIGITS[order, :64] / 16
    assert np.vstack([X, names["NEW"][0]]) == pytest.approx(pixels - pixels[:200].mean(axis=0), abs=1e-12)


def test_sharpness(names):
    """At the end of each run the last look is the largest eigenvalue, and the largest in size."""
    X, Y = names["X"], names["Y"]
    for _, sharp, theta in [*names["runs"].values(), names["noisy"]]:

        def product(v, at=theta):
            return (grad(squared)(at + 1e-5 * v, X, Y) - grad(squared)(at - 1e-5 * v, X, Y)) / 2e-5

        H = LinearOperator((2410, 2410), matvec=product, dtype=float)
        assert sharp[-1] == pytest.approx(eigsh(H, 1, which="LM", tol=1e-4)[0][0], rel=0.03)


def test_findings_from_another_start_without_rounding(names):
    """At 0.3 the edge, with batches below it; cross-entropy falls."""
    X, Y, ends = names["X"], names["Y"], {}
    for kind, loss, eta, batch in (
        ("all", "squared", 0.3, 0),
        ("batches", "squared", 0.3, 16),
        ("sure", "cross_entropy", 2, 0),
    ):
        rng = np.random.default_rng(11)
        theta, looks, v = names["start"](rng), [], rng.normal(size=2410)
        for k in range(1200):
            if k in (0, 1000, 1050, 1100, 1150):
                size, v = names["sharpest"](theta, v, names[loss], 30)
                looks.append(eta * size)
            part = rng.integers(0, len(X), batch) if batch else slice(None)
            theta = theta - eta * names["slopes"](theta, names[loss], X[part], Y[part])[1]
        ends[kind] = looks[0], np.mean(looks[1:])
    assert ends["all"][0] < 1.8
    assert ends["all"][1] == pytest.approx(2, abs=0.1)
    assert ends["batches"][1] < 1.8
    assert ends["sure"][1] < ends["sure"][0] / 5
