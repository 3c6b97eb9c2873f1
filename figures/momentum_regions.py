"""One direction: the plane of rate times curvature and momentum, its regions, and lines of equal factor."""

import numpy as np

from figures import style

BEHIND = {"facecolor": style.PAPER, "edgecolor": "none", "pad": 1, "alpha": 0.9}  # keeps lines out of the labels


def draw(page):
    drawing, axes = style.figure(height=3.7)
    share, beta = np.meshgrid(np.linspace(0, 1, style.GRID), np.linspace(0, 0.999, style.GRID))
    x = share * 2 * (1 + beta)  # up to the border of stability
    factor = np.vectorize(page.factor)(x, beta, 1)
    levels = [0.5, 0.7, 0.8, 0.9]
    b = np.linspace(0, 1, 60)
    axes.fill_betweenx(b, 2 * (1 + b), 4, color=style.RULE, linewidth=0)
    axes.fill_betweenx(b, (1 - b**0.5) ** 2, (1 + b**0.5) ** 2, color=style.SHADE, linewidth=0)
    axes.contour(x, beta, factor, levels=levels, colors=style.ORANGE, linewidths=1)
    for edge in ((1 - b**0.5) ** 2, (1 + b**0.5) ** 2):
        axes.plot(edge, b, color=style.INK, linewidth=1.4)
    axes.plot(2 * (1 + b), b, color=style.VERMILION, linewidth=1.8)
    for level in levels:
        style.label(axes, (1.9, level**2), f"{level}", style.ORANGE, offset=(0, 6), fontsize=9)
    style.label(axes, (1.15, 0.12), r"ripples: $\sqrt{β}$", offset=(0, 0))
    style.label(axes, (0.04, 0.04), "monotone", offset=(0, 0), ha="left", fontsize=9.5, bbox=BEHIND)
    style.label(axes, (1.86, 0.04), "flips", offset=(0, 0), fontsize=9.5, bbox=BEHIND)
    style.label(axes, (3.4, 0.25), "diverges", style.VERMILION, offset=(0, 0))
    axes.set(xlabel="rate times curvature $ηλ$", ylabel="momentum $β$", xlim=(0, 4), ylim=(0, 1))
    return drawing
