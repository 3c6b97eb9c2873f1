"""Effective rates after a steep start: AdaGrad's stays where it fell, RMSProp's comes back."""

import numpy as np

from figures import style


def draw(page):
    drawing, axes = style.figure(height=2.9)
    looks = {"AdaGrad": (style.BLUE, (0, (5, 2))), "RMSProp": (style.PURPLE, "-")}
    steps = np.unique(np.geomspace(1, len(page.eff["AdaGrad"]), 120).round().astype(int))
    steps = np.union1d(steps, range(1, 20))
    axes.axvspan(1, 10, color=style.SHADE, linewidth=0)
    for name, (colour, dashes) in looks.items():
        axes.plot(steps, np.array(page.eff[name])[steps - 1], color=colour, linestyle=dashes)
    style.label(axes, (1, 1.6), "slopes of 100", style.MUTED, offset=(3, 0), ha="left")
    style.label(axes, (10, 1.6), "slopes of 1", style.MUTED, offset=(8, 0), ha="left")
    style.label(axes, (1000, page.eff["AdaGrad"][999]), "AdaGrad", style.BLUE, offset=(0, 9))
    style.label(axes, (1000, 1), "RMSProp", style.PURPLE, offset=(0, -10))
    axes.set(xscale="log", yscale="log", xlabel="step", ylabel="effective rate", ylim=(0.0018, 2.6))
    axes.minorticks_off()
    axes.set_xticks([1, 10, 100, 1000, 10_000], ["1", "10", "100", "1,000", "10,000"])
    axes.set_yticks([0.01, 0.1, 1], ["0.01", "0.1", "1"])
    return drawing
