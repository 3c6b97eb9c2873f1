"""The explorer's saddle: a path that runs along the middle line, waits beside the saddle, and turns to a minimum."""

import numpy as np

from figures import style


def descend(start, eta, steps):
    path = [start]
    for _ in range(steps):
        w1, w2 = path[-1]
        path.append((w1 - eta * (w1 - 1), w2 - eta * (w2**3 - w2)))
    return path


def draw(page):
    drawing, axes = style.figure(height=3.9)
    w1, w2 = np.meshgrid(np.linspace(-1.4, 2.6, 41), np.linspace(-1.6, 1.6, 41))
    ground = (w1 - 1) ** 2 / 2 + (w2**2 - 1) ** 2 / 4
    levels = [0.02, 0.1, 0.25, 0.5, 0.9, 1.5, 2.2]
    axes.contour(w1, w2, ground, levels=levels, colors=style.RULE, linewidths=0.9)
    style.path(axes, *zip(*descend((-1, 0.001), 0.1, 110), strict=True), markersize=4, linewidth=1.4)
    style.label(axes, (-1, 0), "start", style.ORANGE, offset=(0, 11))
    for side in (1, -1):
        style.minimum(axes, 1, side)
        style.label(axes, (1, side), "minimum", style.GREEN, offset=(9, 0), ha="left", bbox=style.BEHIND)
    style.label(axes, (1, 0), "saddle", style.INK, offset=(12, -9), ha="left", bbox=style.BEHIND)
    axes.set(xlabel="weight $w_1$", ylabel="weight $w_2$", aspect="equal", xticks=range(-1, 3), yticks=range(-1, 2))
    return drawing
