"""The terrain of the home page as a map, with the three descents that the page has run."""

import numpy as np
from matplotlib.patches import PathPatch
from matplotlib.path import Path

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
    """A line for each quarter of height, a thicker one for each whole, each as a smooth curve through a few points."""
    east, north = np.linspace(-WIDTH, WIDTH, 80), np.linspace(-HEIGHT, HEIGHT, 60)
    ground = [[height(x, y) for x in east] for y in north]
    found = axes.contour(east, north, ground, np.arange(-1.75, 1.51, 0.25), linewidths=0)
    for level, lines in zip(found.levels, found.allsegs, strict=True):
        for line in lines:
            width = 1.7 if level % 1 == 0 else 0.8
            axes.add_patch(PathPatch(smooth(line), fill=False, edgecolor=style.RULE, linewidth=width))
    found.remove()


def smooth(line):
    """A path of cubic curves through a few points of a line (a Catmull-Rom spline)."""
    count = max(9, len(line) // 7)
    points = line[np.linspace(0, len(line) - 1, count).round().astype(int)]
    closed = np.allclose(points[0], points[-1])
    before, after = (points[-2:-1], points[1:2]) if closed else (points[:1], points[-1:])
    around = np.concatenate([before, points, after])
    slopes = (around[2:] - around[:-2]) / 6
    curves = np.stack([points[:-1] + slopes[:-1], points[1:] - slopes[1:], points[1:]], axis=1)
    codes = [Path.MOVETO] + [Path.CURVE4] * (3 * len(curves))
    return Path(np.concatenate([points[:1], curves.reshape(-1, 2)]), codes)
