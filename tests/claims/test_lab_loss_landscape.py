"""The claims of docs/labs/loss-landscape.ipynb, by other ways: autograd, scipy, closed forms, other runs."""

import json
import math
from itertools import pairwise

import numpy as np
import pytest
from autograd import grad
from autograd import numpy as anp
from scipy.sparse.linalg import LinearOperator, eigsh
from scipy.special import log_softmax

from scripts.model import project
from tests.claims.oracles import cross_entropy

PAGE = "docs/labs/loss-landscape.ipynb"
# Two random directions of length 1.
PLAIN = [r / np.linalg.norm(r) for r in np.random.default_rng(8).normal(size=(2, 1210))]


@pytest.fixture
def other_run(monkeypatch):
    """A function that runs the lab's cells, without its pictures, with other numbers on top or a shaken start."""
    monkeypatch.chdir(project.ROOT / "docs/datasets")
    cells = json.loads((project.ROOT / PAGE).read_text("utf-8"))["cells"]
    sources = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]

    def run(noise: float = 0, until: str = "walk", **numbers: float) -> dict:
        names: dict = {}
        for source in sources:
            if "plt.subplots" not in source:
                exec(source, names)
            if "SEED" in source:
                names.update(numbers)
            if "start = " in source:
                names["start"] = names["start"] + noise * np.random.default_rng(5).normal(size=names["start"].shape)
            if until in names:
                break
        return names

    return run


def loss_again(names):
    """The loss of the flat vector once more, for autograd: sizes, order and data from the lab, nothing else."""
    width, X = names["WIDTH"], names["X"]

    def loss(theta):
        W1, b1 = anp.reshape(theta[: 64 * width], (64, width)), theta[64 * width : 65 * width]
        W2, b2 = anp.reshape(theta[65 * width : 75 * width], (width, 10)), theta[75 * width :]
        return cross_entropy([(W1, b1), (W2, b2)], X, names["y"])

    return loss


def hessian_times(names, theta):
    """The product of the Hessian at `theta` with a vector, by autograd."""
    slope = grad(loss_again(names))
    return lambda v: grad(lambda point: anp.dot(slope(point), v))(theta)


def test_the_network_its_gradient_and_its_path(names):
    """The lesson's network on 600 digits, its loss by scipy, its gradient by autograd, its path descent."""
    # The network is that of the lesson with 600 digits.
    assert len(names["start"]) == 64 * 16 + 16 + 16 * 10 + 10 == 1210
    X, y = names["X"], names["y"]
    assert X.shape == (600, 64)
    assert (X.min(), X.max()) == (0, 1)
    for theta in (names["start"], names["trained"]):
        W1, b1, W2, b2 = names["parts"](theta)
        logs = log_softmax(np.tanh(X @ W1 + b1) @ W2 + b2, axis=1)
        assert names["loss"](theta) == pytest.approx(-np.mean([row[k] for row, k in zip(logs, y, strict=True)]))
        assert np.array_equal(names["joined"](names["parts"](theta)), theta)
    # The gradient is that of autograd.
    slope = grad(loss_again(names))
    for theta in (names["start"], names["path"][20], names["trained"]):
        assert names["gradient"](theta) == pytest.approx(slope(theta), abs=1e-12)
    # The path is descent and its loss falls at every step.
    path = names["path"]
    assert path.shape == (401, 1210)
    for k in (0, 7, 399):
        assert path[k + 1] == pytest.approx(path[k] - 0.5 * slope(path[k]), abs=1e-12)
    assert np.all(np.diff(names["losses"]) < 0)


def test_plain_and_fitted_slices_of_twins(names):
    """A plain slice of the twin is far steeper, fitted slices of both agree; with ReLU too."""
    # On every picture, and for every step when the first layer's step is divided too.
    X, twin, trained = names["X"], names["twin"], names["trained"]
    assert np.array_equal(np.rint(16 * X), 16 * X), "the file's own numbers"
    assert names["forward"](twin, 16 * X)[1] == pytest.approx(names["forward"](trained, X)[1], abs=1e-12)
    u, _ = PLAIN
    smaller = np.where(np.arange(1210) < 1024, u / 16, u)
    for s in (-2, 0.5, 3):
        assert names["loss"](twin + s * smaller, 16 * X) == pytest.approx(names["loss"](trained + s * u), rel=1e-12)
    # By the Hessian: the twin's curvature along u is ours along u with its first layer times 16.
    product = hessian_times(names, names["trained"])
    for u in PLAIN:
        stretched = np.where(np.arange(1210) < 1024, 16 * u, u)
        h = 1e-4
        ends = names["loss"](twin + h * u, 16 * X) + names["loss"](twin - h * u, 16 * X)
        second = (ends - 2 * names["loss"](twin, 16 * X)) / h**2
        assert second == pytest.approx(stretched @ product(stretched), rel=1e-3)
        assert second > 50 * (u @ product(u))
    # Fitted directions have the weights' lengths; their slices of both twins agree, with ReLU too.
    trained = names["trained"]
    fitted = names["parts"](names["fitted"](np.random.default_rng(3).normal(size=1210), trained))
    weights = names["parts"](trained)
    for k in (0, 2):
        for node in range(weights[k].shape[1]):
            assert math.hypot(*fitted[k][:, node]) == pytest.approx(math.hypot(*weights[k][:, node]))
    for k in (1, 3):
        assert math.hypot(*fitted[k]) == pytest.approx(math.hypot(*weights[k]))
    # Fitted slices of both agree and have the trained network as their lowest point.
    cut, fitted, trained, twin = (names[name] for name in ("cut", "fitted", "trained", "twin"))
    for seed in range(3):
        u, v = np.random.default_rng(seed).normal(size=(2, 1210))
        _, ours = cut(trained, fitted(u, trained), fitted(v, trained), 1)
        _, theirs = cut(twin, fitted(u, twin), fitted(v, twin), 1, 16 * names["X"])
        assert theirs == pytest.approx(ours, rel=1e-9)
        assert ours.min() < 0.1
    assert np.unravel_index(names["ours"].argmin(), (25, 25)) == (12, 12)
    assert min(names["line"]) < names["ours"].min()
    # What the last thing to try will find: the same function, another plain slice, the same fitted slice.
    X, y, parts, joined = (names[name] for name in ("X", "y", "parts", "joined"))

    def loss(theta):
        W1, b1, W2, b2 = parts(theta)
        return -np.mean(log_softmax(np.maximum(0, X @ W1 + b1) @ W2 + b2, axis=1)[np.arange(600), y])

    W1, b1, W2, b2 = parts(names["trained"])
    theta, twin = names["trained"], joined([10 * W1, 10 * b1, W2 / 10, b2])
    assert loss(twin) == pytest.approx(loss(theta), rel=1e-12)
    for u in PLAIN:
        assert abs(loss(twin + u) - loss(theta + u)) > 0.01
        ours, theirs = (loss(place + names["fitted"](u, place)) for place in (theta, twin))
        assert theirs == pytest.approx(ours, rel=1e-12)


def test_curvatures_and_steep_directions(names):
    """Second differences are the curvatures of autograd, the steep directions those of Lanczos; the rate's limit."""
    rays = np.random.default_rng(4).normal(size=(3, 1210))
    for k in (0, 20, 400):
        theta = names["path"][k]
        product = hessian_times(names, theta)
        for u in (names["gradient"](theta), *rays):
            assert names["curvature"](theta, u) == pytest.approx(u @ product(u) / (u @ u), rel=1e-4, abs=1e-8)
    # The gradient is steep at the start and flat at the end.
    first, _, last = names["table"]
    assert first[0] > 50 * first[1]
    assert first[0] > 10 * first[2]
    assert last[0] < last[1]
    g = names["gradient"](names["trained"])
    product = hessian_times(names, names["trained"])
    operator = LinearOperator((1210, 1210), matvec=lambda v: product(np.ravel(v)), dtype=float)
    start = np.random.default_rng(1).normal(size=1210)
    steep, directions = eigsh(operator, k=16, which="LA", v0=start, tol=1e-6)
    (low,) = eigsh(operator, k=1, which="SA", v0=start, tol=1e-3, return_eigenvectors=False)
    assert np.sum((directions[:, -14:].T @ g) ** 2) < 1e-3 * (g @ g)
    # By products with the Hessian from autograd; and one row of the lab's table against them.
    assert names["curvatures"][-16:] == pytest.approx(steep, abs=1e-4)
    assert np.sum(steep > steep[-1] / 10) == names["high"] == 14
    assert names["curvatures"][0] == pytest.approx(low, abs=1e-4)
    assert low < -0.01
    assert names["hessian"][300] == pytest.approx(product(np.eye(1210)[300]), abs=1e-5)
    # Random directions show the mean of all curvatures; the steepest one sets the limit of the rate.
    rays = np.random.default_rng(6).normal(size=(400, 1210))
    found = [names["curvature"](names["trained"], r) for r in rays]
    assert np.mean(found) == pytest.approx(np.trace(names["hessian"]) / 1210, rel=0.05)
    assert max(found) < 0.05 * names["curvatures"][-1], "none of the 400 comes near the steepest"
    # Along its direction the slope shrinks below 2 / λ and grows above: one step from a small shift.
    _, vectors = np.linalg.eigh(names["hessian"])
    v, trained, gradient = vectors[:, -1], names["trained"], names["gradient"]
    limit = 2 / names["curvatures"][-1]
    for rate, grows in ((0.9 * limit, False), (1.1 * limit, True)):
        shift = 1e-4
        assert bool(abs(shift - rate * v @ (gradient(trained + shift * v) - gradient(trained))) > shift) is grows


def test_the_line_and_the_plane_of_the_path(names):
    """The line has no bump and the path leaves it; the plane holds the largest share of the moves."""
    # The line has no bump, goes on down and rises in the end; the path is longer and leaves it.
    start, way, loss = names["start"], names["trained"] - names["start"], names["loss"]
    finer = [loss(start + f * way) for f in np.linspace(0, 1, 201)]
    assert np.all(np.diff(finer) < 0)
    assert loss(start + 1.6 * way) < 0.5 * finer[-1]
    assert loss(start + 2.5 * way) > 1.2 * loss(start + 1.6 * way)
    # Pythagoras: along the line and aside from it; the length added up step by step.
    path = names["path"]
    length = math.dist(names["start"], names["trained"])
    apart = [math.dist(names["start"], point) for point in path]
    assert np.hypot(names["along"] * length, names["strayed"]) == pytest.approx(apart)
    steps = sum(math.dist(one, other) for one, other in pairwise(path))
    assert names["walked"] == pytest.approx(steps)
    assert 1.1 < steps / length < 1.2
    assert 0.15 < max(names["strayed"]) / length < 0.25
    assert np.all(np.diff(names["along"]) > 0), "the loss at a fraction of the way is one number"
    assert np.interp(0.5, names["along"], names["losses"]) < names["loss"](names["start"] + 0.5 * way)
    # By the eigenvalues of the table of dot products; no other plane through the end, of many, holds more.
    kept, plane = names["kept"], names["plane"]
    moves = kept - names["trained"]
    squares = np.linalg.eigvalsh(moves @ moves.T)
    assert names["share"] == pytest.approx(squares[-2:].sum() / squares.sum(), rel=1e-9)
    assert plane @ plane.T == pytest.approx(np.eye(2), abs=1e-9)
    points = moves @ plane.T
    assert np.sum(points**2) / np.sum(moves**2) == pytest.approx(names["share"], rel=1e-9)
    assert points[0].min() > 0
    rng = np.random.default_rng(2)
    for _ in range(10):
        other = np.linalg.qr(plane.T + 0.1 * rng.normal(size=(1210, 2)) / np.sqrt(1210))[0]
        assert np.sum((moves @ other) ** 2) < np.sum(points**2)
    # The drawn ground is not that below the start.
    point = names["trained"] + names["plane"].T @ (names["plane"] @ moves[0])
    assert names["losses"][0] - names["loss"](point) > 0.3
    assert names["ground"](0, 0) == names["losses"][-1]
    assert names["ground"](-2, 0) < names["losses"][-1], "the path ends on a slope"
    # A long walk in many dimensions: the k-th share goes with 1 / (k - 1/2)², and all of them add up to π²/2.
    limit = (1 / 0.5**2 + 1 / 1.5**2) / (math.pi**2 / 2)
    assert (f"{limit:.2f}", f"{names['main_plane'](names['walk'])[1]:.0%}") == ("0.90", "90%")
    for seed in range(10):
        walk = np.cumsum(np.random.default_rng(seed).normal(size=(81, 1210)), axis=0)
        assert names["main_plane"](walk)[1] == pytest.approx(limit, abs=0.02)


@pytest.mark.all
def test_things_to_try_and_a_shaken_start(names, other_run):
    """What other widths, steps and seeds change; a start shaken by 1e-8 changes no printed digit."""
    # The run is short and below the limit of the rate: what differs at the start by 1e-8 still does so at the end.
    other = other_run(noise=1e-8)
    assert other["losses"] == pytest.approx(names["losses"], abs=1e-6)
    assert other["line"] == pytest.approx(names["line"], abs=1e-6)
    assert np.ravel(other["table"]) == pytest.approx(np.ravel(names["table"]), abs=2e-6)
    assert other["curvatures"][[0, -1]] == pytest.approx(names["curvatures"][[0, -1]], abs=1e-5)
    assert other["high"] == names["high"]
    # A narrow network bounces at its limit, a longer run ends on flatter ground, other seeds change little.
    narrow = other_run(WIDTH=4, until="high")
    assert narrow["walked"] / narrow["straight"] > 3
    assert 0 < narrow["strayed"].max() / narrow["straight"] - (names["strayed"].max() / names["straight"]) < 0.1
    assert narrow["curvatures"][-1] == pytest.approx(2 / narrow["RATE"], rel=0.1)
    # After 2000 steps the line has no bump and the ground is flatter.
    longer = other_run(STEPS=2000, until="high")
    assert np.all(np.diff(np.array(longer["line"])[longer["fractions"] <= 1]) < 0)
    assert longer["curvatures"].mean() < 0.5 * names["curvatures"].mean()
    # Other seeds change little.
    for seed in (2, 3):
        other = other_run(SEED=seed, until="walked")
        assert other["walked"] / other["straight"] == pytest.approx(names["walked"] / names["straight"], abs=0.05)
