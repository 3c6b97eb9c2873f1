"""Evaluations to the same target over the number of weights, for guessing, wandering and the slope at two prices."""

from math import log

from matplotlib.ticker import NullLocator

from figures import style

TOP = 2000


def draw(page):
    drawing, axes = style.figure(height=3.0)
    kinds = list(page.counts)
    guessing, wandering, felt = zip(*page.counts.values(), strict=True)
    style.path(axes, kinds[:2], guessing[:2], style.BLUE)
    steepness = log(guessing[1] / guessing[0]) / log(kinds[1] / kinds[0])
    leaves = kinds[1] * (TOP / guessing[1]) ** (1 / steepness)  # gave up: no count for more weights
    style.arrow(axes, (kinds[1], guessing[1]), (leaves, TOP), style.BLUE)
    style.path(axes, kinds, wandering, style.PURPLE)
    style.path(axes, kinds, felt, style.ORANGE, linestyle="--", linewidth=1.4)
    formula = [1 + 2 * (count - 1) // (kind + 1) for kind, count in zip(kinds, felt, strict=True)]  # two for each step
    style.path(axes, kinds, formula, style.ORANGE)
    style.label(axes, (leaves, TOP), "guessing: gave up with five", style.BLUE, offset=(5, -3), ha="left")
    style.label(axes, (kinds[-1], wandering[-1]), "wandering", style.PURPLE, offset=(7, 5), ha="left")
    style.label(axes, (kinds[-1], felt[-1]), "slope, felt", style.ORANGE, offset=(7, -5), ha="left")
    style.label(axes, (kinds[-1], formula[-1]), "slope, formula", style.ORANGE, offset=(7, 0), ha="left")
    axes.set(xscale="log", yscale="log", xlabel="number of weights", ylabel="evaluations")
    axes.set(xlim=(0.93, 20), ylim=(8, 1.15 * TOP), xticks=kinds, xticklabels=[str(kind) for kind in kinds])
    axes.set(yticks=[10, 100, 1000], yticklabels=["10", "100", "1,000"])
    axes.xaxis.set_minor_locator(NullLocator())
    axes.yaxis.set_minor_locator(NullLocator())
    return drawing
