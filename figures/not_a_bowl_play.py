"""The first screen of the lesson: the loss w⁴ and its first steps at a small rate. No numbers."""

import numpy as np

from figures import style

START, RATE, STEPS = 1.7, 0.08, 4  # where the explorer on the page starts, and the first steps of its walk


def draw(page):
    drawing, axes = style.figure(height=2.9)
    w = np.linspace(-2.1, 2.1, 70)
    axes.plot(w, w**4, color=style.INK)
    walk = [START]
    for _ in range(STEPS):
        walk.append(walk[-1] - RATE * 4 * walk[-1] ** 3)
    style.minimum(axes, 0, 0)
    style.path(axes, walk, [w**4 for w in walk])
    style.label(axes, (START, START**4), "start", style.ORANGE, offset=(-10, 3), ha="right")
    axes.set(xlabel="weight $w$", ylabel="loss $L$", xticks=[], yticks=[], ylim=(-1.5, 20))
    return drawing
