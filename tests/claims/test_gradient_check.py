"""The numbers of docs/networks/gradient-check.md, derived without its code."""

from fractions import Fraction

import autograd
import autograd.numpy as anp
import numpy as np
import pytest

PAGE = "docs/networks/gradient-check.md"


def exact_loss(theta, X, Y):
    W1, b1, W2, b2 = theta
    return anp.mean(((1 / (1 + anp.exp(-(X @ W1 + b1)))) @ W2 + b2 - Y) ** 2)


def slopes(theta, X, Y):
    return autograd.grad(exact_loss)(theta, X, Y)


def off(wrong, right):
    """The relative errors of each part, in plain numbers."""
    pairs = [list(zip(a.ravel(), m.ravel(), strict=True)) for a, m in zip(wrong, right, strict=True)]
    return [[abs(a - m) / max(abs(a), abs(m)) if a != m else 0 for a, m in part] for part in pairs]


def other_places(count):
    chance = np.random.default_rng(99)
    return [[chance.normal(size=shape) for shape in ((2, 3), 3, (3, 3), 3)] for _ in range(count)]


def test_what_the_bugs_show(names):
    """Each bug is far off at every place, in its parts and nowhere else; and descent goes on with it."""
    theta, X, Y = (names[name] for name in ("theta", "X", "Y"))
    truth = slopes(theta, X, Y)
    known = {"forgot": [1 / 2] * 4, "first": [2 / 3] * 4, "second": [None, None, 0, 0], "third": [0, 3 / 4, 0, 0],
             "tenfold": [9 / 10, 9 / 10, 0, 0], "no_mean": [3 / 4] * 4}  # fmt: skip
    for bug, parts in known.items():
        for place in other_places(10):
            assert max(map(max, off(names[bug](place, X, Y), slopes(place, X, Y)))) > 1e-2
        for found, error in zip(off(names[bug](theta, X, Y), truth), parts, strict=True):
            assert min(found) > 0.01 if error is None else found == pytest.approx([error] * len(found), abs=1e-9)
        # A hundred steps of 0.02 with each bug end below the start: a falling loss proves nothing.
        end = theta
        for _ in range(100):
            end = [part - 0.02 * g for part, g in zip(end, names[bug](end, X, Y), strict=True)]
        assert exact_loss(end, X, Y) < exact_loss(theta, X, Y)
    assert max(off(names["second"](theta, X, Y), truth)[0]) > 1  # a wrong sign
    # At zero the tenfold first layer, on one sample the missing mean and the averaged bias are right.
    zero = [0.0 * part for part in theta]
    assert max(map(max, off(names["tenfold"](zero, X, Y), slopes(zero, X, Y)))) < 1e-12
    for bug in ("no_mean", "third"):
        assert max(map(max, off(names[bug](theta, X[:1], Y[:1]), slopes(theta, X[:1], Y[:1])))) < 1e-9


def test_gradient_measured_slopes_and_sensitivities(names):
    """The gradient by autograd at other places; S2: each entry is what a small change of w_ij does to the loss."""
    theta, X, Y = (names[name] for name in ("theta", "X", "Y"))
    for place in other_places(5):
        truth = slopes(place, X, Y)
        assert max(map(max, off(names["gradient"](place, X, Y), truth))) < 1e-9
        for m, right in zip(names["measure"](lambda t: exact_loss(t, X, Y), place), truth, strict=True):
            assert m == pytest.approx(right, abs=1e-9)
    truth = slopes(theta, X, Y)[0]
    assert np.argmax(abs(truth)) == 2  # w_02
    for i, j in np.ndindex(2, 3):
        raised = [part.copy() for part in theta]
        raised[0][i, j] += 0.01
        change = exact_loss(raised, X, Y) - exact_loss(theta, X, Y)
        assert change == pytest.approx(0.01 * truth[i, j], abs=2e-5)
        assert names["found"][0][i, j] == pytest.approx(truth[i, j], abs=1e-9)
    runs = []
    names["measure"](lambda t: runs.append(1) or 0.0, theta)
    assert (len(runs), 785 * 16 + 17 * 10) == (2 * 21, 12_730)
    for u in names["ways"]:
        real = autograd.grad(lambda v, u=u: exact_loss([p + v * d for p, d in zip(theta, u, strict=True)], X, Y))(0.0)
        without = real - slopes(theta, X, Y)[1][1] * u[1][1]
        assert names["along"](names["gradient"], u) < 1e-7
        assert names["along"](names["forgot"], u) == pytest.approx(0.5, abs=1e-6)
        expected = abs(without - real) / max(abs(without), abs(real))
        assert names["along"](names["one_off"], u) == pytest.approx(expected, abs=1e-6)


def test_right_slopes_near_zero_are_above_the_threshold_and_below_the_floor(names, page_namespace):
    """At a hundred places of 1 + w², and in the network of the next lesson, whose right slopes are known."""
    for w in np.geomspace(1e-8, 1, 100):
        m = ((1 + (w + 1e-5) ** 2) - (1 + (w - 1e-5) ** 2)) / 2e-5
        assert abs(m - 2 * w) < 1e-9
        assert w > 1e-3 or abs(m - 2 * w) < 2e-11
    assert 0.2 < np.mean(names["relative"](names["a"], names["m"]) > 1e-7) < 0.8
    digits = page_namespace("docs/networks/digits.md")
    chance = np.random.default_rng(3)
    X, y = digits["X_train"][:300], digits["y_train"][:300]
    net = digits["start"]([64, 32, 10], chance)
    W, errors = net[0][0], []
    right = digits["gradient"](net, X, y)[0][0]
    for i, j in zip(chance.integers(64, size=300), chance.integers(32, size=300), strict=True):
        old, ends = W[i, j], []
        for nudge in (1e-5, -1e-5):
            W[i, j] = old + nudge
            ends.append(digits["loss"](net, X, y))
        W[i, j] = old
        m = (ends[0] - ends[1]) / 2e-5
        assert abs(m - right[i, j]) < 1e-9
        errors.append(float(names["relative"](right[i, j], m)))
    assert 0.02 < np.mean(np.array(errors) > 1e-7) < 0.2


def test_nudges_and_kinks(names):
    """Truncation h² / 6 times the third derivative, rounding, the best powers of ten; across a kink."""
    # f''' of 1 / (1 + w²) at 2 is 24 · 2 · (1 − 4) / 5⁴; exact differences in fractions.
    third = Fraction(24 * 2 * (1 - 4), 5**4)

    def f(w):
        return 1 / (1 + w * w)

    for k in range(1, 4):
        h = Fraction(1, 10**k)
        exact = (f(2 + h) - f(2 - h)) / (2 * h) + Fraction(4, 25)
        assert float(exact) == pytest.approx(float(h * h * third / 6), rel=2 * float(h))
        assert names["errors"][k - 1] == pytest.approx(abs(float(exact)), rel=1e-3)
    assert names["errors"].argmin() == 4
    assert names["errors"][-1] > 1e6 * min(names["errors"])
    for kind, r in (("float64", 2.0**-53), ("float32", 2.0**-24)):
        for back, power in ((0, 1 / 2), (1, 1 / 3)):
            sizes = np.geomspace(1e-12, 0.1, 67)
            means = [names["typical"](back, size, kind) for size in sizes]
            assert r**power / 10 < sizes[int(np.argmin(means))] < 10 * r**power
    assert min(names["typical"](1, size, "float32") for size in np.geomspace(1e-7, 0.1, 40)) > 1e-7 * 0.16
    w, h = Fraction(4, 10**6), Fraction(1, 10**5)
    assert ((w + h) / (2 * h), names["kink"]) == (Fraction(7, 10), pytest.approx([0.7, 1], abs=1e-9))
    assert (names["crossed"], names["smaller"]) == pytest.approx((0.3, 1), abs=1e-9)
