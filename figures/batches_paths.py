"""Three runs on a map of the loss over two weights: all samples, 32 and one in each update."""

import numpy as np

from figures import style

BEHIND = {"facecolor": style.PAPER, "edgecolor": "none", "pad": 0.8}  # keeps contours out of the labels


def draw(page):
    drawing, axes = style.figure(height=4.4)
    bill, flipper = np.meshgrid(np.linspace(-0.22, 0.62, 40), np.linspace(-0.08, 0.88, 40))
    height = page.losses(np.stack([bill.ravel(), flipper.ravel()], axis=1)).reshape(bill.shape) - page.lowest
    axes.contour(bill, flipper, height, levels=[0.02], colors=style.MUTED, linewidths=1.2, linestyles="dashed")
    axes.contour(bill, flipper, height, levels=[0.07, 0.16, 0.3], colors=style.RULE, linewidths=0.8)
    looks = {1: (style.PURPLE, 3.5), 32: (style.BLUE, 5.5), page.n: (style.ORANGE, 5.5)}
    for size, (colour, dot) in looks.items():
        updates, eta = page.found[size]
        path = page.descend(page.X, page.y, size, eta, updates)
        style.path(axes, *path.T, colour, markersize=dot, linewidth=1.3 if size == 1 else 1.8)
    style.minimum(axes, *page.best)
    style.label(axes, page.best, "minimum", style.GREEN, offset=(0, 12), bbox=BEHIND)
    style.label(axes, (0, 0), "start", style.ORANGE, offset=(8, -3), ha="left", bbox=BEHIND)
    all_of = page.descend(page.X, page.y, page.n, page.found[page.n][1], 1)[-1]
    style.label(axes, all_of, f"all {page.n}", style.ORANGE, offset=(8, 1), ha="left", bbox=BEHIND)
    style.label(axes, (0.27, 0.465), "32 at a time", style.BLUE, offset=(7, 0), ha="left", bbox=BEHIND)
    style.label(axes, (0.085, 0.2), "one at a time", style.PURPLE, offset=(-6, 0), ha="right", bbox=BEHIND)
    style.label(axes, (-0.16, 0.79), "target", style.MUTED, offset=(-3, 6), ha="center", bbox=BEHIND)
    axes.set(xlabel="weight of the bill", ylabel="weight of the flipper", aspect="equal")
    axes.set(xticks=[-0.2, 0, 0.2, 0.4, 0.6], yticks=[0, 0.2, 0.4, 0.6, 0.8])
    return drawing
