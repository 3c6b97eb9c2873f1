"""The claims of docs/data/overfitting.md over many splits, and its weights by Newton's method and scipy."""

import math

import numpy as np
import pytest
from scipy import optimize, special, stats

from tests.claims.data import PENGUINS, SIZES, columns, standardised

PAGE = "docs/data/overfitting.md"
ROWS = [row for row in PENGUINS if row["species"] != "Gentoo"]
BILLS = columns("bill_length_mm", rows=ROWS)[:, 0]
KINDS = np.array([row["species"] == "Chinstrap" for row in ROWS], dtype=float)
INPUTS = np.column_stack([np.exp(-0.5 * (BILLS - centre) ** 2) for centre in range(32, 60)] + [np.ones(len(ROWS))])
FREE = np.array([1.0] * 28 + [0.0])  # the bias carries no penalty


def costs(theta, rows):
    """The cross-entropy of each sample, a row for each split."""
    z = np.einsum("srk,sk->sr", INPUTS[rows], theta)
    return -(KINDS[rows] * special.log_expit(z) + (1 - KINDS[rows]) * special.log_expit(-z))


def right(theta, rows):
    return np.mean((np.einsum("srk,sk->sr", INPUTS[rows], theta) > 0) == (KINDS[rows] == 1))


def descend(rows, decay, steps=3000, kept=()):
    """Descent on all splits side by side. Returns the weights after the steps that are kept."""
    inputs, theta, found = INPUTS[rows], np.zeros((len(rows), 29)), []
    for k in range(steps + 1):
        if k in kept:
            found.append(theta)
        errors = special.expit(np.einsum("srk,sk->sr", inputs, theta)) - KINDS[rows]
        theta = theta - 2 * (np.einsum("srk,sr->sk", inputs, errors) / rows.shape[1] + decay * FREE * theta)
    return np.array(found)


def test_sixty_splits(names):
    """Validation falls, then rises; early stopping and L2 beat the free run on the test set; accuracies are alike."""
    orders = np.array([np.random.default_rng(100 + s).permutation(len(ROWS)) for s in range(60)])
    train, validate, test = np.split(orders, [40, 100], axis=1)
    kept = [0, 10, 20, 40, 60, 100, 200, 300, 1000, 3000]
    path = descend(train, 0, kept=kept)
    seen, unseen = (np.array([costs(theta, rows).mean(axis=1) for theta in path]) for rows in (train, validate))
    assert np.all(np.diff(seen, axis=0) < 0)
    assert np.mean(unseen[-1] > 1.2 * unseen.min(axis=0)) > 0.7
    assert np.all(unseen[1] < unseen[0])
    mean = unseen.mean(axis=1)
    assert 0 < mean.argmin() < len(kept) - 1
    assert mean[-1] > 1.5 * mean.min()
    plain = costs(path[-1], test).mean(axis=1)
    stopped = costs(path[unseen.argmin(axis=0), range(60)], test).mean(axis=1)
    ends = np.array([descend(train, decay, kept=[3000])[0] for decay in (0.001, 0.003, 0.01)])
    chosen = ends[np.argmin([costs(theta, validate).mean(axis=1) for theta in ends], axis=0), range(60)]
    held = costs(chosen, test).mean(axis=1)
    for better in (stopped, held):
        assert np.mean(better < plain) > 0.8
        assert better.mean() < plain.mean() * 2 / 3
    assert abs(right(chosen, test) - right(path[-1], test)) < 0.02
    fits = [costs(theta, train).mean() for theta in ends]
    assert fits == sorted(fits)
    # The page's own split, by this descent.
    assert names["free"][-1] == pytest.approx(descend(names["train"][None], 0, kept=[3000])[0, 0], rel=1e-6)
    assert names["chosen"] == 0.003


def newton(inputs, kinds, decay, free, steps=60):
    theta = np.zeros(inputs.shape[1])
    for _ in range(steps):
        p = special.expit(inputs @ theta)
        curvature = inputs.T @ (inputs * (p * (1 - p))[:, None]) / len(kinds) + decay * np.diag(free)
        theta = theta - np.linalg.solve(curvature, inputs.T @ (p - kinds) / len(kinds) + decay * free * theta)
    return theta


def test_penalties_have_a_minimum(names):
    """The slope of the penalty by differences; L2 settles where Newton's method does; separable data grow without."""
    rows, decay = names["train"], 0.003

    def loss(theta):
        z = INPUTS[rows] @ theta
        return np.mean(np.logaddexp(0, z) - KINDS[rows] * z) + decay / 2 * np.sum((FREE * theta) ** 2)

    least = newton(INPUTS[rows], KINDS[rows], decay, FREE)
    assert optimize.approx_fprime(least, loss, 1e-7) == pytest.approx(np.zeros(29), abs=1e-5)
    assert loss(names["best"]) == pytest.approx(loss(least), abs=1e-3)
    pair = [row for row in PENGUINS if row["species"] != "Chinstrap"]
    inputs = np.column_stack([standardised(*SIZES, rows=pair), np.ones(len(pair))])
    kinds = np.array([row["species"] == "Gentoo" for row in pair], dtype=float)
    signed = inputs * np.where(kinds == 1, 1, -1)[:, None]
    assert optimize.linprog(np.zeros(4), -signed, -np.ones(len(signed)), bounds=(None, None)).success  # separable
    assert np.linalg.norm(newton(inputs, kinds, 0.01, np.array([1, 1, 1, 0.0]))[:3]) == pytest.approx(2.81, abs=0.01)
    assert names["lengths"] == ["2.79", "2.81", "2.81"]
    v = np.zeros(4)
    for k in range(10_000):
        if k == 1000:
            early = np.linalg.norm(v)
        v = v - inputs.T @ (special.expit(inputs @ v) - kinds) / len(kinds)
    assert np.linalg.norm(v) > early + 2
    assert np.sum(np.logaddexp(0, -signed @ (2 * v))) < np.sum(np.logaddexp(0, -signed @ v))


def test_report_and_exercises(names):
    """The standard errors; the best of a thousand coins by its binomial law; labels by lot; the decay of a weight."""
    assert [len(names[part]) for part in ("train", "validate", "test")] == [40, 60, 119]
    assert sorted(np.concatenate([names[part] for part in ("train", "validate", "test")])) == list(range(219))
    assert names["error"] == pytest.approx(stats.sem(names["costs"], ddof=0))
    most = round(119 * names["scores"].max())
    assert 1e-4 < stats.binom.cdf(most - 1, 119, 0.5) ** 1000 < 1 - 1e-4  # a usual best of a thousand
    assert names["lot_seen"] < math.log(2) < names["lot_unseen"]
    assert min(names["found"], key=names["found"].get) > 1
    assert names["after"] == pytest.approx(2 * (1 - 2 * 0.01))
