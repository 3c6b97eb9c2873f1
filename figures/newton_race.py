"""The loss above its lowest value over the steps: Newton in two units, and plain descent in each of them."""

import numpy as np

from figures import style


def draw(page):
    drawing, axes = style.figure(height=3.2)
    lowest = page.loss(page.scaled, page.best)
    keep = np.unique(np.geomspace(1, 501, 60).round().astype(int)) - 1

    def gaps(X, path, end):
        gap = np.array([page.loss(X, theta) - lowest for theta in path])
        return np.where(gap > 1e-14, gap, end)  # what is smaller is rounding

    for X, eta, width in ((page.scaled, page.eta, 1.8), (page.raw, page.raw_eta, 1)):
        axes.plot(1 + keep, gaps(X, page.descend(X, eta, 500)[keep], np.nan), color=style.ORANGE, linewidth=width)
    steps = np.arange(8)
    axes.plot(1 + steps, gaps(page.raw, page.rough[:8], 1e-16), color=style.BLUE, linewidth=1.8)
    axes.plot(1 + steps, gaps(page.scaled, page.walk[:8], 1e-16), "o", color=style.BLUE, markersize=5)
    style.label(axes, (45, 0.45), "descent, millimetres and grams", style.ORANGE, offset=(0, 12))
    style.label(axes, (55, 1e-3), "descent,\nstandardised", style.ORANGE, offset=(0, 0), ha="left")
    style.label(axes, (8.6, 1e-12), "Newton,\nboth", style.BLUE, offset=(0, 0), ha="left")
    axes.set(xlabel="step $k$", ylabel="loss above the lowest", xscale="log", yscale="log", ylim=(1e-15, 60))
    axes.minorticks_off()
    axes.set_xticks([1, 2, 5, 9, 51, 501], ["0", "1", "4", "8", "50", "500"])
    axes.set_yticks([1, 1e-4, 1e-8, 1e-12], ["1", "10$^{-4}$", "10$^{-8}$", "10$^{-12}$"])
    return drawing
