"""The terrain of the home page as a map, with the three descents that the page has run."""

import numpy as np

from figures import style

WIDTH, HEIGHT = 4, 3  # the map shows x from -4 to 4 and y from -3 to 3; docs/javascripts/terrain.js knows the same


def draw(page):
    figure, axes = style.figure(height=3.75)
    figure.set_layout_engine("none")
    axes.set_position((0, 0, 1, 1))
    axes.set_axis_off()
    axes.set(xlim=(-WIDTH, WIDTH), ylim=(-HEIGHT, HEIGHT))
    contours(axes, page.height)
    for path in page.paths:
        style.path(axes, *zip(*path, strict=True), markersize=3.6, linewidth=1.4, markeredgewidth=0.5)
        x, y = path[-1]
        style.minimum(axes, x, y)
        style.label(axes, (x, y), f"{page.height(x, y):.2f}".replace("-", "−"), style.GREEN, offset=(0, 12))
    return figure


def contours(axes, height):
    """A line for each quarter of height, a thicker one for each whole; every other point of a line is enough."""
    east, north = np.linspace(-WIDTH, WIDTH, 68), np.linspace(-HEIGHT, HEIGHT, 51)
    ground = [[height(x, y) for x in east] for y in north]
    found = axes.contour(east, north, ground, np.arange(-1.75, 1.51, 0.25), linewidths=0)
    for level, lines in zip(found.levels, found.allsegs, strict=True):
        for line in lines:
            kept = sorted({*range(0, len(line), 2), len(line) - 1})
            axes.plot(*line[kept].T, color=style.RULE, linewidth=1.7 if level % 1 == 0 else 0.8)
    found.remove()
