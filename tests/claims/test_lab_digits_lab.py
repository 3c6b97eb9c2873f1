"""The claims of docs/labs/digits-lab.ipynb, against a second implementation, scipy and other seeds."""

import math
from itertools import islice, pairwise

import numpy as np
import pytest
from scipy.special import log_softmax, softmax

from scripts.model import project
from scripts.model.page import Code
from tests.claims.data import DIGITS

PAGE = "docs/labs/digits-lab.ipynb"
OTHERS = (11, 12, 13)  # seeds that the lab does not use


def parts(seed: int) -> tuple[np.ndarray, ...]:
    """The digits of a seed, without the lab's code: 1,077 to train on and 360 for validation, none of the last 360."""
    rows = DIGITS[np.random.default_rng(1).permutation(len(DIGITS))][:1437]
    X, y = np.split(rows[np.random.default_rng(seed).permutation(1437)], [64], axis=1)
    return X[:1077] / 16, y[:1077, 0].astype(int), X[1077:] / 16, y[1077:, 0].astype(int)


def again(seed: int, hidden: int, eta: float, batch: int, updates: int) -> tuple[float, float, float]:
    """The experiment a second time: biases as weights of a column of ones, targets as rows of a unit matrix."""
    X, y, A, b = parts(seed)
    rng = np.random.default_rng(seed)
    rng.permutation(1437)  # what the split has drawn
    first = np.vstack([rng.normal(size=(64, hidden)) / 8, np.zeros(hidden)])
    second = np.vstack([rng.normal(size=(hidden, 10)) / math.sqrt(hidden), np.zeros(10)])

    def layers(X):
        X = np.column_stack([X, np.ones(len(X))])
        H = np.column_stack([np.tanh(X @ first), np.ones(len(X))])
        return X, H, H @ second

    done = 0
    while done < updates:
        order = rng.permutation(1077)
        for chosen in np.split(order, range(batch, 1077, batch))[: updates - done]:
            inputs, H, scores = layers(X[chosen])
            errors = (softmax(scores, axis=1) - np.eye(10)[y[chosen]]) / len(chosen)
            back = (errors @ second.T)[:, :-1] / np.cosh(inputs @ first) ** 2
            first, second = first - eta * inputs.T @ back, second - eta * H.T @ errors
            done += 1
    loss = -np.mean([row[k] for row, k in zip(log_softmax(layers(X)[2], axis=1), y, strict=True)])
    right = [sum(row.argmax() == k for row, k in zip(layers(x)[2], t, strict=True)) for x, t in ((X, y), (A, b))]
    return loss, 100 * right[0] / 1077, 100 * right[1] / 360


def test_experiments_and_logarithms(names, page_namespace):
    """Those of a second implementation, of the lesson and of scipy."""
    # Loss and both shares; over the end of an epoch, and for a batch of one and of all.
    cases = [(32, 0.5, 32, 450), (2, 0.5, 32, 90), (32, 1, 1077, 4), (32, 1 / 256, 1, 1500), (64, 0.25, 4, 68)]
    for hidden, eta, batch, updates in cases:
        run = names["experiment"](hidden=hidden, eta=eta, batch=batch, updates=updates, seed=3)
        loss, own, new = again(3, hidden, eta, batch, updates)
        assert run.loss == pytest.approx(loss, rel=1e-8)
        assert (run.own, run.new) == pytest.approx((own, new), abs=1e-9)
    # The validation count is that of the lesson; the test digits are those of the lesson, and no study sees them.
    lesson = page_namespace("docs/networks/digits.md")
    assert names["misread"] == lesson["misread"](lesson["trained"], lesson["X_valid"], lesson["y_valid"])
    for mine, known in zip(names["TEST"], (lesson["X_test"], lesson["y_test"]), strict=True):
        assert np.array_equal(mine, known)
    sources = [step.source for step in project.load(project.ROOT, project.ROOT / PAGE).steps if isinstance(step, Code)]
    assert [k for k, source in enumerate(sources) if "TEST" in source] == [1, len(sources) - 1]
    # The logarithms by scipy, for scores thousands apart, without a warning.
    net = names["start"](8, np.random.default_rng(1))
    net[1] = (5000 * net[1][0], net[1][1])
    H, logs = names["forward"](net, parts(1)[2])
    assert logs.min() < -1000
    assert logs == pytest.approx(log_softmax(H @ net[1][0], axis=1), rel=1e-9, abs=1e-9)


def test_parameters_epochs_updates_and_samples_are_counted(names):
    """The lab's counts, from the arrays and from whole numbers."""
    for h, count in names["count"].items():
        net = names["start"](h, np.random.default_rng(0))
        assert count == sum(W.size + b.size for W, b in net) == (64 + 1) * h + (h + 1) * 10
    # An epoch takes every sample once.
    for n, size in ((1077, 32), (1077, 1), (1077, 1077), (10, 4)):
        stream = names["batches"](n, size, np.random.default_rng(2))
        for _ in range(2):
            assert sorted(np.concatenate(list(islice(stream, math.ceil(n / size))))) == list(range(n))
    for b in names["sizes"]:
        run = names["by_epochs"][b]
        assert (run.updates, run.samples) == (4 * math.ceil(1077 / b), 4 * 1077)
        whole, rest = divmod(68, math.ceil(1077 / b))
        run = names["by_updates"][b]
        assert (run.updates, run.samples) == (68, whole * 1077 + rest * b)


def printed(names, nodes, rated, by_epochs, by_updates, turns) -> list[str]:
    """The measured numbers as the lab prints them; of the rates those that it prints."""
    lines = [f"{run.own:.0f} {run.new:.0f}" for run in nodes.values()]
    lines += [f"{rated[eta].loss:.2f} {rated[eta].new:.0f}" for eta in names["good"]]
    lines += [f"{run.loss:.2f}" for runs in (by_epochs, by_updates) for run in runs.values()]
    return lines + [f"{run.own:.0f} {run.new:.0f}" for run in turns]


@pytest.mark.all
def test_every_printed_number_is_the_same_from_a_shaken_start(names, monkeypatch):
    """Noise on the first weights, far more than the rounding of other processors makes."""
    good, average, start = names["good"], names["average"], names["start"]
    runs = (names[name] for name in ("nodes", "rated", "by_epochs", "by_updates"))
    expected = printed(names, *runs, [names["mine"], *names["changed"].values()])

    def shaken(hidden, rng):
        noise = np.random.default_rng(5)
        return [(W + 1e-7 * noise.normal(size=W.shape), b) for W, b in start(hidden, rng)]

    monkeypatch.setitem(names, "start", shaken)
    found = printed(
        names,
        {h: average(hidden=h, epochs=12) for h in names["widths"]},
        {eta: average(eta=eta) for eta in good},
        {b: average(batch=b, eta=names["rule"](b), epochs=4) for b in names["sizes"]},
        {b: average(batch=b, eta=0.25, updates=68) for b in names["sizes"]},
        [average(change=change, **names["MINE"]) for change in (None, *names["changes"])],
    )
    assert found == expected


def over(names, **settings):
    """The average over the other seeds."""
    return names["Result"](*np.mean([names["experiment"](seed=seed, **settings) for seed in OTHERS], axis=0))


def test_beyond_the_cliff_the_rounding_decides(names, monkeypatch):
    """Starts that differ by 1e-12 end at other counts. So none is printed."""
    start = names["start"]
    counts = set()
    for noise in (0, 1e-12, 2e-12):
        monkeypatch.setitem(names, "start", lambda h, rng, e=noise: [(W + e, b) for W, b in start(h, rng)])
        counts.add(names["experiment"](eta=3).new)
    assert len(counts) > 1


def test_nodes_rates_and_batches_with_other_seeds(names):
    """Few nodes are enough, the cliff of the rate and the order of the batch sizes are there with other seeds."""
    runs = {h: over(names, hidden=h, epochs=12) for h in (2, 4, 8, 64)}
    assert runs[2].new + 20 < runs[4].new < runs[8].new - 3
    assert -1 < runs[64].new - runs[8].new < 3
    assert runs[2].own < 60, "what two nodes lack is no validation digit"
    # The loss falls up to the rate 1; at 3 each single run is worse than guessing, and at 0.2 little is lost.
    losses = [over(names, eta=eta).loss for eta in (0.01, 0.05, 0.2, 1)]
    assert all(b < 0.7 * a for a, b in pairwise(losses))
    for seed in OTHERS:
        assert names["experiment"](eta=3, seed=seed).loss > 3 * math.log(10)
    # More epochs bring a small rate further.
    short, long = (names["experiment"](eta=0.003, epochs=epochs) for epochs in (10, 40))
    assert long.loss < short.loss - 0.5
    assert long.new > short.new + 20
    # Equal epochs: level from 1 to 64, the whole batch far behind. Equal updates: falling, level from 64.
    epochs = {b: over(names, batch=b, eta=min(b / 256, 1), epochs=4).loss for b in (4, 16, 64, 1077)}
    assert [epochs[4], epochs[16]] == pytest.approx([epochs[64]] * 2, rel=0.04)
    assert epochs[1077] > 3 * epochs[64]
    updates = {b: over(names, batch=b, eta=0.25, updates=68).loss for b in (1, 4, 64, 1077)}
    assert updates[1] > 2 * updates[4] > 2.4 * updates[64]
    assert 0.9 < updates[1077] / updates[64] < 1
    # At 4.2 it ends worse than guessing.
    assert over(names, batch=1077, eta=1077 / 256, epochs=20).loss > 2 * math.log(10)


def test_the_changes(names):
    """The changes of the data change what they say; their effects are there with other seeds."""
    X, y, A, _ = before = parts(7)
    same = {"half": (2, 3), "shift": (0, 1, 3), "shift_and_learn": (3,), "noise": (0, 1, 3)}
    after = {change.__name__: change(before) for change in names["changes"]}
    for name, places in same.items():
        assert all(np.array_equal(before[k], after[name][k]) for k in places)
    assert len(after["half"][0]) == len(after["half"][1]) == math.ceil(1077 / 2)
    for row in (0, 7, 200):
        square, moved = A[row].reshape(8, 8), after["shift"][2][row].reshape(8, 8)
        assert all(moved[i, j] == (square[i, j - 1] if j else 0) for i in range(8) for j in range(8))
    learned = after["shift_and_learn"]
    assert np.array_equal(learned[2], after["shift"][2])
    assert np.array_equal(learned[0][:1077], X)
    assert np.array_equal(learned[0][1077:, 1], X[:, 0])
    assert np.array_equal(learned[1], [*y, *y])
    added = after["noise"][2] - A
    assert (added.mean(), added.std()) == pytest.approx((0, 0.25), abs=0.01)
    # Their effects with other seeds.
    plain = over(names).new
    assert 0 < plain - over(names, change=names["half"]).new < 4
    assert over(names, change=names["shift"]).new < 60
    assert over(names, change=names["shift_and_learn"]).new > 92
    assert plain - over(names, change=names["noise"]).new > 3
