"""The numbers of docs/data/scaling.md, derived without its code."""

import math
import statistics
from functools import cache

import numpy as np
import pytest
from autograd import hessian
from autograd import numpy as anp
from scipy import linalg, stats

from tests.claims.data import PENGUINS, columns, standardised
from tests.claims.data import SIZES as COLUMNS

PAGE = "docs/data/scaling.md"
MASSES = columns("body_mass_g")[:, 0]
KINDS = ("raw", "centred", "standard")


@cache
def design(kind: str) -> np.ndarray:
    """The table of features, treated as named, with the column of ones."""
    table = standardised(*COLUMNS) if kind == "standard" else columns(*COLUMNS)
    if kind == "centred":
        table = table - [statistics.mean(column) for column in table.T.tolist()]
    return np.column_stack([table, np.ones(len(table))])


def singular(kind: str) -> np.ndarray:
    """The curvatures, largest first, from the singular values of the table: 2 s² / n."""
    return 2 * linalg.svdvals(design(kind)) ** 2 / len(PENGUINS)


def test_curvatures_and_steps(names):
    """The Hessian by autograd; κ and bounds by singular values; the steps, 121 million for the raw run."""
    second = hessian(lambda theta: anp.mean((design("raw") @ theta - MASSES) ** 2))(np.ones(4))
    assert names["hessian"](names["raw"]) == pytest.approx(second, rel=1e-9)
    for kind in KINDS:
        values = singular(kind)
        assert names[kind] == pytest.approx(design(kind), abs=1e-10)
        kappa = values[0] / values[-1]
        assert names[f"kappa_{kind}"] == pytest.approx(kappa, rel=1e-6)
        assert names[f"bound_{kind}"] == pytest.approx(kappa * math.log(1000), rel=1e-6)
        # Just below the limit of the rate the loss stays bounded, just above it grows.
        table = design(kind)
        for share, grows in ((0.99, False), (1.01, True)):
            theta, eta = np.zeros(4), share * 2 / values[0]
            for _ in range(3000):
                theta = theta - eta * 2 * table.T @ (table @ theta - MASSES) / len(MASSES)
            assert (np.mean((table @ theta - MASSES) ** 2) > np.mean(MASSES**2)) is np.bool_(grows)
    # Along the singular vectors, without the table: each part of the excess shrinks by (1 − λ/λ_max)² a step.
    for kind, name in [("centred", "centred"), ("standard", "standardised")]:
        left, vectors, _ = np.linalg.svd(design(kind), full_matrices=False)
        parts = (left.T @ MASSES) ** 2
        factors = (1 - vectors**2 / vectors[0] ** 2) ** 2
        steps = next(k for k in range(5000) if parts @ factors**k <= 1e-6 * sum(parts))
        assert names["count"][name] == steps == {"centred": 1461, "standardised": 34}[name]
        assert steps < names[f"bound_{kind}"]
    # By the flattest direction alone, which is all that is left by then; the run agrees as far as it goes.
    left, vectors, _ = np.linalg.svd(design("raw"), full_matrices=False)
    parts = (left.T @ MASSES) ** 2 / np.sum((left.T @ MASSES) ** 2)
    steps = math.log(parts[-1] / 1e-6) / (-2 * math.log1p(-((vectors[-1] / vectors[0]) ** 2)))
    assert (names["many"], round(names["many"] / 1e6)) == (pytest.approx(steps, rel=1e-5), 121)
    assert names["many"] < names["bound_raw"]
    for k in (1, 100, 2000):
        factors = (1 - vectors**2 / vectors[0] ** 2) ** (2 * k)
        assert names["left"]["raw"][k] == pytest.approx(parts @ factors, abs=1e-9)
    # (1 − 1/κ)^(2k) at most, so that 6.9 κ steps are enough.
    for kappa in (8.71, 212, 2.98e7):
        k = math.ceil(kappa / 2 * math.log(1e6))
        assert math.exp(2 * k * math.log1p(-1 / kappa)) <= 1e-6
        # The best constant rate leaves (κ − 1)/(κ + 1) of the distance, and about halves the bound.
        assert math.log(1e6) / 2 / math.log((kappa + 1) / (kappa - 1)) == pytest.approx(k / 2, rel=0.02)


def test_weights_back_in_millimetres_and_forgotten_scaling(names):
    """Back in millimetres the weights are those of a QR decomposition; what forgetting the scaling predicts."""
    orthogonal, triangle = linalg.qr(design("raw"), mode="economic")
    assert [*names["w"], names["b"]] == pytest.approx(linalg.solve(triangle, orthogonal.T @ MASSES), rel=1e-8)
    # 134 kg for one penguin; by their own means large penguins are predicted as the mean of all, 4,202 g.
    weights = linalg.lstsq(design("standard"), MASSES)[0]
    first = [float(PENGUINS[0][name]) for name in COLUMNS]
    assert names["forgot"] == pytest.approx(weights[:3] @ first + weights[3], rel=1e-6)
    large = design("raw")[:, 2] > 210
    own = stats.zscore(design("raw")[large, :3])
    assert np.mean(own @ weights[:3] + weights[3]) == pytest.approx(np.mean(MASSES), rel=1e-9)


def test_centring_maps_and_targets(names):
    """The raw run looks best at first; one standardised feature lands in a step, two share what no unit removes."""
    left = names["left"]
    assert left["raw"][1] < 0.01 < left["standardised"][1] < left["centred"][1]
    # Standardised, thirty steps are enough to the eye; in millimetres they are not half of the way along the floor.
    for kind, enough in (("centred", False), ("standard", True)):
        table = design(kind)[:, 1:3]
        values, vectors = np.linalg.eigh(table.T @ table)
        parts = vectors.T @ linalg.lstsq(table, MASSES)[0]
        first, last = (np.linalg.norm(parts * (1 - values / values[1]) ** k) for k in (1, 30))
        assert last < 0.01 * first if enough else last > 0.5 * first
    # Longer flippers go with shallower bills.
    r = statistics.correlation(*columns(*COLUMNS[1:]).T.tolist())
    assert r < -0.5
    # One standardised feature lands in one step.
    flipper = stats.zscore(design("raw")[:, 2])
    assert names["landed"] == pytest.approx(stats.linregress(flipper, MASSES)[:2], rel=1e-9)
    assert names["two"] @ [1, 1] == pytest.approx([2 + 2 * r] * 2)
    assert names["two"] @ [1, -1] == pytest.approx([2 - 2 * r, 2 * r - 2])
    # A second ruler: its mean with the first and their difference are a way out.
    apart = [stats.zscore(flipper + names["again"]), stats.zscore(flipper - names["again"])]
    values = linalg.svdvals(np.column_stack([design("standard")[:, [0, 1, 3]], *apart]))
    assert (values[0] / values[-1]) ** 2 < 2 * names["kappa_standard"]
    # In kilograms the count is the same; with the mean taken off, the share starts without the bias.
    for y, steps in ((MASSES / 1000, 34), (stats.zscore(MASSES), 49)):
        left, vectors, _ = np.linalg.svd(design("standard"), full_matrices=False)
        parts, factors = (left.T @ y) ** 2, (1 - vectors**2 / vectors[0] ** 2) ** 2
        assert next(k for k in range(5000) if parts @ factors**k <= 1e-6 * sum(parts)) == steps
        assert np.sum(names["descend"](names["standard"], y)[1] > 1e-6) == steps
