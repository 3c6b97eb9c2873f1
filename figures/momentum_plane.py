"""Curvatures 1 and 25 together: lines of equal factor over rate and momentum, and the best pair."""

import numpy as np

from figures import style


def draw(page):
    drawing, axes = style.figure(height=3.7)
    share, beta = np.meshgrid(np.linspace(0, 1, style.GRID), np.linspace(0, 0.999, style.GRID))
    rate = share * 2 * (1 + beta) / page.kappa  # up to the border of stability
    factor = np.vectorize(lambda eta, b: max(page.factor(eta, b, 1), page.factor(eta, b, page.kappa)))(rate, beta)
    b = np.linspace(0, 1, 60)
    axes.fill_betweenx(b, 2 * (1 + b) / page.kappa, 0.16, color=style.RULE, linewidth=0)
    axes.contour(rate, beta, factor, levels=[0.7, 0.8, 0.9, 0.95], colors=style.ORANGE, linewidths=1.1)
    axes.plot(2 * (1 + b) / page.kappa, b, color=style.VERMILION, linewidth=1.8)
    best = page.best_pair(page.kappa)
    style.minimum(axes, *best)
    style.label(axes, best, "best pair", style.GREEN, offset=(9, -4), ha="left")
    for level in (0.7, 0.8, 0.9, 0.95):
        style.label(axes, (0.09, level**2), f"{level}", style.ORANGE, offset=(0, 6), fontsize=9)
    style.label(axes, (0.136, 0.25), "diverges", style.VERMILION, offset=(0, 0))
    style.label(axes, (0.025, 0.16), "slow along\nthe valley", style.MUTED, offset=(0, 0))
    axes.set(xlabel="rate $η$", ylabel="momentum $β$", xlim=(0, 0.16), ylim=(0, 1))
    return drawing
