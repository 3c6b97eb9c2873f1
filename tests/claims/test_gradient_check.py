"""The numbers of docs/networks/gradient-check.md, derived without its code."""

from fractions import Fraction

import autograd
import autograd.numpy as anp
import numpy as np
import pytest

PAGE = "docs/networks/gradient-check.md"


def exact_loss(theta, X, Y):
    """The network's loss with NumPy's own exponential and products, parameter by parameter."""
    W1, b1, W2, b2 = theta[:6].reshape(2, 3), theta[6:9], theta[9:18].reshape(3, 3), theta[18:]
    return anp.mean(((1 / (1 + anp.exp(-(X @ W1 + b1)))) @ W2 + b2 - Y) ** 2)


def slopes(theta, X, Y):
    return autograd.grad(exact_loss)(theta, X, Y)


def off(wrong, right):
    """The relative error, entry by entry, in plain numbers."""
    return [abs(a - m) / max(abs(a), abs(m)) if a != m else 0 for a, m in zip(wrong, right, strict=True)]


def test_what_the_bugs_show(names):
    """Each bug is far off at every place, in its blocks and nowhere else; and descent goes on with it."""
    # Right slopes stay below 1e-7 at all ten places; each of the bugs has an entry above 1e-2 at each of them.
    theta, X, Y = (names[name] for name in ("theta", "X", "Y"))
    truth = slopes(theta, X, Y)
    assert names["right"].shape == (10, 21)
    assert names["right"].max() < 1e-7
    bugs = [names[name] for name in ("forgot", "first", "second", "third", "no_sigmoid", "no_mean", "one_off")]
    for bug in bugs:
        for place in names["places"]:
            assert max(off(bug(place, X, Y), slopes(place, X, Y))) > 1e-2

    # All entries three times too large; W1 and b1; b1 a quarter; W1 and b1.
    def of(name):
        return np.array(off(names[name](theta, X, Y), truth))

    assert of("first") == pytest.approx([2 / 3] * 21, abs=1e-9)
    assert min(of("second")[:9]) > 0.01
    assert max(of("second")[9:]) < 1e-9
    assert of("second").max() > 1  # a wrong sign
    assert of("third") == pytest.approx([0] * 6 + [3 / 4] * 3 + [0] * 12, abs=1e-9)
    assert min(of("no_sigmoid")[:9]) > 0.1
    assert max(of("no_sigmoid")[9:]) < 1e-9
    assert (of("no_mean"), names["count"]) == (pytest.approx([3 / 4] * 21, abs=1e-9), 9)
    # With the transpose of W2 in the place of W2 it would be right in the first layer's backward line.
    W1, b1, W2, b2 = names["split"](theta)
    hidden = 1 / (1 + np.exp(-(X @ W1 + b1)))
    back = np.einsum("nk,kj,nj,nj->nj", 2 * (hidden @ W2 + b2 - Y) / 12, W2, hidden, 1 - hidden)
    assert names["second"](theta, X, Y)[:6] == pytest.approx(np.einsum("ni,nj->ij", X, back).ravel(), rel=1e-9)
    # A hundred steps of 0.02 with each bug end below the start: a falling loss proves nothing.
    for bug in ("forgot", "first", "second", "third", "no_sigmoid", "no_mean"):
        end = theta
        for _ in range(100):
            end = end - 0.02 * names[bug](end, X, Y)
        assert exact_loss(end, X, Y) < exact_loss(theta, X, Y)


def test_what_hides_a_bug_or_fakes_one(names):
    """A bad place, a nudge too large or too small, a kink; the error of a difference, and a direction's dot product."""
    # At zero the missing sigmoid slope, on one sample the missing mean and the averaged bias.
    theta, X, Y = (names[name] for name in ("theta", "X", "Y"))
    zero = np.zeros(21)
    assert names["no_sigmoid"](zero, X, Y) == pytest.approx(slopes(zero, X, Y), abs=1e-14)
    assert slopes(zero, X, Y)[:9] == pytest.approx([0] * 9, abs=1e-15)
    assert max(abs(slopes(zero, X, Y)[9:])) > 0.01
    for bug in ("no_mean", "third"):
        assert names[bug](theta, X[:1], Y[:1]) == pytest.approx(slopes(theta, X[:1], Y[:1]), rel=1e-9)
    # Each tenth of the nudge divides the error by a hundred, until rounding takes over; float32 never gets near.
    float64, float32 = names["curves"]
    for k in range(3):
        assert float64[k] / float64[k + 1] == pytest.approx(100, rel=0.05)
    assert float64[4] == min(float64) < 1e-8
    assert float64[11] > 1e-2  # a right gradient called wrong
    assert float32[1] == min(float32) > 1e-3
    assert all(error > 0.5 for error in float32[5:])
    # In fractions: (w + h) / 2h across the kink of the ReLU, w / h across that of |w|.
    w, h = Fraction(4, 10**6), Fraction(1, 10**5)
    assert ((w + h) / (2 * h), names["measured"]) == (Fraction(7, 10), pytest.approx([0.7, 1, 1], abs=1e-9))
    assert Fraction(3, 10**6) / h == Fraction(3, 10)
    assert (names["crossed"], names["smaller"]) == pytest.approx((0.3, 1), abs=1e-9)
    for nudge in (1e-5, 1e-6):
        assert names["check"](names["forgot"], names["theta"], h=nudge) == pytest.approx([0.5] * 21, abs=1e-6)
    # At h = 0.01 the error of each slope is h²/6 times the third derivative, here by autograd.
    theta, X, Y = (names[name] for name in ("theta", "X", "Y"))
    truth = slopes(theta, X, Y)
    measured = names["measure"](lambda t: exact_loss(t, X, Y), theta, 0.01)
    for i, unit in enumerate(np.eye(21)[:9]):

        def along(v, unit=unit):
            return exact_loss(theta + v * unit, X, Y)

        third = autograd.grad(autograd.grad(autograd.grad(along)))(0.0)
        assert measured[i] - truth[i] == pytest.approx(1e-4 / 6 * third, rel=0.02, abs=1e-9)
    # The directional derivative by autograd, and what it makes of the wrong gradients.
    for u in names["ways"]:
        real = autograd.grad(lambda v, u=u: exact_loss(theta + v * u, X, Y))(0.0)
        assert real == pytest.approx(truth @ u, rel=1e-9)
        assert names["along"](names["gradient"], u) < 1e-7
        assert names["along"](names["forgot"], u) == pytest.approx(0.5, abs=1e-6)
        without = truth @ u - truth[7] * u[7]
        assert names["along"](names["one_off"], u) == pytest.approx(off([without], [real])[0], abs=1e-6)


def test_relative_error_gradient_and_runs(names):
    """The relative error by its formula, the gradient by autograd, the number of runs of a full check."""
    # Also for zeros and opposite signs; between 0 and 2.
    a, m = np.array([(1, 2), (-1, 1), (0, 0), (0, 3), (1000, 1000.001), (1e-9, -2e-9)]).T
    expected = [Fraction(1, 2), 2, 0, 1, Fraction(1, 1_000_001), Fraction(3, 2)]
    assert names["relative"](a, m) == pytest.approx([float(e) for e in expected], rel=1e-9)
    assert names["relative"](0.5, 1.0) == 0.5
    # The gradient is that of another machine.
    chance = np.random.default_rng(99)
    for n in (1, 4, 9):
        X, Y = chance.normal(size=(n, 2)), chance.normal(size=(n, 3))
        for _ in range(5):
            theta = chance.normal(size=21)
            assert names["loss"](theta, X, Y) == pytest.approx(exact_loss(theta, X, Y), rel=1e-12)
            assert names["gradient"](theta, X, Y) == pytest.approx(slopes(theta, X, Y), rel=1e-9, abs=1e-13)
    # Two for each parameter; the network of 784, 16 and 10 nodes has 12,730 of them.
    runs = []
    names["measure"](lambda t: runs.append(1) or 0.0, names["theta"])
    assert (len(runs), 785 * 16 + 17 * 10) == (2 * 21, 12_730)
