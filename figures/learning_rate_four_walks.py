"""Four rates on the bowl (w − 3)² from w = 0: creeping, landing, leaping, bouncing."""

import numpy as np

from figures import style

WALKS = ((0.1, "creeps", 6), (0.5, "lands", 1), (0.9, "leaps across", 6), (1.0, "bounces", 3))


def draw(page):
    drawing, panels = style.figure(2, 2, height=3.9, sharex=True, sharey=True)
    w = np.linspace(-0.45, 6.45, 46)
    for axes, (eta, name, steps) in zip(panels.flat, WALKS, strict=True):
        axes.plot(w, page.loss(w), color=style.INK, linewidth=1.3)
        walk = page.descend(eta, steps)
        style.minimum(axes, 3, 0, zorder=6)
        style.path(axes, walk, [page.loss(w) for w in walk], linewidth=1.4, zorder=5)
        style.label(axes, (3, 11.9), f"$η$ = {eta}: {name}", style.ORANGE, offset=(0, 0))
        axes.set(ylim=(-0.9, 13), xticks=[0, 3, 6], yticks=[0, 3, 6, 9])
    style.label(panels[1, 1], (3, 9), "there and back", style.ORANGE, offset=(0, -9), fontsize=9.5)
    for axes in panels[1]:
        axes.set_xlabel("weight $w$")
    for axes in panels[:, 0]:
        axes.set_ylabel("loss $L$")
    return drawing
