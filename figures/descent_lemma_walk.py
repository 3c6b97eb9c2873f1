"""How many times its guarantee each step on the penguins gains: between once and twice."""

import numpy as np

from figures import style


def draw(page):
    drawing, axes = style.figure(height=2.6)
    steps = np.arange(len(page.ratios))
    for height, words in ((1, "the guarantee"), (2, "the most on a convex loss")):
        axes.axhline(height, color=style.MUTED, linewidth=1.1, linestyle=(0, (4, 3)))
        style.label(axes, (steps[-1], height), words, style.MUTED, offset=(0, 8), ha="right")
    style.path(axes, steps, page.ratios, markersize=4.5)
    axes.set(xlabel="step $k$", ylabel="gain / guarantee", ylim=(0.85, 2.3), yticks=[1, 1.5, 2])
    return drawing
