"""The loss over weight and bias: a valley with steep sides and a nearly level floor, and the path along it."""

import numpy as np

from figures import style


def draw(page):
    drawing, axes = style.figure(height=3.9)
    w, b = np.linspace(-0.3, 6.2, style.GRID), np.linspace(-7.2, 2.2, style.GRID)
    height = [[page.loss(*point) for point in zip(w, np.full_like(w, bias), strict=True)] for bias in b]
    axes.contour(w, b, height, levels=[0.3, 1, 3, 8, 18], colors=style.RULE, linewidths=0.9)
    last = len(page.path) - 1
    along = np.unique(np.geomspace(1, last, 40).round().astype(int))
    axes.plot(*zip(*(page.path[k] for k in [0, *along]), strict=True), color=style.ORANGE, zorder=3)
    style.path(axes, *zip(*(page.path[k] for k in (0, 1, 100, 1000)), strict=True), linestyle="")
    style.label(axes, page.path[0], "start", style.ORANGE, offset=(-2, -11), bbox=style.BEHIND)
    style.label(axes, page.path[1], "1", style.ORANGE, offset=(4, 9), bbox=style.BEHIND)
    style.label(axes, page.path[100], "100", style.ORANGE, offset=(10, 2), ha="left", bbox=style.BEHIND)
    style.label(axes, page.path[1000], "1,000", style.ORANGE, offset=(9, 4), ha="left", bbox=style.BEHIND)
    style.minimum(axes, *page.path[-1])
    style.label(axes, page.path[-1], "minimum", style.GREEN, offset=(-9, -7), ha="right", bbox=style.BEHIND)
    axes.set(xlabel="weight $w$ (kg per dm)", ylabel="bias $b$ (kg)", xticks=range(7), yticks=range(-6, 3, 2))
    return drawing
