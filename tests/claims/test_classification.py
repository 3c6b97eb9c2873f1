"""The numbers of docs/data/classification.md, derived without its code."""

import math
from fractions import Fraction

import numpy as np
import pytest
from scipy import integrate, optimize, special

from tests.claims.data import PENGUINS, SIZES, columns, standardised
from tests.claims.oracles import differences

PAGE = "docs/data/classification.md"
SPECIES = ("Adelie", "Chinstrap", "Gentoo")


def penguins(names, species=SPECIES):
    """Measurements, the same standardised with a column of ones, and the number of each species."""
    rows = [row for row in PENGUINS if row["species"] in species]
    inputs = np.column_stack([standardised(*names, rows=rows), np.ones(len(rows))])
    return columns(*names, rows=rows), inputs, np.array([species.index(row["species"]) for row in rows])


def newton(inputs, targets, steps=30):
    """Logistic regression by Newton's method."""
    theta = np.zeros(inputs.shape[1])
    for _ in range(steps):
        p = special.expit(inputs @ theta)
        theta -= np.linalg.solve(inputs.T @ (inputs * (p * (1 - p))[:, None]), inputs.T @ (p - targets))
    return theta


def test_slopes_of_the_sigmoid_and_of_both_losses(names):
    """Against scipy and central differences: p(1 − p), p − y, and 2(p − y)p(1 − p)."""
    sigmoid = names["sigmoid"]
    for z in (-12.0, -4.0, -0.3, 0.0, 2.0, 8.0):
        p = special.expit(z)
        assert sigmoid(z) == pytest.approx(p, rel=1e-12)
        assert (special.expit(z + 1e-5) - special.expit(z - 1e-5)) / 2e-5 == pytest.approx(p * (1 - p), rel=1e-5)
    # p − y for the cross-entropy, 2(p − y)p(1 − p) for the squared error, by central differences.
    for target in [0, 1]:
        for z in [-6.0, -4.0, 0.0, 1.5, 5.0]:
            p = special.expit(z)
            entropy = differences(
                lambda v, y=target: -(y * special.log_expit(v[0]) + (1 - y) * special.log_expit(-v[0])), [z], h=1e-5
            )
            square = differences(lambda v, y=target: (special.expit(v[0]) - y) ** 2, [z], h=1e-5)
            assert entropy == pytest.approx([p - target], abs=1e-9)
            assert square == pytest.approx([2 * (p - target) * p * (1 - p)], abs=1e-9)


def test_loss_slopes_and_end_on_the_penguins(names):
    """Loss and slopes by scipy, the end of the run by Newton's method, and no count hangs on the last bits."""
    # The loss from scipy's log_expit, the slopes by its central differences; ln 2 at the start.
    raw, inputs, kinds = penguins(SIZES[:1], SPECIES[:2])
    assert (len(kinds), sum(kinds)) == (219, 68)

    def loss(theta):
        z = inputs @ theta
        return -np.mean(kinds * special.log_expit(z) + (1 - kinds) * special.log_expit(-z))

    assert names["loss"](0, 0) == pytest.approx(math.log(2), rel=1e-12)
    for theta in ((0.0, 0.0), (2.0, -1.0), (-3.0, 0.5)):
        assert names["loss"](*theta) == pytest.approx(loss(theta), rel=1e-10)
        error = special.expit(inputs @ theta) - kinds
        assert inputs.T @ error / 219 == pytest.approx(optimize.approx_fprime(theta, loss, 1e-7), abs=1e-6)
    # The likelihood is the product of what each truth was called, and highest where the cross-entropy is lowest.
    assert np.log(np.prod(names["truth"](2, -1))) / -219 == pytest.approx(loss((2.0, -1.0)), rel=1e-9)
    # Weights to three digits, the border in millimetres, and an accuracy that falls while the loss falls.
    w, b = newton(inputs, kinds)
    history = names["history"]
    assert history[1000][0] == pytest.approx(names["loss"](w, b), abs=1e-4)
    border = raw.mean() - b / w * raw.std()
    assert names["border"] == pytest.approx(border, abs=0.05)
    assert history[1000][0] < history[100][0]
    assert (history[100][1], history[1000][1]) == (210, 208)
    assert all(np.diff([height for height, _ in history.values()]) < 0)
    # No penguin lies so close to the border that another processor could count it differently.
    assert min(abs(inputs @ newton(inputs, names["y"]))) > 1e-3
    top = np.sort(names["P"], axis=1)
    assert min(top[:, 2] - top[:, 1]) > 1e-3


def test_softmax_against_scipy(names):
    """Softmax, its slope, log-sum-exp where exp overflows, and three species against the minimum of L-BFGS."""
    # Softmax against scipy and its slope is p minus y.
    scores = np.random.default_rng(4).normal(size=(5, 3)) * 3
    assert names["softmax"](scores) == pytest.approx(special.softmax(scores, axis=1), rel=1e-12)
    for row in scores:
        for true in range(3):
            rise = optimize.approx_fprime(row, lambda z, true=true: special.logsumexp(z) - z[true], 1e-7)
            assert special.softmax(row) - np.eye(3)[true] == pytest.approx(rise, abs=1e-5)
    assert names["small"] == pytest.approx(names["large"])
    # The loss within 0.001 of what L-BFGS finds, and the same confusion table counted one penguin at a time.
    _, inputs, kinds = penguins((SIZES[0], SIZES[2]))
    found = names["theta"]

    def loss(flat):
        z = inputs @ flat.reshape(3, 3)
        return np.mean(special.logsumexp(z, axis=1) - z[range(len(z)), kinds])

    best = optimize.minimize(loss, np.zeros(9), method="L-BFGS-B").fun
    assert names["total"] == pytest.approx(loss(found.ravel()), rel=1e-10)
    assert 0 <= names["total"] - best < 0.001
    table = [[0] * 3 for _ in range(3)]
    for x, kind in zip(inputs, kinds, strict=True):
        scores = [sum(x[j] * found[j, k] for j in range(3)) for k in range(3)]
        table[kind][scores.index(max(scores))] += 1
    assert [*names["confusion"].values()] == table
    assert sum(table[k][k] for k in range(3)) / 342 == pytest.approx(names["accuracy"])
    # Losses 0, 10 and 1000 for the scores 1000, 990 and 0; e^1000 has 435 digits.
    assert names["log_sum_exp"]([1000, 990, 0]) == pytest.approx(special.logsumexp([1000, 990, 0]))
    assert names["log_sum_exp"]([2, 1, 0]) == pytest.approx(math.log(math.e**2 + math.e + 1))
    with pytest.raises(OverflowError):
        math.exp(1000)
    assert math.floor(1000 * math.log10(math.e)) + 1 == 435


def test_squared_error_learns_slowly_but_is_proper(names):
    """From zero both losses end alike; from a confident mistake it takes a thousand times as long; Brier's minimum."""
    # Second slopes: p(1 − p) is positive everywhere, that of the squared error is negative for z below −ln 2.
    scores = np.linspace(-12, 6, 500)
    for f, always in ((lambda z: -special.log_expit(z), True), (lambda z: (special.expit(z) - 1) ** 2, False)):
        assert bool(np.all(f(scores + 1e-3) - 2 * f(scores) + f(scores - 1e-3) > -1e-14)) == always
    assert names["times"] == pytest.approx(2 * math.cosh(2) ** 2)  # 1 / 2p(1 − p) at the score −4
    # From zero: the minimum of the squared error by scipy lies where the run ended, its border near that of Newton.
    raw, inputs, kinds = penguins(SIZES[:1], SPECIES[:2])
    least = optimize.minimize(lambda v: np.mean((special.expit(inputs @ v) - kinds) ** 2), np.zeros(2)).x
    borders = [raw.mean() - b / w * raw.std() for w, b in (newton(inputs, kinds), least)]
    assert [border for _, border in names["ordinary"]] == pytest.approx(borders, abs=0.03)
    assert abs(borders[0] - borders[1]) < 0.1
    assert [right for right, _ in names["ordinary"]] == [208, 210]
    # From −10: the squared error calls every penguin an Adelie for very long, and recovers in the end.
    assert names["right"](-10, 0) < 0.1 * 219
    assert [right for right, _ in names["bad"]] == [210, np.sum(kinds == 0)]

    def slide(_, v):  # descent at the rate 1 as a flow, which scipy follows in long strides
        p = special.expit(inputs @ v)
        return -inputs.T @ (2 * (p - kinds) * p * (1 - p)) / 219

    flow = integrate.solve_ivp(slide, (0, 3e5), [-10.0, 0.0], method="LSODA", t_eval=(300, 3e4, 3e5), rtol=1e-8)
    assert [names["right"](w, b) for w, b in flow.y.T] == [151, 151, 210]
    for rate in (3, 10, 30, 100, 300):  # no larger rate gets it away
        v = np.array([-10.0, 0.0])
        for _ in range(3000):
            v = v + rate * slide(0, v)
        assert not np.any(inputs @ v > 0)
    # Proper: for each true probability in exact fractions, no forecast has a lower mean score than the truth.
    for true in (Fraction(k, 20) for k in range(21)):
        scores = {q: true * (1 - q) ** 2 + (1 - true) * q**2 for q in (Fraction(k, 20) for k in range(21))}
        assert min(scores, key=scores.get) == true
    # One step of the rate 1 from zero on raw flippers: scores beyond a thousand.
    raw, _, kinds = penguins((SIZES[2],), SPECIES[:2])
    assert max(abs((-np.mean((0.5 - kinds) * raw[:, 0])) * raw[:, 0])) > 1000
    # Exercises.
    assert names["ratio"] == pytest.approx(3)
    assert names["small"][0] == pytest.approx(1 / (1 + math.exp(-1) + math.exp(-2)))
    assert names["after"] - names["before"] == pytest.approx(names["score"] / 219)
