"""The numbers of docs/practice/not-a-number.md, derived without its code."""

import math
import struct

import numpy as np
import pytest
from autograd import grad
from autograd import numpy as anp
from scipy.special import expit, xlog1py, xlogy

PAGE = "docs/practice/not-a-number.md"


def test_the_hunt(names):
    """The first bad step one by one, its cause, the report, and halving against a plain search on 300 random runs."""
    bad = [not np.isfinite(state).all() for state in names["states"]]
    assert all([bad.index(True) == 343, all(bad[343:]), len(names["looks"]) == 10])
    theta = names["states"][342]
    z = names["X"] @ theta
    assert any(1 / (1 + math.exp(-score)) == 1 for score in z)  # a probability of exactly 1
    with np.errstate(all="ignore"):
        losses = [dict(names["parts"](state))["loss"] for state in names["states"][:343]]
    assert [np.isfinite(loss) for loss in losses] == [True] * 342 + [False]
    p = expit(names["X"] @ names["states"][200])
    right = -np.mean(xlogy(names["y"], p) + xlog1py(1 - names["y"], -p))
    assert (losses[200], min(losses[:342])) == (pytest.approx(right, rel=1e-6), pytest.approx(0.0612, abs=5e-5))
    rng = np.random.default_rng(3)
    for _ in range(300):
        size = int(rng.integers(2, 3000))
        end = int(rng.integers(1, size + 1))
        found, looks = names["first"](lambda k, end=end: k >= end, 0, size)
        assert all([found == end, len(looks) <= math.ceil(math.log2(size))])
    found, _ = names["first"](lambda k: k in (5, 90), 0, 100)  # a run that recovers: halving misses the first
    assert found != 5


def nearest(x):
    """x in half precision, by the standard library."""
    return struct.unpack("<e", struct.pack("<e", x))[0]


def test_sixteen_bits(names):
    """Borders of the format by its bits; the lost updates; the slope that vanishes; rounding as the library does."""
    assert all([struct.unpack("<e", b"\xff\x7b")[0] == 65504, struct.unpack("<e", b"\x01\x00")[0] == 2**-24])
    assert struct.unpack("<e", b"\x01\x3c")[0] == 1 + 2**-10
    assert nearest(1 + 0.0003) == 1 == float(names["w"])
    assert nearest(1e-8) == 0
    with pytest.raises(OverflowError):
        nearest(math.exp(11.1))
    assert math.isfinite(nearest(math.exp(11)))
    numbers = np.random.default_rng(0).normal(size=500) * 10.0 ** np.arange(-8, 2).repeat(50)
    assert list(names["half"](numbers)) == [nearest(float(x)) for x in numbers]
    for x in names["brain"](numbers).astype(float):
        assert math.frexp(x)[0] * 256 == int(math.frexp(x)[0] * 256)  # 8 binary digits


def test_loss_scaling(names):
    """Slopes by autograd; the scale falls by the skips; scaled runs follow float32 on other seeds, others stay."""
    rng = np.random.default_rng(4)
    W, v = rng.normal(size=(2, 16)), rng.normal(size=16)

    def loss(W, v):
        miss = anp.dot(anp.tanh(anp.dot(names["inputs"], W)), v) - names["wave"]
        return 1e-6 * anp.mean(miss**2) / 2

    found = names["slopes"](W, v, 2.0**20, names["single"])
    for k in range(2):
        assert found[k] / 2**20 == pytest.approx(grad(loss, k)(W, v), rel=1e-3, abs=1e-10)
    for seed in (7, 8):
        with np.errstate(all="ignore"):
            exact, *_ = names["train"](names["single"], names["single"], 1, False, seed, steps=300)
            lost, *_ = names["train"](names["half"], names["single"], 1, False, seed, steps=300)
            run, scale, skips = names["train"](names["half"], names["single"], 2.0**40, True, seed, steps=300)
        assert all([lost[-1] == lost[0], run[-1] == pytest.approx(exact[-1], rel=0.05)])
        assert all([skips > 0, 2.0 ** (40 - skips) <= scale <= 2.0 ** (41 - skips)])
