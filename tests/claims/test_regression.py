"""The numbers of docs/data/regression.md, derived without its code."""

import statistics
from fractions import Fraction
from functools import cache
from itertools import pairwise

import numpy as np
import pytest
from scipy import stats

from figures import regression_line
from tests.claims.data import ALL_PENGUINS, PENGUINS
from tests.claims.oracles import differences

PAGE = "docs/data/regression.md"
# Flipper in millimetres, mass in grams, species: whole numbers in the file.
MEASURED = [(int(p["flipper_length_mm"]), int(p["body_mass_g"]), p["species"]) for p in PENGUINS]


@cache
def exact_line() -> tuple[Fraction, Fraction]:
    """Weight and bias in grams and millimetres, from the sums over the file in exact arithmetic."""
    n = len(MEASURED)
    sx, sy = (sum(p[k] for p in MEASURED) for k in (0, 1))
    sxx, sxy = sum(x * x for x, _, _ in MEASURED), sum(x * y for x, y, _ in MEASURED)
    weight = Fraction(n * sxy - sx * sy, n * sxx - sx * sx)
    return weight, (sy - weight * sx) / n


def exact_loss(weight, bias) -> Fraction:
    """The mean squared error in square grams."""
    return sum((weight * x + bias - y) ** 2 for x, y, _ in MEASURED) / Fraction(len(MEASURED))


def curvatures(unit: float) -> np.ndarray:
    """The smallest and the largest curvature of the loss, with flippers in `unit` millimetres."""
    x = np.array([p[0] for p in MEASURED]) / unit
    return np.linalg.eigvalsh(2 * np.array([[np.mean(x * x), np.mean(x)], [np.mean(x), 1]]))


def test_rows_line_misses_and_residuals(names):
    """The rows left out; the line of exact sums and of two libraries; its misses, residuals and species."""
    # Two of 344 rows, and each of their measurements is missing; one NaN would spoil loss and slopes.
    gaps = [p for p in ALL_PENGUINS if "NA" in (p["flipper_length_mm"], p["body_mass_g"])]
    for gap in gaps:
        assert [gap[name] for name in gap if name.endswith(("_mm", "_g"))] == ["NA"] * 4
    assert (len(ALL_PENGUINS), len(gaps), len(names["mass"])) == (344, 2, 342)
    assert ALL_PENGUINS[3] in gaps
    # Equations and descent give the line of exact sums and of two libraries; the slopes by exact differences.
    weight, bias = exact_line()
    assert (names["best_w"] * 10, names["best_b"] * 1000) == pytest.approx((float(weight), float(bias)), rel=1e-10)
    w, b = names["path"][-1]
    assert (w * 10, b * 1000) == pytest.approx((float(weight), float(bias)), abs=2e-3)
    flippers, masses, _ = zip(*MEASURED, strict=True)
    assert stats.linregress(flippers, masses)[:2] == pytest.approx((float(weight), float(bias)), rel=1e-10)
    assert statistics.linear_regression(flippers, masses) == pytest.approx((float(weight), float(bias)), rel=1e-10)
    assert names["loss"](names["best_w"], names["best_b"]) * 1e6 == pytest.approx(float(exact_loss(weight, bias)))
    # Central differences are exact for a quadratic in exact arithmetic. In decimetres and kilograms.
    for w, b in ((0, 0), (Fraction(17, 10), Fraction(4, 5)), (5, -6)):
        exact = differences(lambda line: exact_loss(line[0] * 10, line[1] * 1000) / 10**6, [w, b])
        assert names["gradient"](float(w), float(b)) == pytest.approx([float(slope) for slope in exact], abs=1e-11)
    # Two zeros turn the line.
    flippers, masses = zip(*[p[:2] for p in MEASURED], (0, 0), (0, 0), strict=True)
    assert names["bad_w"] == pytest.approx(stats.linregress(flippers, masses).slope, rel=1e-10)
    # The flipper halves the typical miss; residuals balance; Chinstraps lie below; the species lowers the loss.
    spread = statistics.pstdev(p[1] for p in MEASURED)
    assert names["miss"] * 1000 == pytest.approx(float(exact_loss(*exact_line())) ** 0.5)
    assert names["miss_of_mean"] * 1000 == pytest.approx(spread)
    assert names["miss"] / names["miss_of_mean"] == pytest.approx(0.5, abs=0.02)
    inside = np.mean(np.abs(names["residuals"]) < names["miss"])
    assert inside > 0.6  # "most of them"
    # Residuals balance and Chinstraps lie below.
    weight, bias = exact_line()
    residuals = [(y - weight * x - bias, x, species) for x, y, species in MEASURED]
    assert sum(r for r, _, _ in residuals) == sum(r * x for r, x, _ in residuals) == 0
    for kind in ("Adelie", "Chinstrap", "Gentoo"):
        own = [r for r, _, species in residuals if species == kind]
        assert names["gap"][kind] == pytest.approx(float(sum(own) / len(own)), abs=1e-6)
    below = [r < 0 for r, _, species in residuals if species == "Chinstrap"]
    assert sum(below) > 0.7 * len(below)  # "mostly below"
    # One line for each species, with the same weight: a lower loss than that of one line for all.
    kinds = sorted({kind for _, _, kind in MEASURED})
    table = np.array([[x / 100, *(kind == own for own in kinds)] for x, _, kind in MEASURED], dtype=float)
    masses = np.array([y / 1000 for _, y, _ in MEASURED])
    residuals = masses - table @ np.linalg.lstsq(table, masses, rcond=None)[0]
    assert np.mean(residuals**2) < 0.95 * float(exact_loss(*exact_line())) / 1e6


def test_the_path_and_raw_units(names):
    """The path in the directions of both curvatures, raw units; the exercises."""
    # In the directions of the eigenvectors the distance is multiplied by 1 − ηλ: 0.999 on the floor, −0.01 across.
    x = np.array([p[0] for p in MEASURED]) / 100
    values, vectors = np.linalg.eigh(2 * np.array([[np.mean(x * x), np.mean(x)], [np.mean(x), 1]]))
    best = np.array([float(exact_line()[0]) / 10, float(exact_line()[1]) / 1000])
    for k in (1, 10, 100, 1000, 10_000, 20_000):
        expected = best + vectors @ ((1 - 0.1 * values) ** k * (vectors.T @ -best))
        assert names["path"][k] == pytest.approx(expected, abs=1e-9)
    assert 0 < 0.1 * values[0] < 0.001  # less than a thousandth of the way that is left
    away = [abs(w - best[0]) for w, _ in names["path"][: names["near"] + 1]]
    shares = [(before - after) / before for before, after in pairwise(away)]
    assert all(share < 0.001 for share in shares[2:])  # from the third step on
    assert abs(1 - 0.1 * values[1]) < 0.02  # one step finds the middle of the cloud
    assert vectors[:, 0] / vectors[0, 0] == pytest.approx([1, -np.mean(x)], abs=0.01)  # the floor: turning
    # Every good line passes near the middle.
    middle = (statistics.mean(p[0] for p in MEASURED) / 100, statistics.mean(p[1] for p in MEASURED) / 1000)
    for w, b in names["path"][1:]:
        assert w * middle[0] + b == pytest.approx(middle[1], abs=0.08)
    assert names["best_w"] * middle[0] + names["best_b"] == pytest.approx(middle[1], abs=1e-12)
    # Millimetres: 0.0001 is above the limit 2/λ_max, 0.00002 below it; the floor is a thousand times slower still.
    small, large = curvatures(1)
    assert 0.00002 < 2 / large < 0.0001
    assert 0.00002 * small * 20_000 < 0.01  # 20,000 steps cover less than a hundredth of the floor
    small, large = curvatures(100)
    assert 0.1 * large < 2
    # The exercises.
    weight, bias = exact_line()
    assert MEASURED[1][:2] == (186, 3800)
    assert 0 < 3800 - float(weight * 186 + bias) < 1000 * names["miss"]
    assert names["chick"] == pytest.approx(float(100 * weight + bias), abs=1e-6)
    slopes = []
    for typo in range(len(MEASURED)):
        masses = [10 * y if i == typo else y for i, (_, y, _) in enumerate(MEASURED)]
        slopes.append(statistics.linear_regression([x for x, _, _ in MEASURED], masses).slope)
    worst = max(range(len(slopes)), key=lambda i: abs(slopes[i] - float(weight)))
    assert (names["worst"], names["new_w"] * 10) == (worst, pytest.approx(slopes[worst]))
    assert MEASURED[worst][0] > 228
    assert MEASURED[worst][1] > 6000
    falls = [names["loss"](*a) - names["loss"](*b) for a, b in pairwise(names["path"][:5])]
    assert [fall < 0.001 for fall in falls[:3]] == [False, False, True]


def test_what_the_equations_cost(names):
    """R² by the correlation; multiplications counted in an elimination; digits lost against exact arithmetic."""
    flippers, masses, _ = zip(*MEASURED, strict=True)
    assert names["r_squared"] == pytest.approx(statistics.correlation(flippers, masses) ** 2)
    p = 300
    counted = sum((p - 1 - k) * (p - k) for k in range(p))  # each row below, each entry to the right and the target
    assert counted == pytest.approx(p**3 / 3, rel=0.01)
    # The best weights of the two rulers are 1, 1 and 0 in exact arithmetic, up to the rounding of the targets.
    X, found = names["X"], names["by_table"]
    assert np.abs(names["by_columns"] - [1, 1, 0]).max() < 1e-7
    assert np.abs(found - [1, 1, 0]).max() > 1e-5, "wrong by more than the tolerance on every processor"
    values = np.linalg.svd(X, compute_uv=False)
    assert np.linalg.cond(X.T @ X) == pytest.approx((values[0] / values[-1]) ** 2, rel=0.2)


def test_the_first_picture_shows_the_lines_of_the_run(names):
    """It stands before the page's code, so it draws them by itself."""
    *_, first, last = (line.get_xydata() for line in regression_line.draw(None).axes[0].lines)
    for drawn, (w, b) in ((first, names["path"][1]), (last, names["path"][-1])):
        assert drawn[:, 1] == pytest.approx(w * drawn[:, 0] / 100 + b, abs=1e-3)
