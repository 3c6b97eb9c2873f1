"""The loss of a line over weight and bias: contours, eight joint steps, right angles where the first three start."""

import numpy as np

from figures import style


def right_angle(axes, at, direction, size=0.17):
    """A small square at a point: one side along the step, the other along the contour."""
    along = np.array(direction) / np.hypot(*direction)
    across = np.array([-along[1], along[0]])
    at = np.array(at)
    corners = np.array([at + size * along, at + size * (along + across), at + size * across])
    axes.plot(*corners.T, color=style.INK, linewidth=1.1, zorder=2.5, solid_capstyle="butt", solid_joinstyle="miter")


def draw(page):
    drawing, axes = style.figure(height=4.9)
    w, b = np.meshgrid(np.linspace(-0.75, 4.6, style.GRID), np.linspace(-3.3, 1.75, style.GRID))
    height = page.loss(w, b)
    axes.contour(w, b, height, levels=[2, 3.5, 28, 40, 55], colors=style.RULE, linewidths=0.8)
    starts = sorted(page.loss(*point) for point in page.path[:3])
    axes.contour(w, b, height, levels=starts, colors=style.MUTED, linewidths=1.3)
    for point, following in zip(page.path[:3], page.path[1:4], strict=True):
        right_angle(axes, point, np.subtract(following, point))
    style.path(axes, *zip(*page.path, strict=True))
    style.label(axes, page.path[0], "start", style.ORANGE, offset=(-6, -9), ha="right", bbox=style.BEHIND)
    style.label(axes, page.path[1], "1", style.ORANGE, offset=(9, 3), bbox=style.BEHIND)
    style.label(axes, page.path[2], "2", style.ORANGE, offset=(-9, -3), bbox=style.BEHIND)
    style.label(axes, page.path[3], "3", style.ORANGE, offset=(9, 3), bbox=style.BEHIND)
    style.minimum(axes, *page.best)
    style.label(axes, page.best, "minimum", style.GREEN, offset=(2, -12), bbox=style.BEHIND)
    axes.set(xlabel="weight $w$", ylabel="bias $b$", aspect="equal", xticks=range(5), yticks=range(-3, 2))
    return drawing
