"""The ravine, its lowest point outside, and the square that is allowed."""

import numpy as np
from matplotlib.patches import Rectangle

from figures import style

FREE, LEVELS = (2, 1), [0.15, 0.48, 1.5, 4, 9, 18, 32]  # as on the page


def draw(page):
    drawing, axes = style.figure(height=3.1)
    axes.add_patch(Rectangle((0, 0), 1, 1, facecolor=style.SHADE, edgecolor=style.INK, linewidth=1.4))
    w1, w2 = np.meshgrid(np.linspace(-0.7, 3.1, 60), np.linspace(-0.8, 1.8, 60))
    d1, d2 = w1 - FREE[0], w2 - FREE[1]
    loss = (13 * d1**2 - 24 * d1 * d2 + 13 * d2**2) / 2
    axes.contour(w1, w2, loss, levels=LEVELS, colors=style.MUTED, linewidths=0.8)
    style.minimum(axes, *FREE)
    style.label(
        axes,
        (0.02, 1),
        "allowed",
        style.INK,
        offset=(0, 10),
        ha="left",
        bbox={"facecolor": style.PAPER, "edgecolor": "none", "pad": 0.5},
    )
    axes.set(xlabel="$w_1$", ylabel="$w_2$", aspect="equal", xticks=range(4), yticks=range(2))
    return drawing
