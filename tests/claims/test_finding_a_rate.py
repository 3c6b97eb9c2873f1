"""The range test of docs/practice/finding-a-rate.md: slopes by autograd, readings of made curves, the bound."""

import numpy as np
import pytest
from autograd import grad
from autograd import numpy as anp

from tests.claims.data import SIZES, standardised

PAGE = "docs/practice/finding-a-rate.md"
TABLE = standardised(*SIZES, "body_mass_g")


def loss(theta, rows):
    W, b, v, c = theta
    return anp.mean((anp.maximum(anp.dot(rows[:, :-1], W) + b, 0) @ v + c - rows[:, -1]) ** 2)


def test_a_range_test_again_by_autograd(names):
    """The batches are drawn alike; every slope is autograd's, and momentum adds up as in PyTorch."""
    assert names["table"] == pytest.approx(TABLE)
    rates = np.geomspace(1e-4, 10, 150)
    assert rates[1:] / rates[:-1] == pytest.approx(np.full(149, 10 ** (5 / 149)))
    for seed, beta in ((0, 0), (1, 0.9)):
        rng, theta, sums = np.random.default_rng(seed), names["start"](seed), [0, 0, 0, 0]
        found = names["run"](rates, seed, beta=beta)[0]
        for k in range(60):
            rows = names["table"][rng.choice(342, 32, replace=False)]
            assert found[k] == pytest.approx(loss(theta, rows), rel=1e-6)
            sums = [beta * old + new for old, new in zip(sums, grad(loss)(theta, rows), strict=True)]
            theta = [part - rates[k] * step for part, step in zip(theta, sums, strict=True)]


def test_readings_of_a_made_curve(names):
    """Flat, one steep fall, a bottom, a rise: where each reading must be, within the delay of the mean."""
    rates = np.geomspace(1e-4, 10, 151)  # 30 steps for a tenfold
    curve = np.interp(np.arange(121), [0, 50, 70, 110, 120], [1, 1, 0.3, 0.2, 5])
    fastest, tenth, lowest = names["read"](curve, rates)
    assert tenth == pytest.approx(rates[120] / 10)
    assert rates[50] < fastest < rates[80]
    assert rates[108] <= lowest <= rates[113]
    weights = 0.9 ** np.arange(121)[::-1]
    assert names["smooth"](curve)[-1] == pytest.approx(curve @ weights / weights.sum())


def test_findings_on_other_starts(names):
    """A tenth of the explosion is best at 50 steps, the lowest point loses runs, long runs forgive short steps."""
    end = {steps: [np.mean([loss(names["run"]([rate] * steps, seed)[1], TABLE) for seed in range(100, 106)])
        for rate in (0.01, 0.1)] for steps in (50, 500)}  # fmt: skip
    assert end[50][0] - end[50][1] > 0.05 > 0.03 > abs(end[500][0] - end[500][1])
    rates, ends = names["rates"], []
    found = np.array([names["read"](names["run"](rates, seed)[0], rates) for seed in range(40, 60)])
    for rate in np.median(found, axis=0):
        runs = [names["run"]([rate] * 50, seed) for seed in range(60, 80)]
        ends.append(np.mean([loss(theta, TABLE) if len(losses) == 50 else 1 for losses, theta in runs]))
    assert ends[1] < min(ends[0], ends[2])
    found = [names["read"](names["run"](rates, seed)[0], rates)[2] for seed in range(60)]
    gone = [sum(len(names["run"]([part * low] * 50, 500 + k)[0]) < 50 for k, low in enumerate(found))
            for part in (1, 1 / 3)]  # fmt: skip
    assert gone[0] >= 3 > gone[1] == 0


def test_no_step_below_the_edge_raises_a_quadratic_and_above_it_some_do(names):
    """On 300 random quadratics and places; a loss that is not quadratic, or a longer step, breaks it."""
    rng, broken = np.random.default_rng(0), 0
    for _ in range(300):
        A = rng.normal(size=(8, 5))
        H, theta = A.T @ A, rng.normal(size=5)
        top = np.linalg.eigvalsh(H)[-1]
        for factor in (rng.uniform(0, 1), 1.05):
            w = theta if factor < 1 else np.linalg.eigh(H)[1][:, -1]
            on = w - factor * 2 / top * H @ w
            rise = on @ H @ on - w @ H @ w
            assert rise <= 1e-9 or factor > 1
            broken += rise > 0
    assert broken == 300
    assert names["edge"] == pytest.approx(342 / np.linalg.norm(np.column_stack([TABLE[:, :3], np.ones(342)]), 2) ** 2)
    for steps, (first, leaves) in names["factors"].items():
        assert 3.5 < first < 4 < 6 < leaves < 7, steps
    assert (1 - 1.9 / 12 * 4) ** 4 < 1 < 3**4 < (3 - 1.9 / 12 * 4 * 3**3) ** 4  # w⁴ bends more far out
