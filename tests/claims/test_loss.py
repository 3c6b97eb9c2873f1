"""The numbers of docs/idea/loss.md, derived without its code."""

import statistics
from fractions import Fraction

import numpy as np
import pytest

from figures import loss_landscape

PAGE = "docs/idea/loss.md"
KM = (2, 3, 3, 4)


def test_the_bowls_of_four_hikes_and_of_the_bicycle(names):
    """(w − 3)² + 0.5 and (w − 4)² + 4.4 exactly: the minimum is the mean, what is left the variance."""
    assert names["km"] == loss_landscape.KM == list(KM)
    for targets, centre, rest in ((KM, 3, Fraction(1, 2)), ((*KM, 8), 4, Fraction(22, 5))):
        assert (statistics.fmean(targets), statistics.pvariance(map(Fraction, targets))) == (centre, rest)
        for w in (-10, 0, 1, 2, 3, 4, 5, 8):
            assert names["loss"](w, targets) == pytest.approx(float((w - centre) ** 2 + rest), rel=1e-15)
    assert names["five"] == [*KM, 8]
    assert sum((3 - y) ** 2 for y in KM) == 2  # the squares of the other four at 3
    # Without squares it is a straight line, w − 3; of the sizes, the median is best.
    for w in (-1000, -10, 0, 2, 4):
        assert names["mean_error"](w) == w - 3
    assert min(np.arange(0, 9, 0.25), key=names["size_loss"]) == statistics.median((*KM, 8)) == 3


def test_two_speeds_a_bias_and_the_cost_of_a_picture(names):
    """The map is lowest at (2, 4), a bias fits the cable car, ten weights take 10²⁰ losses."""
    table = np.array(names["hikes"])
    speeds, rest, *_ = np.linalg.lstsq(table[:, :2], table[:, 2], rcond=None)
    assert (*speeds, rest[0]) == pytest.approx((2, 4, 0))
    assert names["loss2"](2, 4) == 0
    hours, km = np.array(names["tours"]).T
    assert np.polyfit(hours, km, 1) == pytest.approx([2, 2])
    assert (names["tour_loss"](2, 2), names["tour_loss"](3, 0)) == (0, (1 + 0 + 1 + 4) / 4)
    # Between 2 and 3, for one below and three not: 10 (w − 2) + 2 (w − 3) + (w − 4) = 13w − 30 is zero.
    assert names["best"] == pytest.approx(30 / 13, abs=0.05)
