"""The gradient on a map of two weights: its parts, and how fast the loss rises in the directions around it."""

import numpy as np

from figures import style

SCALE = 0.2  # length of an arrow for one unit of slope


def draw(page):
    drawing, axes = style.figure(height=3.9)
    x, y = np.meshgrid(np.linspace(-1.1, 3.0, 60), np.linspace(-0.8, 2.2, 50))
    axes.contour(
        x, y, page.loss2(x, y), levels=[0.5, 2, page.loss2(page.w1, page.w2), 8, 16], colors=style.RULE, linewidths=1.2
    )
    here = np.array([page.w1, page.w2])
    for angle in range(0, 360, 15):
        way = np.array([np.cos(np.radians(angle)), np.sin(np.radians(angle))])
        end = here + max(page.rise(*way), 0) * SCALE * way
        axes.plot(*zip(here, end, strict=True), color=style.MUTED, linewidth=1)
    g = np.array([page.g1, page.g2])
    tip = here + SCALE * g
    style.arrow(axes, here, tip, style.VERMILION, width=2.2)
    style.arrow(axes, here, here - SCALE * g, style.ORANGE, width=2.2)
    style.label(axes, tip, "gradient", style.VERMILION, offset=(6, 4), ha="left")
    style.label(axes, here - SCALE * g, "down", style.ORANGE, offset=(7, -3), ha="left")
    corner = (tip[0], here[1])
    axes.plot(*zip(here, corner, tip, strict=True), color=style.VERMILION, linewidth=1, linestyle=(0, (3, 2)))
    style.label(axes, (tip[0] - 0.08, here[1]), f"{page.g1:.0f}", style.VERMILION, offset=(0, -9))
    style.label(axes, (tip[0], here[1] + 0.52), f"{page.g2:.0f}", style.VERMILION, offset=(7, 0))
    axes.plot(*here, color=style.INK, marker="o", markeredgecolor=style.PAPER, zorder=4)
    style.minimum(axes, 0, 0)
    style.label(axes, (0, 0), "minimum", style.GREEN, offset=(0, -12))
    axes.set(xlabel="$w_1$", ylabel="$w_2$", aspect="equal", xticks=[-1, 0, 1, 2, 3], yticks=[0, 1, 2])
    return drawing
