"""Two rates on the same map: 0.2 (orange) jumps from side to side of the valley, 0.1 (blue) never crosses it."""

import numpy as np

from figures import style


def draw(page):
    drawing, axes = style.figure(height=4.3)
    w, b = np.meshgrid(np.linspace(-0.5, 4.4, style.GRID), np.linspace(-2.7, 1.55, style.GRID))
    axes.contour(w, b, page.loss(w, b), levels=[2, 3.5, 5.9, 10, 18.5, 28, 40], colors=style.RULE, linewidths=0.9)
    floor = np.array([-2.7, 1.55])  # the lowest line along the valley, where `side` is zero
    axes.plot(page.best[0] - 7 / 15 * (floor - page.best[1]), floor, color=style.MUTED, linestyle=(0, (1, 3)))
    style.path(axes, *zip(*page.small, strict=True), style.BLUE)
    style.path(axes, *zip(*page.path, strict=True))
    style.label(axes, page.path[0], "start", style.INK, offset=(-6, -9), ha="right", bbox=style.BEHIND)
    style.label(axes, page.path[1], "rate 0.2", style.ORANGE, offset=(9, 3), ha="left", bbox=style.BEHIND)
    style.label(axes, page.small[1], "rate 0.1", style.BLUE, offset=(-6, 9), ha="right", bbox=style.BEHIND)
    style.minimum(axes, *page.best)
    style.label(axes, page.best, "minimum", style.GREEN, offset=(2, -12), bbox=style.BEHIND)
    axes.set(xlabel="weight $w$", ylabel="bias $b$", aspect="equal", xticks=range(5), yticks=range(-2, 2))
    return drawing
