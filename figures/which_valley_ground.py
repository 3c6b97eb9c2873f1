"""Ground with a narrow valley and a wide one, and where the first walk starts."""

import numpy as np

from figures import style

START = 0.5


def ground(w):
    return 1 - 0.5 * np.exp(-4 * (w + 2) ** 2) - np.exp(-((w - 2) ** 2) / 4)


def draw(page):
    drawing, axes = style.figure(height=2.7)
    grid = np.linspace(-5, 11, 241)
    axes.plot(grid, ground(grid), color=style.INK)
    axes.plot(START, ground(START), "o", color=style.ORANGE, markeredgecolor=style.PAPER, zorder=4)
    style.label(axes, (START, ground(START)), "start", style.ORANGE, offset=(8, 2), ha="left")
    axes.set(xlabel="weight $w$", ylabel="loss $L$", ylim=(-0.05, 1.15), yticks=[0, 0.5, 1])
    return drawing
