"""Nine weights over sixty steps: ISTA, and subgradient steps at their best rate."""

import numpy as np

from figures import style


def draw(page):
    drawing, (left, right) = style.figure(1, 2, height=2.9, sharey=True)
    few = np.unique(np.geomspace(1, 61, 30).astype(int)) - 1
    for axes, path, name, steps in ((left, page.ista, "ISTA", few), (right, page.by_sign, "by sign", range(61))):
        for j in range(9):
            kept = page.reference[j] != 0
            colour = style.ORANGE if kept else style.BLUE
            axes.plot(steps, path[steps, j], color=colour, linewidth=1.4 if kept else 1.1, zorder=2 + kept)
        axes.set(xlabel="step $k$", xlim=(0, 60), xticks=[0, 30, 60])
        style.label(axes, (30, 0.42), name, style.INK, offset=(0, 0))
    left.set(ylabel="weight", ylim=(-0.3, 0.45), yticks=np.arange(-2, 5, 2) / 10)
    return drawing
