"""The share of the full solution over the curvature: stopped after ten steps, and with the matching ridge penalty."""

import numpy as np

from figures import style


def draw(page):
    drawing, axes = style.figure(height=2.9)
    curvature = np.geomspace(0.02, 5, 80)
    early = 1 - (1 - 0.2 * curvature) ** 10
    ridge = curvature / (curvature + 1 / (0.2 * 10))
    axes.plot(curvature, early, color=style.ORANGE)
    axes.plot(curvature, ridge, color=style.BLUE)
    for shares, colour in ((page.early, style.ORANGE), (page.ridge, style.BLUE)):
        style.path(axes, page.curvatures, shares, colour, linestyle="", markersize=7)
    style.label(axes, (0.9, 0.84), "10 steps", style.ORANGE, offset=(-8, 6), ha="right")
    style.label(axes, (1.0, 0.66), "ridge", style.BLUE, offset=(8, -6), ha="left")
    axes.set(xscale="log", xlabel="curvature $λ$", ylabel="share of the full solution", ylim=(0, 1.05))
    axes.set(yticks=[0, 0.5, 1])
    axes.minorticks_off()
    axes.set_xticks([0.03, 0.1, 0.3, 1, 3], ["0.03", "0.1", "0.3", "1", "3"])
    return drawing
