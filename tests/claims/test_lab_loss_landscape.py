"""The claims of docs/labs/loss-landscape.ipynb, by other ways: autograd, scipy, closed forms, other runs."""

import json
import math
from itertools import pairwise

import numpy as np
import pytest
from autograd import grad
from autograd import numpy as anp
from scipy.sparse.linalg import LinearOperator, eigsh

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

    def run(noise: float = 0, **numbers: float) -> dict:
        names: dict = {}
        for source in sources:
            if "plt.subplots" not in source:
                exec(source, names)
            if "SEED" in source:
                names.update(numbers)
            if "start = " in source:
                names["start"] = names["start"] + noise * np.random.default_rng(5).normal(size=names["start"].shape)
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
    """The loss of the flat vector is that of the network, its gradient that of autograd, the path descent."""
    again = loss_again(names)
    slope = grad(again)
    for theta in (names["start"], names["path"][20], names["trained"]):
        assert names["loss"](theta) == pytest.approx(again(theta), rel=1e-12)
        assert names["gradient"](theta) == pytest.approx(slope(theta), abs=1e-12)
    path = names["path"]
    for k in (0, 7, 399):
        assert path[k + 1] == pytest.approx(path[k] - 0.5 * slope(path[k]), abs=1e-12)
    assert np.all(np.diff(names["losses"]) < 0)


def test_plain_and_fitted_slices_of_twins(names):
    """A plain slice of the twin is far steeper; fitted directions have the lengths of the weights."""
    # By the Hessian: the twin's curvature along u is ours along u with its first layer times 16.
    X, twin, trained = names["X"], names["twin"], names["trained"]
    product = hessian_times(names, trained)
    for u in PLAIN:
        stretched = np.where(np.arange(1210) < 1024, 16 * u, u)
        h = 1e-4
        ends = names["loss"](twin + h * u, 16 * X) + names["loss"](twin - h * u, 16 * X)
        second = (ends - 2 * names["loss"](twin, 16 * X)) / h**2
        assert second == pytest.approx(stretched @ product(stretched), rel=1e-3)
        assert second > 50 * (u @ product(u))
    fitted, weights = names["parts"](names["fitted"](PLAIN[0], trained)), names["parts"](trained)
    for one, other in zip(fitted, weights, strict=True):
        for column, known in zip(np.atleast_2d(one.T), np.atleast_2d(other.T), strict=True):
            assert math.hypot(*column) == pytest.approx(math.hypot(*known))
    # The trained network is the lowest point of the fitted slice, and the line goes on down.
    assert np.unravel_index(names["ours"].argmin(), (25, 25)) == (12, 12)
    assert min(names["line"]) < names["ours"].min()


def test_curvatures_and_steep_directions(names):
    """Second differences are the curvatures of autograd, the steep directions those of Lanczos; chance finds none."""
    rays = np.random.default_rng(4).normal(size=(3, 1210))
    for k in (0, 20, 400):
        theta = names["path"][k]
        product = hessian_times(names, theta)
        for u in (names["gradient"](theta), *rays):
            assert names["curvature"](theta, u) == pytest.approx(u @ product(u) / (u @ u), rel=1e-4, abs=1e-8)
    # The gradient is steep at the start and flat at the end.
    first, _, last = names["table"]
    assert first[0] > 50 * first[1]
    assert last[0] < last[1]
    g = names["gradient"](names["trained"])
    product = hessian_times(names, names["trained"])
    operator = LinearOperator((1210, 1210), matvec=lambda v: product(np.ravel(v)), dtype=float)
    start = np.random.default_rng(1).normal(size=1210)
    steep, directions = eigsh(operator, k=16, which="LA", v0=start, tol=1e-6)
    (low,) = eigsh(operator, k=1, which="SA", v0=start, tol=1e-3, return_eigenvectors=False)
    assert np.sum((directions[:, -14:].T @ g) ** 2) < 1e-3 * (g @ g)
    assert names["curvatures"][-16:] == pytest.approx(steep, abs=1e-4)
    assert np.sum(steep > steep[-1] / 10) == names["high"] == 14
    assert names["curvatures"][0] == pytest.approx(low, abs=1e-4)
    assert low < -0.01
    # Random directions show the mean of all curvatures.
    rays = np.random.default_rng(6).normal(size=(400, 1210))
    found = [names["curvature"](names["trained"], r) for r in rays]
    assert np.mean(found) == pytest.approx(np.trace(names["hessian"]) / 1210, rel=0.05)
    assert max(found) < 0.05 * names["curvatures"][-1], "none of the 400 comes near the steepest"


def test_the_line_and_the_plane_of_the_path(names):
    """The line has no bump and the path leaves it; the plane holds the largest share of the moves."""
    finer = [names["loss"](names["start"] + f * names["way"]) for f in np.linspace(0, 1, 201)]
    assert np.all(np.diff(finer) < 0)
    # Pythagoras: along the line and aside from it; the length added up step by step.
    path, length = names["path"], math.dist(names["start"], names["trained"])
    apart = [math.dist(names["start"], point) for point in path]
    assert np.hypot(names["along"] * length, names["strayed"]) == pytest.approx(apart)
    assert names["walked"] == pytest.approx(sum(math.dist(one, other) for one, other in pairwise(path)))
    # By the eigenvalues of the table of dot products, and by the points in the plane.
    moves, plane = names["kept"] - names["trained"], names["plane"]
    squares = np.linalg.eigvalsh(moves @ moves.T)
    assert names["share"] == pytest.approx(squares[-2:].sum() / squares.sum(), rel=1e-9)
    assert plane @ plane.T == pytest.approx(np.eye(2), abs=1e-9)
    assert np.sum((moves @ plane.T) ** 2) / np.sum(moves**2) == pytest.approx(names["share"], rel=1e-9)
    assert names["ground"](-2, 0) < names["losses"][-1], "the path ends on a slope"
    # A long walk in many dimensions: the k-th share goes with 1 / (k - 1/2)², and all of them add up to π²/2.
    limit = (1 / 0.5**2 + 1 / 1.5**2) / (math.pi**2 / 2)
    assert (f"{limit:.2f}", f"{names['main_plane'](names['walk'])[1]:.0%}") == ("0.90", "90%")
    for seed in range(10):
        walk = np.cumsum(np.random.default_rng(seed).normal(size=(81, 1210)), axis=0)
        assert names["main_plane"](walk)[1] == pytest.approx(limit, abs=0.02)


@pytest.mark.all
def test_things_to_try_and_a_shaken_start(names, other_run):
    """What a narrow network changes; a start shaken by 1e-8 changes no printed digit."""
    # The run is short and below the limit of the rate: what differs at the start by 1e-8 still does so at the end.
    other = other_run(noise=1e-8)
    assert other["losses"] == pytest.approx(names["losses"], abs=1e-6)
    assert other["line"] == pytest.approx(names["line"], abs=1e-6)
    assert np.ravel(other["table"]) == pytest.approx(np.ravel(names["table"]), abs=2e-6)
    assert other["curvatures"][[0, -1]] == pytest.approx(names["curvatures"][[0, -1]], abs=1e-5)
    assert other["high"] == names["high"]
    # A narrow network bounces at its limit.
    narrow = other_run(WIDTH=4)
    assert narrow["walked"] / narrow["straight"] > 3
    assert 0 < narrow["strayed"].max() / narrow["straight"] - (names["strayed"].max() / names["straight"]) < 0.1
    assert narrow["curvatures"][-1] == pytest.approx(2 / narrow["RATE"], rel=0.1)
