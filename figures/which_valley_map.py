"""The ground of the home page, with two descents that start a tenth apart."""

import numpy as np

from figures import style

WIDTH, HEIGHT = 4, 3  # as on the home page; docs/javascripts/terrain.js knows the same


def draw(page):
    drawing, axes = style.figure(height=3.75)
    drawing.set_layout_engine("none")
    axes.set_position((0, 0, 1, 1))
    axes.set_axis_off()
    axes.set(xlim=(-WIDTH, WIDTH), ylim=(-HEIGHT, HEIGHT))
    east, north = np.linspace(-WIDTH, WIDTH, 49), np.linspace(-HEIGHT, HEIGHT, 37)
    ground = [[page.height(x, y) for x in east] for y in north]
    axes.contour(
        east, north, ground, np.arange(-1.75, 2.6, 0.25), colors=style.RULE, linewidths=0.9, linestyles="solid"
    )
    for path in page.rolls:
        style.path(axes, *zip(*path, strict=True), markersize=3.6, linewidth=1.4, markeredgewidth=0.5)
        style.minimum(axes, *path[-1])
        words = f"{page.height(*path[-1]):.2f}".replace("-", "−")
        style.label(axes, path[-1], words, style.GREEN, offset=(0, 12))
    return drawing
