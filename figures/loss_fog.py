"""The map of two weights, and all that a walker in fog sees of it."""

import numpy as np

from figures import style

HEIGHTS = [0.5, 2, 5, 9, 15, 23, 33, 45]
YOU, SIGHT = (4.2, 4.6), 0.75


def draw(page):
    drawing, (clear, fog) = style.figure(columns=2, height=2.75, sharey=True)
    x, y = np.meshgrid(np.linspace(0, 6, 40), np.linspace(0, 6, 40))
    clear.contour(x, y, page.loss2(x, y), levels=HEIGHTS, colors=style.MUTED, linewidths=0.8)
    style.minimum(clear, 2, 4)
    style.label(clear, (2, 4), "lowest", style.GREEN, offset=(-6, -10), bbox=style.BEHIND)
    fog.set_facecolor(style.SHADE)
    far, angle = np.meshgrid(np.linspace(0, SIGHT, 8), np.linspace(0, 2 * np.pi, 40))
    x, y = YOU[0] + far * np.cos(angle), YOU[1] + far * np.sin(angle)
    fog.fill(x[:, -1], y[:, -1], color=style.PAPER)
    fog.contour(x, y, page.loss2(x, y), levels=np.arange(1, 60, 3), colors=style.MUTED, linewidths=0.8)
    for axes in (clear, fog):
        axes.plot(*YOU, color=style.ORANGE, marker="o", markersize=6.5, markeredgecolor=style.PAPER, zorder=5)
        axes.set(xlabel="uphill $w_1$", xlim=(0, 6), ylim=(0, 6), xticks=[0, 2, 4, 6], yticks=[0, 2, 4, 6])
        axes.set_aspect("equal")
    style.label(clear, YOU, "you", style.ORANGE, offset=(8, 6), ha="left", bbox=style.BEHIND)
    style.label(fog, YOU, "you", style.ORANGE, offset=(-25, 0), ha="right")
    clear.set_ylabel("level $w_2$")
    return drawing
