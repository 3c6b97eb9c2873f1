"""The numbers of docs/idea/many-weights.md, derived without its code."""

from fractions import Fraction
from itertools import pairwise
from math import atan2, cos, degrees, hypot, radians, sin

import numpy as np
import pytest

from tests.claims.oracles import differences

PAGE = "docs/idea/many-weights.md"
INPUTS, TARGETS = np.array([0, 1, 2, 3]), np.array([-3, 2, 5, 6])
DESIGN = np.column_stack([INPUTS, np.ones(4)])  # the bias is a weight whose input is always 1
CURVATURE = 2 / 4 * DESIGN.T @ DESIGN


def slopes(w: Fraction, b: Fraction) -> tuple[Fraction, Fraction]:
    """The gradient from the normal equations, ½[[14, 6], [6, 4]](θ − (3, −2)), in exact arithmetic."""
    return 7 * (w - 3) + 3 * (b + 2), 3 * (w - 3) + 2 * (b + 2)


def walk(together: bool, steps: int) -> list[tuple[Fraction, Fraction]]:
    """Descent from (0, 0) with the rate 1/5: both weights at once, or the bias with the new weight."""
    path = [(Fraction(0), Fraction(0))]
    for _ in range(steps):
        w, b = path[-1]
        new = w - slopes(w, b)[0] / 5
        path.append((new, b - slopes(w if together else new, b)[1] / 5))
    return path


def test_gradient_paths_and_contours(names):
    """The best line, the gradient, both paths; contours are perpendicular to the gradient."""
    # numpy's least squares finds w = 3, b = −2.
    best, *_ = np.linalg.lstsq(DESIGN, TARGETS, rcond=None)
    assert names["best"] == pytest.approx(tuple(best))
    # Across and along the valley: the two directions of the page are nearly the eigenvectors of the curvature.
    (flat, steep), vectors = np.linalg.eigh(CURVATURE)
    assert names["curves"] == pytest.approx([steep, flat], abs=1e-4)
    assert min(abs(vectors[:, 1] @ (15, 7)), abs(vectors[:, 0] @ (-7, 15))) > 0.99999 * hypot(15, 7)
    # In the eigenvector's own direction, each step at 0.2 changes sides, and no step at 0.1 does: 1 − η · 8.4.
    for path, factor in ((names["path"], -0.68), (names["small"], 0.16)):
        across = (np.array(path) - (3, -2)) @ vectors[:, 1]
        assert across[1:] / across[:-1] == pytest.approx([factor] * 8, abs=0.002)
    # So the printed row falls by that factor, and the walk at 0.1 stays on its side.
    row = np.array([names["side"](*place) for place in names["path"][:6]])
    assert row[1:] / row[:-1] == pytest.approx([-0.68] * 5, abs=0.015)
    assert all(names["side"](*place) < 0 for place in names["small"])
    # Central differences are exact for a quadratic, up to rounding.
    for w, b in [(0, 0), (3, 1), (-1.5, 2.25)]:
        central = differences(lambda place: names["loss"](*place), [w, b], h=1e-4)
        assert names["gradient"](w, b) == pytest.approx(central, abs=1e-7)
    # Together (3, 1), (1.2, −0.2), …; one at a time (3, −0.8), …
    assert np.array(names["path"]) == pytest.approx(np.array(walk(True, 8), dtype=float), abs=1e-13)
    assert np.array(names["one_by_one"]) == pytest.approx(np.array(walk(False, 4), dtype=float), abs=1e-13)
    assert walk(True, 2)[1:] == [(3, 1), (Fraction(6, 5), Fraction(-1, 5))]
    assert walk(False, 1)[1] == (3, Fraction(-4, 5))
    # The page grants that the other algorithm is ahead on this bowl.
    for ours, theirs in zip(walk(True, 4)[1:], walk(False, 4)[1:], strict=True):
        assert hypot(theirs[0] - 3, theirs[1] + 2) < hypot(ours[0] - 3, ours[1] + 2)
    # Along the tangent of a contour, found by solving the quadratic for b, the gradient has no part.
    for w, b in walk(True, 3):
        w, b = float(w), float(b)

        def bias(weight, b=b, w=w):
            """The b at which (weight, b) lies on the contour through (w, b), on the same branch."""
            middle, height = -1.5 * (weight - 3) - 2, 7 * (w - 3) ** 2 + 6 * (w - 3) * (b + 2) + 2 * (b + 2) ** 2
            half = np.sqrt((height - 2.5 * (weight - 3) ** 2) / 2)
            return middle + half if b > -1.5 * (w - 3) - 2 else middle - half

        assert bias(w) == pytest.approx(b)
        tangent = np.array([2e-5, bias(w + 1e-5) - bias(w - 1e-5)])
        gradient = np.array(slopes(w, b))
        assert tangent @ gradient / np.linalg.norm(tangent) / np.linalg.norm(gradient) == pytest.approx(0, abs=1e-7)
    # Of all angles in half a turn, the loss changes least along (−1, 3), and falls fastest along (3, 1).
    rise = names["rise"]

    def along(angle):
        return rise(0, 0, cos(radians(angle)), sin(radians(angle)))

    level = degrees(atan2(3, -1))
    assert abs(along(level)) < 1e-3 * abs(along(level - 1))
    assert (min(range(360), key=along), np.dot(slopes(0, 0), (-1, 3))) == (round(degrees(atan2(1, 3))), 0)


def test_rates_counts_and_a_thousand_weights(names):
    """A rate that is safe one at a time only; parameters counted as arrays; 1,000 weights by a matrix power."""

    # At 0.25 the one iteration matrix has an eigenvalue beyond 1, the other has none; at 0.2 neither has.
    def growth(rate):
        joint = np.eye(2) - rate * CURVATURE
        weight, bias = np.eye(2), np.eye(2)
        weight[0] -= rate * CURVATURE[0]
        bias[1] -= rate * CURVATURE[1]
        return [max(abs(np.linalg.eigvals(matrix))) for matrix in (joint, bias @ weight)]

    together_, one_by_one_ = growth(0.25)
    assert together_ > 1 > one_by_one_
    assert max(growth(0.2)) < 1
    # Make the arrays of each layer and add up their sizes.
    for sizes, parameters in [((784, 16, 10), 12_730), ((784, 1000, 1000, 10), 1_796_010)]:
        arrays = [np.empty(shape) for i, o in pairwise(sizes) for shape in ((i, o), (o,))]
        assert sum(array.size for array in arrays) == parameters == names["count"](sizes)
        assert len(sizes) == 3 or arrays[2].size + arrays[3].size > parameters / 2
    # The vector after 40 steps, from powers by repeated squaring, and the losses it gives.
    rng = np.random.default_rng(6)
    a, c = rng.uniform(0.1, 2, 1000), rng.uniform(-5, 5, 1000)
    factor = 1 - 0.5 * a
    for _ in range(3):
        factor = factor * factor  # to the 8th
    distance = -c * factor**5
    assert names["theta"] == pytest.approx(c + distance, abs=1e-9)
    assert names["losses"][40] == pytest.approx(np.dot(a, distance**2) / 2, rel=1e-9)
    assert all(np.diff(names["losses"]) < 0)
