"""The Lyapunov exponent over the rate, a mean over starts, and the line at 0 between meeting and parting."""

import numpy as np

from figures import style

LOW = -1.5


def draw(page):
    drawing, axes = style.figure(height=3.0)
    values = np.maximum(page.exponents, LOW)
    axes.axhline(0, color=style.MUTED, linewidth=0.9, linestyle=(0, (4, 3)))
    axes.plot(page.etas, values, color=style.INK, linewidth=1.2)
    above = np.where(page.exponents > 0, page.exponents, np.nan)
    axes.plot(page.etas, above, color=style.VERMILION, linewidth=1.8)
    style.label(axes, (1.82, 0), "neighbours part", style.VERMILION, offset=(0, 9), ha="left")
    style.label(axes, (2.62, -1), "neighbours meet", style.INK, offset=(0, 0), ha="left")
    style.label(axes, (3, np.log(2)), "ln 2", style.VERMILION, offset=(-12, 5), ha="right")
    axes.set(xlabel="rate $\\eta$", ylabel="Lyapunov exponent", ylim=(LOW, 0.9), xlim=(1.78, 3.02))
    axes.set_xticks([1.8, 2, 2.2, 2.4, 2.6, 2.8, 3])
    return drawing
