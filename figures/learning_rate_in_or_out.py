"""Convergence (η = 0.9) and divergence (η = 1.1) side by side, on one scale."""

import numpy as np

from figures import style


def draw(page):
    drawing, panels = style.figure(1, 2, height=3.0, sharex=True, sharey=True)
    w = np.linspace(-3.6, 9.6, 70)
    runs = ((0.9, "converges", (-11, -2)), (1.1, "diverges", (13, 6)))
    for axes, (eta, name, last) in zip(panels, runs, strict=True):
        axes.plot(w, page.loss(w), color=style.INK, linewidth=1.3)
        walk = page.descend(eta, 4)
        height = [page.loss(w) for w in walk]
        style.minimum(axes, 3, 0)
        style.path(axes, walk, height, linewidth=1.4, zorder=5, markersize=5)
        style.label(axes, (3, 46), f"$η$ = {eta}: {name}", style.ORANGE, offset=(0, 0))
        axes.set(xlabel="weight $w$", ylim=(-3, 49), xticks=[-3, 0, 3, 6, 9], yticks=[0, 10, 20, 30, 40])
        for k, offset in ((0, (-10, 0)), (4, last)):
            style.label(axes, (walk[k], height[k]), f"$w_{k}$", style.ORANGE, offset=offset)
    panels[0].set_ylabel("loss $L$")
    return drawing
