"""The first screen of the lesson: twenty steps at a small rate on the Rosenbrock function. No numbers."""

import numpy as np

from figures import style

START, RATE, STEPS = (-1.2, 1.0), 0.0005, 20  # as the explorer on the page starts


def draw(page):
    drawing, axes = style.figure(height=3.2)
    u, v = np.meshgrid(np.linspace(-1.7, 1.7, 80), np.linspace(-0.5, 1.9, 60))
    height = (1 - u) ** 2 + 100 * (v - u * u) ** 2
    axes.contour(u, v, np.log10(height + 0.2), levels=np.arange(0.5, 3.2, 0.4), colors=style.RULE, linewidths=0.9)
    walk = [START]
    for _ in range(STEPS):
        w1, w2 = walk[-1]
        across = w2 - w1 * w1
        walk.append((w1 + RATE * (2 * (1 - w1) + 400 * w1 * across), w2 - RATE * 200 * across))
    style.minimum(axes, 1, 1)
    style.path(axes, *zip(*walk, strict=True), markersize=4)
    style.label(axes, START, "start", style.ORANGE, offset=(-4, 11))
    axes.set(xlabel="$w_1$", ylabel="$w_2$", xticks=[], yticks=[], aspect="equal")
    return drawing
