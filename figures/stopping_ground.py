"""Level ground around a hollow, and where the first walk starts."""

import numpy as np

from figures import style

START = 8


def ground(w):
    return 1 - 1 / (1 + (w - 3) ** 2)


def draw(page):
    drawing, axes = style.figure(height=2.7)
    grid = np.linspace(-7, 13, 201)
    axes.plot(grid, ground(grid), color=style.INK)
    axes.plot(START, ground(START), "o", color=style.ORANGE, markeredgecolor=style.PAPER, zorder=4)
    style.label(axes, (START, ground(START)), "start", style.ORANGE, offset=(0, 11))
    axes.set(xlabel="weight $w$", ylabel="loss $L$", ylim=(-0.05, 1.15), yticks=[0, 0.5, 1])
    return drawing
