"""The penguins, the line after one step of descent from zero (A), and the line of the least loss (B)."""

from pathlib import Path

import numpy as np

from figures import style

DATA = Path(__file__).parents[1] / "docs/datasets/penguins.csv"

ENDS = np.array([1.70, 2.33])  # decimetres


def draw(page):
    table = np.genfromtxt(DATA, delimiter=",", skip_header=1, usecols=(4, 5))  # before the page's code
    x, y = (table[~np.isnan(table).any(axis=1)] / [100, 1000]).T
    drawing, axes = style.figure(height=3.0)
    style.dots(axes, 100 * x, y, style.MUTED)
    step = 0.1 * 2 * np.mean(x * y), 0.1 * 2 * np.mean(y)  # rate 0.1, all predictions 0
    for name, (w, b), width in (("A", step, 1.5), ("B", np.polyfit(x, y, 1), 2.4)):
        masses = w * ENDS + b
        axes.plot(100 * ENDS, masses, color=style.ORANGE, linewidth=width, zorder=3)
        style.label(axes, (100 * ENDS[1], masses[1]), name, style.ORANGE, offset=(6, 0), ha="left", fontsize=12)
    axes.set(xlabel="flipper (mm)", ylabel="body mass (kg)", xlim=(169, 234), ylim=(2.4, 6.6))
    axes.set(xticks=range(170, 231, 20), yticks=range(3, 7))
    return drawing
