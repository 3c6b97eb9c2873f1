"""The chain of 21 weights before the first step: all at zero, the minimum a straight line, one slope."""

import numpy as np

from figures import style

WEIGHTS = 21


def draw(page):
    drawing, axes = style.figure(height=2.9)
    number = np.arange(WEIGHTS + 2.0)
    best = 1 - number / (WEIGHTS + 1)
    axes.plot(number, best, color=style.GREEN, linewidth=1.2)
    style.dots(axes, number[1:-1], best[1:-1], style.GREEN, width=5)
    axes.plot(number, 0 * number, color=style.RULE, linewidth=1.2, zorder=1)
    style.dots(axes, number[1:-1], 0 * number[1:-1], style.ORANGE, width=5)
    style.arrow(axes, (1, 0.03), (1, 0.27), style.ORANGE)
    style.label(axes, (1, 0.15), "the first step", style.ORANGE, offset=(8, 2), ha="left")
    style.label(axes, (11, 0), "start: all weights zero", style.ORANGE, offset=(0, 11))
    style.label(axes, (10, 1 - 10 / 22), "minimum", style.GREEN, offset=(8, 7), ha="left")
    axes.set(xlabel="number of the weight", ylabel="its value", xlim=(-0.3, 22.3), ylim=(-0.06, 1.05))
    axes.set(xticks=[1, 6, 11, 16, 21], yticks=[0, 0.5, 1])
    return drawing
