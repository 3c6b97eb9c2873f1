"""The claims of docs/networks/digits.md, against a second implementation, scipy and other seeds."""

import csv
import gzip
import math

import numpy as np
import pytest
from autograd import grad
from autograd import numpy as anp
from scipy.optimize import check_grad
from scipy.special import log_softmax

from scripts.model import project

PAGE = "docs/networks/digits.md"


@pytest.fixture
def page(page_namespace):
    return page_namespace(PAGE)


def train_again(names, X, y, seed, dtype=np.float64, noise=0.0, **options):
    """The page's training in another precision, or from a start that differs by a little noise."""
    rng = np.random.default_rng(seed)
    order = rng.permutation(names["table"])
    assert np.array_equal(order[:1437, 64], y)
    net = names["start"]([64, 32, 10], rng)
    shaken = [W + noise * np.random.default_rng(5).normal(size=W.shape) for W, _ in net]
    net = [(W.astype(dtype), b.astype(dtype)) for W, (_, b) in zip(shaken, net, strict=True)]
    return names["train"](net, X.astype(dtype), y, rng, **options)


def test_the_data_are_all_read_and_split(page):
    """Read by the csv module: 1,797 digits, none lost in the split, none in both parts."""
    with gzip.open(project.ROOT / "docs/datasets/digits.csv.gz", "rt") as file:
        rows = sorted(tuple(map(float, row)) for row in csv.reader(file))
    both = [
        (*(16 * x), float(label))
        for X, y in ((page["X_train"], page["y_train"]), (page["X_held"], page["y_held"]))
        for x, label in zip(X, y, strict=True)
    ]
    assert sorted(both) == rows
    assert (len(rows), len(page["y_train"]), len(page["y_held"])) == (1797, 1437, 360)
    held = {tuple(x) for x in page["X_held"]}
    assert not held & {tuple(x) for x in page["X_train"]}, "no picture stands in both"


def test_the_loss_is_the_cross_entropy_of_scipy(page):
    """At the start and at the end; a blank network has the loss ln 10."""
    X, y = page["X_held"], page["y_held"]
    for net in (page["nets"][0], page["trained"]):
        (W1, b1), (W2, b2) = net
        logs = log_softmax(np.tanh(X @ W1 + b1) @ W2 + b2, axis=1)
        assert page["loss"](net, X, y) == pytest.approx(-np.mean([row[k] for row, k in zip(logs, y, strict=True)]))
        assert page["misread"](net, X, y) == sum(row.argmax() != k for row, k in zip(logs, y, strict=True))
    assert page["loss"](page["blank"], X, y) == pytest.approx(math.log(10), abs=1e-12)


@pytest.mark.parametrize("sizes", [[64, 32, 10], [64, 10], [64, 7, 5, 10]])
def test_the_slopes_are_those_of_autograd(page, sizes):
    """For the network, for the linear classifier, and for one layer more."""
    rng = np.random.default_rng(8)
    net = page["start"](sizes, rng)
    X, y = page["X_train"][:50], page["y_train"][:50]
    marks = np.eye(10)[y]

    def loss(net):
        values = X
        for W, b in net[:-1]:
            values = anp.tanh(anp.dot(values, W) + b)
        scores = anp.dot(values, net[-1][0]) + net[-1][1]
        return -anp.mean(anp.sum(marks * (scores - anp.log(anp.sum(anp.exp(scores), axis=1))[:, None]), axis=1))

    for found, known in zip(page["slopes"](net, X, y), grad(loss)(net), strict=True):
        for one, other in zip(found, known, strict=True):
            assert one == pytest.approx(other, abs=1e-12)


def test_the_slope_for_the_scores_is_probability_less_one_at_the_right_digit(page):
    """Against scipy's differences, one sample."""
    scores = np.random.default_rng(3).normal(size=10)

    def loss(scores):
        return -log_softmax(scores)[4]

    def slope(scores):
        return page["softmax"](scores[None])[0] - np.eye(10)[4]

    assert check_grad(loss, slope, scores) < 1e-6


@pytest.mark.parametrize(("dtype", "noise"), [(np.float32, 0), (np.float64, 1e-10), (np.float64, 1e-7)])
def test_every_printed_count_is_the_same_in_other_arithmetic(page, dtype, noise):
    """Half the digits of a number, or a shaken start: the same digits are misread, as the same digits."""
    nets = train_again(page, page["X_train"], page["y_train"], 1, dtype, noise)
    for k in (0, 1, 3, 10, 30):
        for part in ("train", "held"):
            X, y = page[f"X_{part}"], page[f"y_{part}"]
            here, there = (nets[k], X.astype(dtype), y), (page["nets"][k], X, y)
            assert page["misread"](*here) == page["misread"](*there)
            assert page["loss"](*here) == pytest.approx(page["loss"](*there), abs=1e-4)
    read = page["forward"](nets[30], page["X_held"].astype(dtype))[1].argmax(axis=1)
    assert np.array_equal(read, page["read"])


def test_the_network_reads_about_as_well_with_other_seeds(page):
    """Ten other splits and starts: each at least 94 %, 97 % on average."""
    shares = []
    for seed in range(20, 30):
        rng = np.random.default_rng(seed)
        X, y, A, b = page["split"](rng.permutation(page["table"]))
        net = page["train"](page["start"]([64, 32, 10], rng), X, y, rng)[-1]
        shares.append(1 - page["misread"](net, A, b) / len(b))
    assert min(shares) > 0.94
    assert 0.965 < np.mean(shares) < 0.99
    assert np.std(shares) < 0.015


def test_nearest_neighbour_beats_the_network_and_the_network_the_linear_classifier(page):
    """In every row of the table; the nearest are those of whole-number distances, ties among equal labels only."""
    assert all(nearest < network < linear for network, linear, nearest in page["rows"])
    assert page["rows"][0][0] == len(page["missed"]), "the first row is the run of the page"
    assert {round(100 * network / 360) for network, _, _ in page["rows"]} == {2, 3, 4}
    X, new = np.rint(16 * page["X_train"]).astype(int), np.rint(16 * page["X_held"]).astype(int)
    found = page["nearest"](page["X_train"], page["y_train"], page["X_held"])
    for x, label in zip(new, found, strict=True):
        apart = ((X - x) ** 2).sum(axis=1)
        assert set(page["y_train"][apart == apart.min()]) == {label}
    assert np.sum(found != page["y_held"]) == page["rows"][0][2]


def test_the_table_counts_every_held_out_digit(page):
    table = page["confusion"]
    assert table.sum() == 360
    assert list(table.sum(axis=1)) == [int(np.sum(page["y_held"] == d)) for d in range(10)]
    assert table.sum() - table.trace() == len(page["missed"])


def test_ink_in_the_middle_speaks_against_a_zero(page):
    """The linear classifier's weights for 0, in the four middle squares."""
    for flat in page["flats"]:
        assert np.all(flat[0][0][:, 0].reshape(8, 8)[3:5, 3:5] < 0)


def test_after_ten_epochs_the_held_out_loss_gains_little(page):
    """The training loss falls to less than a third of that at epoch ten, the held-out loss to more than a half."""
    for part, low, high in (("train", 0, 1 / 3), ("held", 1 / 2, 1)):
        X, y = page[f"X_{part}"], page[f"y_{part}"]
        assert low < page["loss"](page["nets"][30], X, y) / page["loss"](page["nets"][10], X, y) < high


def test_squares_from_0_to_16_are_misread_more_in_any_rounding(page):
    """The wild run: shaken starts end at other counts, all of them above the page's bound."""
    X, y = 16 * page["X_train"], page["y_train"]
    counts = set()
    for noise in (0, 1e-12, 1e-10):
        rng = np.random.default_rng(1)
        net = [(W + noise, b) for W, b in page["start"]([64, 32, 10], rng)]
        counts.add(page["misread"](page["train"](net, X, y, rng)[-1], 16 * page["X_held"], page["y_held"]))
    assert min(counts) > 3 * len(page["missed"])
    assert len(counts) > 1


def test_the_file_order_is_harder_for_both(page):
    """With other starts too: three times as many misread as after a shuffle."""
    X, y, A, b = page["split"](page["table"])
    for seed in (2, 3):
        rng = np.random.default_rng(seed)
        net = page["train"](page["start"]([64, 32, 10], rng), X, y, rng)[-1]
        assert page["misread"](net, A, b) > 3 * len(page["missed"])
    assert page["looked_up"] > 3 * page["rows"][0][2]


def test_shuffled_labels_leave_guessing(page):
    """Within three standard deviations of 36 of 360."""
    assert abs(page["right"] - 36) < 3 * math.sqrt(360 * 0.1 * 0.9)
    assert (page["on_own"], page["misread"](page["few"], page["X_train"][:100], page["y_train"][:100])) == (0, 0)
