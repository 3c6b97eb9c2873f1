"""The energy norm of the error of conjugate gradients over the steps, the bound, and what plain descent keeps."""

import numpy as np

from figures import style


def draw(page):
    drawing, axes = style.figure(height=3.2)
    k = np.arange(61)
    axes.plot(k, 2 * page.keep**k, color=style.MUTED, linewidth=1.2, linestyle=(0, (4, 3)))
    axes.plot(k, page.descent**k, color=style.ORANGE)
    axes.plot(k, page.spread, color=style.BLUE)
    axes.plot(k[:6], np.maximum(page.few, 1e-9), "o-", color=style.PURPLE, markersize=4)
    style.label(axes, (60, page.descent**60), "plain descent, at worst", style.ORANGE, offset=(0, 13), ha="right")
    style.label(axes, (40, 2 * page.keep**40), "bound", style.MUTED, offset=(8, 8), ha="left")
    style.label(axes, (30, page.spread[30]), "spread curvatures", style.BLUE, offset=(-8, -8), ha="right")
    style.label(axes, (6, 1e-6), "five curvatures", style.PURPLE, offset=(0, 0), ha="left")
    axes.set(xlabel="step $k$", ylabel="error, energy norm", yscale="log", ylim=(1e-7, 8))
    axes.minorticks_off()
    axes.set_yticks([1, 1e-2, 1e-4, 1e-6], ["1", "0.01", "10$^{-4}$", "10$^{-6}$"])
    return drawing
