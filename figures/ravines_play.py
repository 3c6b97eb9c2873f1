"""The first screen of the lesson: a small rate in the turned ravine, as its explorer starts. No numbers."""

import numpy as np

from figures import style

START, RATE, STEPS, KAPPA = np.array([-4, -2]), 0.03, 20, 25  # as the explorer on the page starts


def draw(page):
    drawing, axes = style.figure(height=3.4)
    w1, w2 = np.meshgrid(np.linspace(-5.4, 2.4, style.GRID), np.linspace(-4, 1.6, style.GRID))
    height = ((w1 + w2) ** 2 + KAPPA * (w2 - w1) ** 2) / 4
    axes.contour(w1, w2, height, levels=[1, 4, 9, 16, 25, 50, 100], colors=style.RULE, linewidths=0.9)
    p = START.sum() / 2 * (1 - RATE) ** np.arange(STEPS + 1)
    q = (START[1] - START[0]) / 2 * (1 - KAPPA * RATE) ** np.arange(STEPS + 1)
    style.minimum(axes, 0, 0)
    style.path(axes, p - q, p + q)
    style.label(axes, START, "start", style.ORANGE, offset=(-7, 6), ha="right")
    axes.set(xlabel="$w_1$", ylabel="$w_2$", aspect="equal", xticks=[], yticks=[])
    return drawing
