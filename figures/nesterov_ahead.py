"""The second step: both methods follow the velocity to the place ahead, then add the slope from here or from there."""

import numpy as np

from figures import style

BEHIND = {"facecolor": style.PAPER, "edgecolor": "none", "pad": 0.5, "alpha": 0.9}  # keeps lines out of the labels


def draw(page):
    drawing, axes = style.figure(height=3.3)
    here, v = page.ahead[1]
    there = here - 0.03 * 0.9 * v
    w1, w2 = np.meshgrid(np.linspace(-4.1, -3.36, style.GRID), np.linspace(-1.6, 2.2, style.GRID))
    height = page.loss(np.array([w1, w2]))
    axes.contour(w1, w2, height, levels=[7, 8, 10, 14, 20, 30, 42, 56], colors=style.RULE, linewidths=0.9)
    axes.axhline(0, color=style.MUTED, linewidth=0.9, linestyle=(0, (1, 3)))
    style.label(axes, (-3.37, 0), "valley floor", style.MUTED, offset=(0, 9), ha="right", bbox=BEHIND)
    style.path(axes, *zip(page.start, here, strict=True), style.INK)
    style.label(axes, page.start, "start", offset=(8, 3), ha="left")
    style.label(axes, here, "θ", offset=(-9, -2))
    style.arrow(axes, here, there, style.INK, linestyle=(0, (4, 3)), width=1.2)
    style.label(axes, there, "place ahead", offset=(-6, -8), ha="right", bbox=BEHIND)
    for path, colour, name, offset in (
        (page.ball, style.BLUE, "heavy ball,\nslope from θ", (8, 0)),
        (page.ahead, style.PURPLE, "Nesterov,\nslope from there", (8, 0)),
    ):
        style.arrow(axes, there, path[2][0], colour, width=2)
        style.label(axes, path[2][0], name, colour, offset=offset, ha="left", bbox=BEHIND)
    axes.set(xlabel="$w_1$", ylabel="$w_2$", xticks=[-4, -3.8, -3.6, -3.4], yticks=[-1, 0, 1, 2])
    return drawing
