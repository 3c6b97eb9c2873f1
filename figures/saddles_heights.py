"""Stationary points in four dimensions: their height against the number of directions that lead down."""

import numpy as np

from figures import style


def draw(page):
    drawing, axes = style.figure(height=3.2)
    down, height = page.points[4]
    for kind in range(5):
        here = np.sort(height[down == kind])
        colour = {0: style.GREEN}.get(kind, style.INK)
        place = 20 * kind + 12 * (np.arange(len(here)) * 0.618 % 1) - 6  # beside each other, in a fixed order
        style.dots(axes, place[::2], here[::2], colour, width=2.4)
        axes.plot([20 * kind - 8, 20 * kind + 8], [here.mean()] * 2, color=colour, linewidth=2)
        share = f"{100 * len(here) / len(down):.0f} %"
        style.label(axes, (20 * kind, 4.1), share, colour, offset=(0, 0))
    style.label(axes, (0, -3.7), "minima", style.GREEN, offset=(0, 0))
    style.label(axes, (80, -0.6), "maxima", style.INK, offset=(0, 0))
    axes.set_xticks([20 * kind for kind in range(5)], range(5))
    axes.set(xlabel="downward directions", ylabel="height", ylim=(-4.2, 4.5), yticks=range(-4, 5, 2))
    return drawing
