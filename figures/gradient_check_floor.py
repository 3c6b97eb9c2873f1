"""How far measured slopes are off, against their size: a level band for a right gradient, a line for a wrong one."""

import numpy as np

from figures import style


def draw(page):
    drawing, axes = style.figure(height=3.2)
    ends = np.array([1e-8, 3.0])
    for error, words in ((1e-2, "relative error $10^{-2}$"), (1e-7, "$10^{-7}$")):
        axes.plot(ends, error * ends, color=style.RULE, linewidth=1, zorder=0)
        style.label(axes, (ends[1], error * ends[1]), words, style.MUTED, offset=(-4, -17), ha="right")
    axes.axhline(1e-9, color=style.GREEN, linewidth=1, zorder=0)
    style.label(axes, (ends[0], 1e-9), "floor", style.GREEN, offset=(4, 7), ha="left")
    seen = page.off > 1e-14
    axes.plot(page.a[seen], page.off[seen], "o", color=style.ORANGE, markeredgecolor=style.PAPER, zorder=3)
    style.label(axes, (3e-5, 1e-12), "right gradient", style.ORANGE, offset=(0, -13))
    axes.plot(page.a, abs(page.a / 2 - page.m), "o", color=style.BLUE, markeredgecolor=style.PAPER, zorder=3)
    style.label(axes, (1e-3, 5e-4), "the 2 forgotten", style.BLUE, offset=(-8, 6), ha="right")
    axes.set(xscale="log", yscale="log", xlabel="size of the slope", ylabel="off by", ylim=(1e-14, 20))
    axes.set(xlim=(6e-9, 3), xticks=[1e-8, 1e-6, 1e-4, 1e-2, 1], yticks=[1e-13, 1e-9, 1e-5, 1e-1])
    axes.minorticks_off()
    return drawing
