"""Slopes found in other ways than on the pages: by differences, and by autograd."""

from fractions import Fraction

import numpy as np
import pytest
from autograd import grad
from autograd import numpy as anp


def differences(function, values, h=Fraction(1)) -> list:
    """Central differences of a function of a list: in fractions exact for a quadratic, whatever the step `h`."""
    slopes = []
    for i in range(len(values)):
        up, down = ([v + sign * h * (k == i) for k, v in enumerate(values)] for sign in (1, -1))
        slopes.append((function(up) - function(down)) / (2 * h))
    return slopes


def cross_entropy(net, X, y):
    """The mean cross-entropy of a network of tanh layers, a list of (W, b), for autograd."""
    values = X
    for W, b in net[:-1]:
        values = anp.tanh(anp.dot(values, W) + b)
    scores = anp.dot(values, net[-1][0]) + net[-1][1]
    return anp.mean(anp.log(anp.sum(anp.exp(scores), axis=1)) - scores[np.arange(len(y)), y])


def assert_slopes(found, net, X, y):
    """Whether the slopes of a network, found by a page, are those of autograd."""
    for layer, known in zip(found, grad(cross_entropy)(net, X, y), strict=True):
        for one, other in zip(layer, known, strict=True):
            assert one == pytest.approx(other, abs=1e-12)
