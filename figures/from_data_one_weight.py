"""The loss of one data point over its one weight: tangent at the start, and the first step."""

import numpy as np

from figures import style


def draw(page):
    drawing, axes = style.figure(height=3.1)
    w = np.linspace(1.45, 5.1, 70)
    axes.plot(w, page.loss(w), color=style.INK)
    ends = np.array([page.w - 0.38, page.w + 0.62])
    axes.plot(ends, page.loss(page.w) + page.slope * (ends - page.w), color=style.VERMILION, linestyle=(0, (4, 2)))
    tip = ends[1], page.loss(page.w) + page.slope * (ends[1] - page.w)
    style.label(axes, tip, f"slope $−{abs(page.slope)}$", style.VERMILION, offset=(-6, -2), ha="right")
    path = [page.w, page.w_new]
    style.path(axes, path, [page.loss(w) for w in path])
    style.label(axes, (page.w, page.loss(page.w)), f"start, $w = {page.w}$", style.ORANGE, offset=(9, 6), ha="left")
    stepped = page.w_new, page.loss(page.w_new)
    style.label(axes, stepped, f"one step, $w = {page.w_new:g}$", style.ORANGE, offset=(9, 6), ha="left")
    style.minimum(axes, page.y / page.x, 0)
    style.label(axes, (page.y / page.x, 0), "prediction = target", style.GREEN, offset=(0, -12))
    axes.set(xlabel="weight $w$", ylabel="loss $L$", ylim=(-4, 29), yticks=[0, 8, 16, 24])
    return drawing
