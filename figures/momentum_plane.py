"""Curvatures 1 and 25 together: lines of equal factor over rate and momentum, and the best pair."""

import numpy as np

from figures import style


def sides(factor, kappa):
    """The line of one factor: the edge β = factor², and two straight sides, on which a root is ±factor."""
    low = factor * (kappa * (1 - factor) - (1 + factor)) / (kappa * (1 - factor) + (1 + factor))  # where they meet
    beta = np.array([max(low, 0), factor**2])
    flat, steep = (1 - factor) * (factor - beta) / factor, (1 + factor) * (factor + beta) / factor / kappa
    return [*flat, *steep[::-1]], [*beta, *beta[::-1]]


def draw(page):
    drawing, axes = style.figure(height=3.7)
    b = np.linspace(0, 1, 60)
    axes.fill_betweenx(b, 2 * (1 + b) / page.kappa, 0.16, color=style.RULE, linewidth=0)
    levels = (0.7, 0.8, 0.9, 0.95)
    for level in levels:
        axes.plot(*sides(level, page.kappa), color=style.ORANGE, linewidth=1.1)
    axes.plot(2 * (1 + b) / page.kappa, b, color=style.VERMILION, linewidth=1.8)
    best = page.best_pair(page.kappa)
    style.minimum(axes, *best)
    style.label(axes, best, "best pair", style.GREEN, offset=(9, -4), ha="left")
    for level in levels:
        style.label(axes, (0.09, level**2), f"{level}", style.ORANGE, offset=(0, 6), fontsize=9)
    style.label(axes, (0.136, 0.25), "diverges", style.VERMILION, offset=(0, 0))
    style.label(axes, (0.025, 0.16), "slow along\nthe valley", style.MUTED, offset=(0, 0))
    axes.set(xlabel="rate $η$", ylabel="momentum $β$", xlim=(0, 0.16), ylim=(0, 1))
    return drawing
