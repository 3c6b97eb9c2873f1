"""Three descents on a map of the loss over two weights, until the ring: all samples, 32 and one in each update."""

from pathlib import Path

import numpy as np

from figures import style

DATA = Path(__file__).parents[1] / "docs/datasets/penguins.csv"
RATES = {1: 0.05, 32: 0.2, 342: 0.5}
SEED = 27


def walk(X, y, size, stop):
    """A path of descent with shuffled samples, as the page's `descend`, to the first place where `stop` is true."""
    rng = np.random.default_rng(SEED)
    path, left = [np.zeros(2)], []
    while not stop(path[-1]):
        if len(left) == 0:
            left = rng.permutation(len(y))
        batch, left = left[:size], left[size:]
        path.append(path[-1] - RATES[size] * 2 * X[batch].T @ (X[batch] @ path[-1] - y[batch]) / len(batch))
    return np.array(path)


def draw(page):
    table = np.genfromtxt(DATA, delimiter=",", skip_header=1, usecols=(2, 4, 5))  # before the page's code
    table = table[~np.isnan(table).any(axis=1)]
    table = table - table.mean(axis=0)
    X, y = table[:, :2] / table[:, :2].std(axis=0), table[:, 2] / 1000
    best = np.linalg.lstsq(X, y)[0]

    def above(theta):
        return np.mean((X @ (theta - best)) ** 2, axis=0)  # the loss above its lowest

    drawing, axes = style.figure(height=3.6)
    places = np.stack(np.meshgrid(np.linspace(-0.22, 0.62, 40), np.linspace(-0.08, 0.88, 40)))
    height = np.mean(np.tensordot(X, places - best[:, None, None], 1) ** 2, axis=0)
    axes.contour(*places, height, levels=[0.02], colors=style.MUTED, linewidths=1.2, linestyles="dashed")
    axes.contour(*places, height, levels=[0.07, 0.16, 0.3], colors=style.RULE, linewidths=0.8)
    looks = {1: (style.PURPLE, 3.5), 32: (style.BLUE, 5.5), 342: (style.ORANGE, 5.5)}
    for size, (colour, dot) in looks.items():
        path = walk(X, y, size, lambda theta: above(theta) <= 0.02)
        style.path(axes, *path.T, colour, markersize=dot, linewidth=1.3 if size == 1 else 1.8)
    style.minimum(axes, *best)
    style.label(axes, best, "minimum", style.GREEN, offset=(0, 12), bbox=style.BEHIND)
    style.label(axes, (0, 0), "start", style.ORANGE, offset=(8, -3), ha="left", bbox=style.BEHIND)
    style.label(axes, (0.42, 0.62), "all 342", style.ORANGE, offset=(8, 1), ha="left", bbox=style.BEHIND)
    style.label(axes, (0.36, 0.4), "32 at a time", style.BLUE, offset=(5, 0), ha="left", bbox=style.BEHIND)
    style.label(axes, (0.085, 0.2), "one at a time", style.PURPLE, offset=(-6, 0), ha="right", bbox=style.BEHIND)
    axes.set(xlabel="weight of the bill", ylabel="weight of the flipper", aspect="equal")
    axes.set(xticks=[-0.2, 0, 0.2, 0.4, 0.6], yticks=[0, 0.2, 0.4, 0.6, 0.8])
    return drawing
