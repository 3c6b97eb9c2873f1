"""Twenty exact steps on the ravine: each at a right angle to the one before."""

import numpy as np

from figures import style


def draw(page):
    drawing, axes = style.figure(height=1.75)
    w1, w2 = np.meshgrid(np.linspace(-28, 3, 80), np.linspace(-4, 4, 40))
    heights = [(page.curvature * theta**2).sum() / 2 for theta in page.path[::4]]
    levels = sorted([1, 10, *heights])
    ground = (page.curvature[0] * w1**2 + page.curvature[1] * w2**2) / 2
    axes.contour(w1, w2, ground, levels=levels, colors=style.RULE, linewidths=0.9)
    style.path(axes, *zip(*page.path, strict=True), markersize=4, linewidth=1.4)
    style.label(axes, page.path[0], "start", style.ORANGE, offset=(-2, 9))
    style.minimum(axes, 0, 0)
    style.label(axes, (0, 0), "minimum", style.GREEN, offset=(0, -13))
    axes.set(xlabel="$w_1$", ylabel="$w_2$", aspect="equal", xticks=range(-25, 1, 5), yticks=[-2, 0, 2])
    return drawing
