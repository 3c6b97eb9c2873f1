"""A loss with bumps, a walk down it, and its gap beside the promise of a factor per step."""

import numpy as np

from figures import style


def draw(page):
    drawing, (left, right) = style.figure(1, 2, height=2.9)
    w = np.linspace(-2.5, 5.4, 120)
    left.plot(w, page.bumpy(w), color=style.INK, linewidth=1.6)
    style.path(left, page.path, page.gaps, markersize=4, linewidth=1.2)
    style.minimum(left, 0, 0)
    left.set(xlabel="weight $w$", ylabel="loss $L$", ylim=(-1.5, 31), xticks=[-2, 0, 2, 4])
    steps = np.arange(len(page.gaps))
    right.plot(steps, page.gaps[0] * page.factor**steps, color=style.MUTED, linestyle=(0, (4, 3)), linewidth=1.2)
    style.path(right, steps, page.gaps, markersize=4, linewidth=1.2)
    style.label(right, (8, page.gaps[0] * page.factor**8), "promise", style.MUTED, offset=(0, 9))
    style.label(right, (6, page.gaps[6]), "walk", style.ORANGE, offset=(-8, -8), ha="right")
    right.set(xlabel="step $k$", yscale="log", ylim=(1e-6, 200))
    right.minorticks_off()
    right.set_yticks([1e-6, 1e-3, 1], ["$10^{-6}$", "$10^{-3}$", "1"])
    return drawing
