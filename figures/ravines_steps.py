"""Steps to a thousandth of the distance, at the best rate, over the condition number: counted, and by formula."""

import numpy as np

from figures import style


def draw(page):
    drawing, axes = style.figure(height=2.9)
    kappa = np.geomspace(4, 25_000, 40)
    axes.plot(kappa, page.formula(kappa), color=style.INK)
    axes.plot(page.kappas, page.steps, "o", color=style.ORANGE, markersize=7, zorder=3)
    for place in zip(page.kappas, page.steps, strict=True):
        style.label(axes, place, f"{place[1]:,}", style.ORANGE, offset=(-7, 6), ha="right")
    axes.set(xlabel="condition number $\\kappa$", ylabel="steps", xscale="log", yscale="log", ylim=(8, 150_000))
    axes.minorticks_off()
    axes.set_xticks(page.kappas, [f"{k:,}" for k in page.kappas])
    axes.set_yticks([10, 100, 1000, 10_000, 100_000], ["10", "100", "1,000", "10,000", "100,000"])
    return drawing
