"""Projected descent in a square and in a disc; at both ends minus the gradient points straight out."""

import numpy as np
from matplotlib.patches import Circle, Rectangle

from figures import style


def loss(page, w):
    d = np.subtract(w, np.reshape(page.free, (2,) + (1,) * (np.ndim(w) - 1)))
    return np.einsum("i...,ij,j...->...", d, page.ravine, d) / 2


def ground(axes, page, end):
    levels = loss(page, end) * np.array([0.2, 1, 3, 8, 18, 35])
    w1, w2 = np.meshgrid(np.linspace(-1.65, 2.35, 44), np.linspace(-1.65, 1.65, 40))
    axes.contour(w1, w2, loss(page, np.array([w1, w2])), levels=levels, colors=style.MUTED, linewidths=0.8)


def draw(page):
    drawing, (left, right) = style.figure(1, 2, height=2.6, sharey=True)
    left.add_patch(Rectangle((0, 0), 1, 1, facecolor=style.SHADE, edgecolor=style.INK, linewidth=1.2))
    right.add_patch(Circle((0, 0), 1.5, facecolor=style.SHADE, edgecolor=style.INK, linewidth=1.2))
    for axes, walk in ((left, page.inside), (right, page.on_ball)):
        style.path(axes, *walk[:25].T, markersize=4.5, linewidth=1.4)
        end = walk[-1]
        ground(axes, page, end)
        out = -page.gradient(end)
        style.arrow(axes, end, end + 0.7 * out / np.linalg.norm(out), style.VERMILION, width=2, zorder=5)
        style.minimum(axes, *page.free)
        style.label(axes, (0, 1), "start", style.ORANGE, offset=(0, 9))
        axes.set(aspect="equal", xlabel="$w_1$", xlim=(-1.65, 2.35), ylim=(-1.65, 1.65), xticks=range(-1, 3))
    left.set(ylabel="$w_2$", yticks=range(-1, 2))
    return drawing
