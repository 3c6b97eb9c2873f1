"""The first screen of the lesson: a walk at a rate above the safe bound that ends in a cycle of two. No numbers."""

import numpy as np

from figures import style

START, RATE, STEPS = 0.3, 2.2, 20  # as the explorer on the page starts


def draw(page):
    drawing, axes = style.figure(height=3.1)
    w = np.linspace(-0.62, 1.72, 90)
    axes.plot(w, w**3 / 3 - w**2 / 2, color=style.INK)
    walk = [START]
    for _ in range(STEPS):
        walk.append(walk[-1] - RATE * (walk[-1] ** 2 - walk[-1]))
    walk = np.array(walk)
    style.minimum(axes, 1, -1 / 6)
    style.path(axes, walk, walk**3 / 3 - walk**2 / 2, linewidth=1.2)
    style.label(axes, (walk[0], walk[0] ** 3 / 3 - walk[0] ** 2 / 2), "start", style.ORANGE, offset=(6, 8), ha="left")
    axes.set(xlabel="weight $w$", ylabel="loss $L$", xticks=[], yticks=[])
    return drawing
