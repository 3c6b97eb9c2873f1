"""Four steps together (orange) against four rounds of one at a time (blue), on the same map."""

from itertools import pairwise

import numpy as np

from figures import style


def draw(page):
    drawing, axes = style.figure(height=4.3)
    w, b = np.meshgrid(np.linspace(-0.5, 4.4, style.GRID), np.linspace(-2.7, 1.55, style.GRID))
    axes.contour(w, b, page.loss(w, b), levels=[2, 3.5, 5.9, 10, 18.5, 28, 40], colors=style.RULE, linewidths=0.9)
    together, rounds = page.path[:5], page.one_by_one
    stairs = [rounds[0]]
    for (_, bias), (weight, new_bias) in pairwise(rounds):
        stairs += [(weight, bias), (weight, new_bias)]
    axes.plot(*zip(*stairs, strict=True), color=style.BLUE, zorder=2.8)
    style.path(axes, *zip(*rounds, strict=True), style.BLUE, linestyle="")
    style.path(axes, *zip(*together, strict=True))
    style.label(axes, together[0], "start", style.INK, offset=(-6, -9), ha="right", bbox=style.BEHIND)
    style.label(axes, together[1], "together", style.ORANGE, offset=(9, 3), ha="left", bbox=style.BEHIND)
    style.label(axes, rounds[1], "one at a time", style.BLUE, offset=(9, 3), ha="left", bbox=style.BEHIND)
    style.minimum(axes, *page.best)
    style.label(axes, page.best, "minimum", style.GREEN, offset=(2, -12), bbox=style.BEHIND)
    axes.set(xlabel="weight $w$", ylabel="bias $b$", aspect="equal", xticks=range(5), yticks=range(-2, 2))
    return drawing
