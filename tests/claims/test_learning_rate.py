"""The numbers of docs/idea/learning-rate.md, derived without its code."""

from fractions import Fraction
from math import ceil, log

import pytest

PAGE = "docs/idea/learning-rate.md"


def exact(rate: str, curvature: str = "2", steps: int = 4) -> list[Fraction]:
    """The walk from 0 to the minimum at 3, by the closed form 3 − 3(1 − ηλ)^k, in exact arithmetic."""
    factor = 1 - Fraction(rate) * Fraction(curvature)
    return [3 - 3 * factor**k for k in range(steps + 1)]


def test_walks_and_steps_of_the_closed_form(names):
    """Each walk on (w − 3)², the steps to a hundredth, and that only the product of rate and curvature counts."""
    # Creeping, landing, leaping, bouncing and flying off on (w − 3)².
    for rate in ["0.1", "0.5", "0.9", "1.0", "1.1"]:
        expected = [float(w) for w in exact(rate)]
        assert names["descend"](float(rate), 4) == pytest.approx(expected, abs=1e-12)
    # The first k with 3 · |1 − 2η|^k at most 0.01, by logarithms; the run counts the same.
    for rate, steps in [("0.0001", 28_517), ("0.1", 26), ("0.25", 9), ("0.5", 1), ("0.75", 9), ("0.9", 26)]:
        factor = abs(1 - 2 * Fraction(rate))
        assert steps == (ceil(log(1 / 300) / log(factor)) if factor else 1)
        assert names["steps_needed"](float(rate)) == steps
    # A steeper bowl at a smaller rate walks as another bowl does, number by number.
    for curvature, rate, twin in [("0.4", "0.5", "0.1"), ("4.4", "0.5", "1.1"), ("220", "0.01", "1.1")]:
        expected = exact(rate, curvature)
        assert expected == exact(twin)
        walk = names["descend_on"](float(curvature), float(rate), 4)
        assert walk == pytest.approx([float(w) for w in expected], abs=1e-11)


def test_walls_limits_and_steep_bowls(names):
    """η and 1 − η take equally many steps; a walk arrives if 0 < ηλ < 2 only; so steep bowls need small rates."""
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
    assert abs(1 - 2) ** 1001 == 1
    assert abs(1 - 2.001) ** 10_000 > 1e4
    # 0 < ηλ < 2: the distance shrinks to nothing, also beyond the "wall at 1".
    for product in [0.01, 0.5, 0.99, 1.0, 1.01, 1.5, 1.99]:
        assert abs(1 - product) ** 5000 < 1e-9
    # Curvature 220: 0.1 and 0.01 are above 2/220 and diverge; 0.001 comes near; 0.0001 is still on its way.
    run = names["descend_on"]
    for rate in ("0.1", "0.01", "0.001", "0.0001"):
        distance = 3 * abs(1 - 220 * Fraction(rate)) ** 20
        assert (distance > 3) == (Fraction(rate) > Fraction(2, 220))
        assert abs(run(220, float(rate), 20)[-1] - 3) == pytest.approx(float(distance), rel=1e-9)
    assert 3 * abs(1 - 220 * 0.001) ** 20 == pytest.approx(0.0208, abs=5e-5)
    assert 3 * abs(1 - 220 * 0.0001) ** 20 == pytest.approx(1.9226, abs=5e-5)
    # Second differences of the two losses over the page's targets: 2 for the mean, 240 for the sum.
    targets = names["targets"]

    def total(w: Fraction) -> Fraction:
        return sum((w - t) ** 2 for t in targets)

    curvature = total(Fraction(1)) - 2 * total(Fraction(0)) + total(Fraction(-1))
    assert (curvature, curvature / len(targets)) == (240, 2)
    assert total(Fraction(3)) < min(total(Fraction(29, 10)), total(Fraction(31, 10)))
    # The four hikes in minutes, predicted at w km a minute: the mean has the curvature 7,200, far above 2 / 0.1.
    square = [sum((60 * w - y) ** 2 for y in (2, 3, 3, 4)) / 4 for w in (-1, 0, 1)]
    assert square[0] - 2 * square[1] + square[2] == 7200 > 2 / 0.1
