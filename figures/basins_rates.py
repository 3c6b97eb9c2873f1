"""The map of ends at a small rate, with smooth borders, and at a large one, with frayed borders."""

import numpy as np

from figures import style

FILLS = {0: (style.BLUE, 0.5), 1: (style.ORANGE, 0.55), 2: (style.MUTED, 0.45)}  # two as in the explorer


def draw(page):
    drawing, axes = style.figure(1, 2, height=2.9, sharey=True)
    for panel, eta in zip(axes, (min(page.maps), max(page.maps)), strict=True):
        ends = page.maps[eta]
        side = (np.arange(len(ends)) + 0.5) * 12 / len(ends) - 6
        for i, (colour, alpha) in FILLS.items():
            panel.contourf(side, side, ends == i, levels=[0.5, 1], colors=[colour], alpha=alpha)
        for place in page.minima:
            style.minimum(panel, *place, markersize=9)
        style.label(panel, (0, 6), f"rate {eta}", style.INK, offset=(0, 9))
        panel.set(xlabel="weight $w_1$", aspect="equal", xticks=range(-4, 5, 4), yticks=range(-4, 5, 4))
    axes[0].set_ylabel("weight $w_2$")
    return drawing
