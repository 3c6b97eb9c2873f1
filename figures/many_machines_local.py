"""The distance from the minimum over the bytes that a machine sends, for 1, 4 and 16 local steps a round."""

import numpy as np

from figures import style


def draw(page):
    drawing, axes = style.figure(height=3.1)
    axes.axhline(page.centre, color=style.MUTED, linewidth=0.9, linestyle=(0, (4, 3)))
    looks = {1: (style.ORANGE, "1 step a round"), 4: (style.BLUE, "4"), 16: (style.PURPLE, "16")}
    for h, (colour, _) in looks.items():
        shown = page.away[h][:31]
        axes.plot(16 * np.arange(len(shown)), shown, color=colour)
        axes.plot(16 * np.arange(len(shown)), shown, "o", color=colour, markersize=2.6)
    style.label(axes, (350, page.away[1][22]), "1 step a round", style.ORANGE, offset=(-8, -10), ha="right")
    style.label(axes, (480, page.away[4][-1]), "4", style.BLUE, offset=(6, 0), ha="left")
    style.label(axes, (480, page.away[16][-1]), "16", style.PURPLE, offset=(6, -4), ha="left")
    style.label(axes, (480, page.centre), "mean of both minima", style.MUTED, offset=(0, 9), ha="right", fontsize=9)
    axes.set(xlabel="bytes that each machine sends", ylabel="distance from the minimum", yscale="log")
    axes.set(ylim=(1e-4, 1), xlim=(0, 500))
    axes.minorticks_off()
    axes.set_yticks([1, 0.1, 0.01, 0.001, 0.0001], ["1", "0.1", "0.01", "0.001", "0.0001"])
    return drawing
