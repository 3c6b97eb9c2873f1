"""The explorer's own race: a line through every 14th penguin, and the steps of the full batch to the ring."""

from pathlib import Path

import numpy as np

from figures import style

DATA = Path(__file__).parents[1] / "docs/datasets/penguins.csv"


def draw(page):
    table = np.genfromtxt(DATA, delimiter=",", skip_header=1, usecols=(4, 5))
    x, y = (table[~np.isnan(table).any(axis=1)][13::14] / [10, 1000] - [20, 0]).T  # cm above 20, kg
    X = np.column_stack([x, np.ones(len(x))])
    best = np.linalg.lstsq(X, y)[0]
    path = [np.array([0.0, 3.0])]
    while np.mean((X @ (path[-1] - best)) ** 2) > 0.02:
        path.append(path[-1] - page.rates[32] * 2 * X.T @ (X @ path[-1] - y) / len(y))
    drawing, axes = style.figure(height=3.0)
    places = np.stack(np.meshgrid(np.linspace(-0.2, 1.1, 40), np.linspace(2.8, 4.4, 40)))
    height = np.mean(np.tensordot(X, places - best[:, None, None], 1) ** 2, axis=0)
    axes.contour(*places, height, levels=[0.02], colors=style.GREEN, linewidths=1.2)
    axes.contour(*places, height, levels=[0.1, 0.3, 0.7, 1.2], colors=style.RULE, linewidths=0.8)
    style.path(axes, *np.transpose(path))
    style.minimum(axes, *best)
    style.label(axes, path[0], "start", style.ORANGE, offset=(8, -2), ha="left")
    axes.set(xlabel="weight $w$ (kg per cm)", ylabel="bias $b$ (kg)", yticks=[3, 3.5, 4])
    return drawing
