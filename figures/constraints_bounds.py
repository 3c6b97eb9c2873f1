"""The gaps of ISTA and FISTA over the steps, beside their bounds."""

import numpy as np

from figures import style


def draw(page):
    drawing, axes = style.figure(height=3.0)
    steps = np.unique(np.geomspace(1, 200, 60).astype(int))
    dashed = {"linewidth": 1.1, "linestyle": (0, (4, 3))}
    for path, colour in ((page.ista, style.ORANGE), (page.fista, style.BLUE)):
        axes.plot(steps, [max(page.gap(path[k]), 1e-12) for k in steps], color=colour)
    axes.plot(steps, page.top * page.R2 / 2 / steps, color=style.MUTED, **dashed)
    axes.plot(steps, 2 * page.top * page.R2 / (steps + 1) ** 2, color=style.MUTED, **dashed)
    style.label(axes, (60, page.top * page.R2 / 120), "bound of ISTA", style.MUTED, offset=(0, 8), ha="left")
    style.label(axes, (60, 2 * page.top * page.R2 / 61**2), "bound of FISTA", style.MUTED, offset=(0, 8), ha="left")
    style.label(axes, (80, page.gap(page.ista[80])), "ISTA", style.ORANGE, offset=(6, 8), ha="left")
    style.label(axes, (18, page.gap(page.fista[18])), "FISTA", style.BLUE, offset=(-6, -6), ha="right")
    axes.set(xscale="log", yscale="log", xlabel="step $k$", ylabel="gap", ylim=(1e-8, 2))
    axes.minorticks_off()
    axes.set_xticks([1, 10, 100], ["1", "10", "100"])
    axes.set_yticks([1, 1e-2, 1e-4, 1e-6], ["1", "0.01", "$10^{-4}$", "$10^{-6}$"])
    return drawing
