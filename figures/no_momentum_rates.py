"""The worst height over the number of steps: a rate of 1/λmax, the best constant rate, silver steps and their bound."""

import numpy as np

from figures import style


def draw(page):
    drawing, axes = style.figure(height=3.4)
    n = list(page.table)
    heights = np.array([page.table[k] for k in n]).T
    axes.plot(n, heights[3], color=style.MUTED, linewidth=1.2, linestyle=(0, (4, 3)))
    style.path(axes, n, heights[0], style.ORANGE)
    style.path(axes, n, heights[1], style.PURPLE)
    style.path(axes, n, heights[2], style.BLUE)
    style.label(axes, (n[-1], heights[0][-1]), "$1/λ_{max}$", style.ORANGE, offset=(8, 3), ha="left")
    style.label(axes, (n[-1], heights[3][-1]), "silver's bound", style.MUTED, offset=(8, 4), ha="left")
    style.label(axes, (n[-1], heights[1][-1]), "best constant", style.PURPLE, offset=(8, -6), ha="left")
    style.label(axes, (n[-1], heights[2][-1]), "silver", style.BLUE, offset=(8, 0), ha="left")
    axes.set(xlabel="steps $n$", ylabel="worst height $L − L^*$", xscale="log", yscale="log", xlim=(0.9, 520))
    axes.minorticks_off()
    axes.set_xticks(n, [str(k) for k in n])
    axes.set_yticks([0.1, 0.01, 0.001], ["0.1", "0.01", "0.001"])
    return drawing
