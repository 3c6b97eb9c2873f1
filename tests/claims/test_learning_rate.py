"""The numbers of docs/idea/learning-rate.md, derived without its code."""

from fractions import Fraction
from math import ceil, log

import pytest

PAGE = "docs/idea/learning-rate.md"


def exact(rate: str, curvature: str = "2", steps: int = 4) -> list[Fraction]:
    """The walk from 0 to the minimum at 3, by the closed form 3 − 3(1 − ηλ)^k, in exact arithmetic."""
    factor = 1 - Fraction(rate) * Fraction(curvature)
    return [3 - 3 * factor**k for k in range(steps + 1)]


def after(product: float, steps: int) -> float:
    """The distance, as a multiple of the first, after some steps with this rate times curvature."""
    return abs((1 - product) ** steps)


@pytest.mark.parametrize("rate", ["0.1", "0.5", "0.9", "1.0", "1.1"])
def test_each_walk_is_that_of_the_closed_form(names, rate):
    """Creeping, landing, leaping, bouncing and flying off on (w − 3)²."""
    expected = [float(w) for w in exact(rate)]
    assert names["descend"](float(rate), 4) == pytest.approx(expected, abs=1e-12)


@pytest.mark.parametrize(
    ("rate", "steps"), [("0.0001", 28_517), ("0.1", 26), ("0.25", 9), ("0.5", 1), ("0.75", 9), ("0.9", 26)]
)
def test_steps_to_come_within_a_hundredth(names, rate, steps):
    """The first k with 3 · |1 − 2η|^k at most 0.01, by logarithms; the run counts the same."""
    factor = abs(1 - 2 * Fraction(rate))
    assert steps == (ceil(log(1 / 300) / log(factor)) if factor else 1)
    assert names["steps_needed"](float(rate)) == steps


@pytest.mark.parametrize(("a", "rate", "twin"), [("0.2", "0.5", "0.1"), ("2.2", "0.5", "1.1"), ("110", "0.01", "1.1")])
def test_only_the_product_of_rate_and_curvature_counts(names, a, rate, twin):
    """A steeper bowl at a smaller rate walks as another bowl does, number by number."""
    expected = exact(rate, str(2 * Fraction(a)))
    assert expected == exact(twin)
    walk = names["descend_on"](float(a), float(rate), 4)
    assert walk == pytest.approx([float(w) for w in expected], abs=1e-11)


@pytest.mark.parametrize("product", [0.01, 0.5, 0.99, 1.0, 1.01, 1.5, 1.99])
def test_below_two_the_run_arrives(product):
    """0 < ηλ < 2: the distance shrinks to nothing, also beyond the "wall at 1"."""
    assert after(product, 5000) < 1e-9


def test_two_walls_one_curve_and_the_limit_of_two(names):
    """η and 1 − η take equally many steps on one curve of the loss; from ηλ = 2 on the walk never arrives."""
    # Rates η and 1 − η need equally many steps, and none needs fewer than 0.5.
    count = names["steps_needed"]
    rates = (0.0001, 0.01, 0.1, 0.3, 0.42)
    assert [count(eta) for eta in rates] == [count(1 - eta) for eta in rates]
    assert min(count(eta) for eta in rates) > count(0.5) == 1
    # Rates 0.1 and 0.9 have factors 0.8 and −0.8: the squared distances agree, step by step and exactly.
    creeping, leaping = exact("0.1", steps=26), exact("0.9", steps=26)
    assert [(w - 3) ** 2 for w in creeping] == [(w - 3) ** 2 for w in leaping]
    assert creeping != leaping
    # At 2 the distance stays, above it grows.
    assert after(2, 1001) == 1
    assert after(2.001, 10_000) > 1e4


def test_steep_bowls(names):
    """The ladder of rates at curvature 220; the sum of squared errors is as many times steeper as there are targets."""
    # Curvature 220: 0.1 and 0.01 are above 2/220 and diverge; 0.001 comes near; 0.0001 is still on its way.
    run = names["descend_on"]
    for rate in ("0.1", "0.01", "0.001", "0.0001"):
        distance = 3 * abs(1 - 220 * Fraction(rate)) ** 20
        assert (distance > 3) == (Fraction(rate) > Fraction(2, 220))
        assert abs(run(110, float(rate), 20)[-1] - 3) == pytest.approx(float(distance), rel=1e-9)
    assert 3 * abs(1 - 220 * 0.001) ** 20 == pytest.approx(0.0208, abs=5e-5)
    assert 3 * abs(1 - 220 * 0.0001) ** 20 == pytest.approx(1.9226, abs=5e-5)
    # Second differences of the two losses over the page's targets: 2 for the mean, 240 for the sum.
    targets = names["targets"]

    def total(w: Fraction) -> Fraction:
        return sum((w - t) ** 2 for t in targets)

    curvature = total(Fraction(1)) - 2 * total(Fraction(0)) + total(Fraction(-1))
    assert (curvature, curvature / len(targets)) == (240, 2)
    assert total(Fraction(3)) < min(total(Fraction(29, 10)), total(Fraction(31, 10)))
