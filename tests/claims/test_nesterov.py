"""The claims of docs/optimizers/nesterov.md: by iteration matrices written out, closed forms, and a bound."""

import numpy as np
import pytest
from scipy.optimize import minimize

from tests.claims.oracles import differences

PAGE = "docs/optimizers/nesterov.md"


def factor(eta, beta, curvature=1, memory=None):
    """The larger root of x² − (1 + β' − ηλ)x + β' in size, with β' = β(1 − ηλ) unless another memory is given."""
    memory = beta * (1 - eta * curvature) if memory is None else memory
    return max(abs(np.roots([1, eta * curvature - 1 - memory, memory])))


def settled(losses, target):
    """The first step from which on the losses stay below the target."""
    return 1 + max(k for k, loss in enumerate(losses) if loss >= target)


def test_gradients_and_the_first_steps(names):
    """Both gradients by differences; the first step is one, the second is not; 79 and 45 by matrix powers."""
    for loss, gradient, place in (("loss", "gradient", (-4.0, 2.0)), ("valley", "slopes", (0.5, -1.5))):
        known = differences(lambda at, loss=loss: names[loss](np.array(at)), place, h=1e-4)
        assert names[gradient](np.array(place)) == pytest.approx(known, abs=1e-6)
    assert np.array_equal(names["ball"][1][0], names["ahead"][1][0])
    assert names["ball"][1][0][1] > 0 > names["ball"][1][0][1] - 0.03 * 0.9 * names["ball"][1][1][1]
    angles, ends = np.linspace(0, np.pi / 2, 40), []  # the page's start, then others of the same loss
    for walk, looks in (("ball", 0), ("ahead", 1)):
        losses = 0
        for curvature, starts in ((1, [-4, *116**0.5 * np.cos(angles)]), (25, [2, *116**0.5 / 5 * np.sin(angles)])):
            keep = 0.9 * (1 - looks * 0.03 * curvature)
            one = np.array([[1 - 0.03 * curvature, -0.03 * keep], [curvature, keep]])
            powers = np.array([np.linalg.matrix_power(one, k)[0, 0] for k in range(101)])
            losses = losses + curvature * np.outer(starts, powers) ** 2 / 2
        assert losses[0] == pytest.approx([names["loss"](theta) for theta, *_ in names[walk]], rel=1e-9)
        ends.append([settled(one, 0.01) for one in losses])
    assert (ends[0][0], ends[1][0]) == (79, 45)
    assert np.all(np.less(ends[1], ends[0]))


def test_memory_border_and_best_pair(names):
    """Nesterov momentum is the heavy ball with β(1 − ηλ); its border; the best pairs of both."""
    rng = np.random.default_rng(3)
    for eta, beta in zip(rng.uniform(0, 1.6, 30), rng.uniform(0, 0.99, 30), strict=True):
        assert names["factor"](names["nesterov"], eta, beta) == pytest.approx(factor(eta, beta), abs=1e-6)
        known = factor(eta, beta, memory=beta * (1 + eta))
        assert names["factor"](names["behind"], eta, beta) == pytest.approx(known, abs=1e-6)
        assert names["border"](beta) == pytest.approx(border := (2 + 2 * beta) / (1 + 2 * beta))
        assert factor(border - 1e-6, beta) < 1 < factor(border + 1e-6, beta)
    for (method, beta), found in names["borders"].items():
        known = 2 * (1 + beta) if method is names["momentum"] else (2 + 2 * beta) / (1 + 2 * beta)
        assert found == pytest.approx(known, abs=0.006)
    # The turned sign is lost from ηλ = 1/β − 1 on, a twelfth of the right border at 0.9.
    lost = 1 / 0.9 - 1
    assert [names["factor"](names["behind"], lost * x, 0.9) < 1 for x in (0.999, 1.001)] == [True, False]
    assert (3.8 / 2.8) / lost == pytest.approx(12, abs=0.5)
    # The published one: its polynomial at 1 is ηλ(1 − 2β), below 0 beyond one half, so some eigenvalue is above 1.
    for eta, beta in ((0.01, 0.6), (1, 0.9), (3, 0.55)):
        one = np.array([[1 - eta + eta * beta, eta * beta**2], [1, beta]])
        assert np.linalg.det(np.eye(2) - one) == pytest.approx(eta * (1 - 2 * beta))
        assert names["factor"](names["faulty"], eta, beta) == pytest.approx(max(abs(np.linalg.eigvals(one))))
    # Lessard and others: at κ = 25 the best factor is 1 − 2/√76, larger than the 4/6 of the heavy ball.
    best = minimize(lambda pair: max(factor(*pair, c) for c in (1, 25)), (4 / 76, 0.63), method="Nelder-Mead").fun
    assert 4 / 6 < best == pytest.approx(1 - 2 / 76**0.5, abs=1e-3)


def test_growing_momentum_and_restarts(names):
    """The sequence as places and extrapolations, its bound 2R²/(η(k + 1)²), and the counts of three walks."""
    gradient, loss = names["slopes"], names["valley"]
    x = [np.array([-40.0, 2.0])] * 2
    for k in range(800):
        ahead = x[-1] + (k - 1) / (k + 2) * (x[-1] - x[-2])
        x.append(ahead - gradient(ahead) / 25)
    losses = [loss(place) for place in x[1:]]
    assert losses == pytest.approx([loss(theta) for theta, *_ in names["grown"]], rel=1e-6, abs=1e-12)
    assert all(gap <= 2 * (40**2 + 2**2) * 25 / (k + 1) ** 2 for k, gap in enumerate(losses))
    walks = [[loss(theta) for theta, *_ in names[name]] for name in ("plain", "grown", "restarted")]
    assert [settled(walk, 1e-6) for walk in walks] == [583, 432, 125]
    assert 100 < names["pair"] < 125  # and from nearer, the ranking of the other two turns
    plain, growing = ([min(counts) for counts in names["turned"][name]] for name in ("plain", "growing"))
    assert np.all(np.less([plain[0], 1.3 * plain[1]], growing))
    assert np.all(np.less([max(counts) for counts in names["turned"]["restarts"]], plain))  # at every rate
