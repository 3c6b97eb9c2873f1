"""The loss of sign descent against that of plain descent, from the same starts."""

import numpy as np

from figures import style

LEAST = 1e-8  # losses below are drawn there


def draw(page):
    drawing, axes = style.figure(height=3.6)
    x, y = (np.log10(np.maximum(run, LEAST)) for run in (page.plain, page.signs))
    style.dots(axes, 10 * x, 10 * y, style.ORANGE, width=3)
    axes.plot([-80, 0], [-80, 0], color=style.INK, linewidth=1)
    style.label(axes, (-63, -46), "descent is lower", style.MUTED, offset=(0, 0))
    style.label(axes, (-24, -62), "sign descent is lower", style.MUTED, offset=(0, 0))
    ticks, words = (-80, -60, -40, -20, 0), ("less", "$10^{-6}$", "$10^{-4}$", "$10^{-2}$", "1")
    axes.set_xticks(ticks, words)
    axes.set_yticks(ticks, words)
    axes.set(xlabel="loss of descent", ylabel="loss of sign descent", xlim=(-83, 2), ylim=(-83, 2))
    return drawing
