"""Bytes for each weight and step over the number of machines: through one scheduler, and in a ring."""

import numpy as np

from figures import style


def draw(page):
    drawing, axes = style.figure(height=2.9)
    machines = list(page.carried)
    p = np.geomspace(2, 64, 40)
    dashed = {"color": style.MUTED, "linewidth": 0.9, "linestyle": (0, (4, 3)), "zorder": 1}
    for curve in (16 * p, 16 * (p - 1) / p, np.full_like(p, 16)):
        axes.plot(p, curve, **dashed)
    for row, colour in ((0, style.ORANGE), (1, style.BLUE)):
        axes.plot(machines, [page.carried[each][row] for each in machines], "o", color=colour, markersize=7, zorder=3)
    style.label(axes, (12, 16 * 12), "the scheduler carries", style.ORANGE, offset=(-10, 6), ha="right")
    style.label(axes, (12, 14.7), "each in the ring sends", style.BLUE, offset=(0, -15))
    style.label(axes, (2, 16), "16, the limit", style.MUTED, offset=(0, 7), ha="left", fontsize=9)
    axes.set(xlabel="machines $p$", ylabel="bytes a weight", xscale="log", yscale="log", ylim=(5, 1800))
    axes.minorticks_off()
    axes.set_xticks(machines, [str(each) for each in machines])
    axes.set_yticks([10, 100, 1000], ["10", "100", "1,000"])
    return drawing
