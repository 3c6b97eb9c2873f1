"""A bowl, and how its ground tilts at three places: falling to the right, level, falling to the left."""

import numpy as np

from figures import style


def draw(page):
    drawing, axes = style.figure(height=2.5)
    w = np.linspace(-0.4, 6.4, 70)
    axes.plot(w, (w - 3) ** 2, color=style.INK)
    for at, half, words, offset, side in (
        (0.8, 0.75, "falls to the right", (12, 6), "left"),
        (3, 1.1, "level", (0, -11), "center"),
        (5.2, 0.75, "falls to the left", (-12, 6), "right"),
    ):
        ends = np.array([at - half, at + half])
        height, slope = (at - 3) ** 2, 2 * (at - 3)
        axes.plot(ends, height + slope * (ends - at), color=style.VERMILION, linewidth=2)
        axes.plot([at], [height], color=style.ORANGE, marker="o", markersize=7, markeredgecolor=style.PAPER, zorder=4)
        style.label(axes, (at, height), words, style.VERMILION, offset=offset, ha=side)
    axes.set(xlabel="$w$", ylabel="loss", xticks=range(7), yticks=[], ylim=(-2.2, 11.5))
    return drawing
