"""A step against a subgradient that leads to a higher contour and nearer to the minimum."""

import numpy as np

from figures import style


def draw(page):
    drawing, axes = style.figure(height=2.9)
    for level in (1, 2, 3, 4.2, 5.5):
        corners = level * np.array([(1, 0), (0, 0.5), (-1, 0), (0, -0.5), (1, 0)])
        axes.plot(*corners.T, color=style.RULE, linewidth=0.9, zorder=1)
        at = (-level * 0.3, level * 0.35)
        style.label(axes, at, f"{level:g}", style.MUTED, offset=(0, 0), fontsize=9, bbox=style.BEHIND)
    turn = np.linspace(0, 2 * np.pi, 60)
    axes.plot(3 * np.cos(turn), 3 * np.sin(turn), color=style.MUTED, linewidth=0.9, linestyle=(0, (4, 3)))
    style.arrow(axes, (3, 0), (3.55, 1.1), style.VERMILION)
    style.label(axes, (3.55, 1.1), "subgradient (1, 2)", style.VERMILION, offset=(16, 8))
    style.path(axes, [3, 2.6], [0, -0.8])
    style.label(axes, (3, 0), "loss 3", style.ORANGE, offset=(9, -2), ha="left")
    style.label(axes, (2.6, -0.8), "loss 4.2", style.ORANGE, offset=(-6, -9), ha="right", bbox=style.BEHIND)
    style.minimum(axes, 0, 0)
    axes.set(xlabel="weight $w_1$", ylabel="weight $w_2$", aspect="equal", xlim=(-3.2, 5), ylim=(-2.1, 2.1))
    axes.set(xticks=range(-3, 5), yticks=range(-2, 3))
    return drawing
