"""One step of descent as the sum of what two machines add to it, on the map of the loss, with three minima."""

from pathlib import Path

import numpy as np

from figures import style

DATA = Path(__file__).parents[1] / "docs/datasets/penguins.csv"


def draw(page):
    table = np.genfromtxt(DATA, delimiter=",", skip_header=1, usecols=(2, 4, 5))  # before the page's code
    table = table[~np.isnan(table).any(axis=1)]
    table = table - table.mean(axis=0)
    X, y = table[:, :2] / table[:, :2].std(axis=0), table[:, 2] / 1000
    best, at_a, at_b = (np.linalg.lstsq(X[rows], y[rows])[0] for rows in (slice(None), slice(171), slice(171, None)))
    middle = 0.3 * 2 * X[:171].T @ y[:171] / len(y)  # from zero, minus the slopes at zero
    end = 0.3 * 2 * X.T @ y / len(y)
    drawing, axes = style.figure(height=3.6)
    across, up = np.meshgrid(np.linspace(-0.55, 1.15, 70), np.linspace(-0.15, 1.0, 50))
    loss = np.mean((across[..., None] * X[:, 0] + up[..., None] * X[:, 1] - y) ** 2, axis=-1)
    levels = loss.min() + np.array([0.01, 0.04, 0.1, 0.2, 0.35, 0.55, 0.8])
    axes.contour(across, up, loss, levels=levels, colors=style.RULE, zorder=0)
    start = np.zeros(2)
    style.arrow(axes, start, end, style.ORANGE, width=2.4)
    style.arrow(axes, start, middle, style.BLUE, width=2)
    style.arrow(axes, middle, end, style.PURPLE, width=2)
    style.label(axes, middle / 2, "from A", style.BLUE, offset=(6, -8), ha="left")
    style.label(axes, 0.7 * middle + 0.3 * end, "from B", style.PURPLE, offset=(7, -3), ha="left")
    style.label(axes, end / 2, "the step", style.ORANGE, offset=(-8, 6), ha="right")
    axes.plot(0, 0, "o", color=style.ORANGE, markeredgecolor=style.PAPER, zorder=4)
    style.minimum(axes, *best)
    style.label(axes, best, "minimum of all", style.GREEN, offset=(8, 2), ha="left")
    for place, colour, name, offset, side in (
        (at_a, style.BLUE, "minimum of A", (8, -1), "left"),
        (at_b, style.PURPLE, "minimum of B", (0, 11), "center"),
    ):
        axes.plot(*place, "*", color=colour, markersize=11, markeredgecolor=style.PAPER, zorder=4)
        style.label(axes, place, name, colour, offset=offset, ha=side)
    axes.set(xlabel="weight of the bill", ylabel="weight of the flipper", aspect="equal")
    axes.set_xticks([-0.4, -0.2, 0, 0.2, 0.4, 0.6, 0.8, 1])
    return drawing
