"""The first screen of the lesson: one ravine in two units, with the steepest direction of each map. No numbers."""

import numpy as np

from figures import style

START, KAPPA, UNIT = np.array([-4, 2]), 25, 5  # the second weight of the right map is UNIT times that of the left


def draw(page):
    drawing, axes = style.figure(1, 2, height=2.9)
    plain = -START * (1, KAPPA)  # against the gradient of the left map
    ways = {
        style.ORANGE: 2.7 * plain / np.hypot(*plain),
        style.BLUE: -START * 0.75,
    }  # the second belongs to the right map
    for ax, unit, own, name in zip(axes, (1, UNIT), ways, ("$w_2$", "$5\\, w_2$"), strict=True):
        x, y = np.meshgrid(np.linspace(-6, 3, 60), np.linspace(-1, 2.6, 60))
        levels = np.array([1, 2.6, 5, 8, 11.5]) ** 2 / 2
        ax.contour(x, unit * y, (x**2 + KAPPA * y**2) / 2, levels=levels, colors=style.RULE, linewidths=0.9)
        start = START * (1, unit)
        for colour, way in ways.items():
            style.arrow(ax, start, start + way * (1, unit), colour, width=2.2 if colour == own else 0.9)
        style.minimum(ax, 0, 0)
        ax.plot(*start, "o", color=style.INK, zorder=4)
        style.label(ax, start, "start", style.INK, offset=(0, 9))
        ax.set(xlabel="$w_1$", ylabel=name, xticks=[], yticks=[], aspect="equal", ylim=(-unit, 2.6 * unit))
    return drawing
