"""The first screen of the lesson: twelve steps at a small rate on the bowl, as its explorer starts. No numbers."""

import numpy as np

from figures import style

START, RATE, STEPS = -1, 0.03, 12  # as the explorer on the page starts


def draw(page):
    drawing, axes = style.figure(height=3.1)
    w = np.linspace(-1.3, 7.4, 70)
    axes.plot(w, (w - 3) ** 2, color=style.INK)
    walk = 3 + (START - 3) * (1 - 2 * RATE) ** np.arange(STEPS + 1)
    style.minimum(axes, 3, 0)
    style.path(axes, walk, (walk - 3) ** 2)
    style.label(axes, (walk[0], (walk[0] - 3) ** 2), "start", style.ORANGE, offset=(9, 3), ha="left")
    axes.set(xlabel="weight $w$", ylabel="loss $L$", xlim=(-1.6, 8), ylim=(-1, 23), xticks=[], yticks=[])
    return drawing
