"""Evaluations to the same target over the number of weights, for guessing, wandering and the slope at two prices."""

from matplotlib.ticker import NullLocator

from figures import style


def draw(page):
    drawing, axes = style.figure(height=3.2)
    kinds = list(page.counts)
    guessing, wandering, felt = zip(*page.counts.values(), strict=True)
    style.path(axes, kinds[:2], guessing[:2], style.BLUE)
    style.arrow(axes, (kinds[1], guessing[1]), (kinds[2], guessing[2]), style.BLUE)
    style.path(axes, kinds, wandering, style.PURPLE)
    style.path(axes, kinds, felt, style.ORANGE, linestyle="--", linewidth=1.4)
    formula = [page.formula[kind] for kind in kinds]
    style.path(axes, kinds, formula, style.ORANGE)
    style.label(axes, (kinds[2], guessing[2]), "guessing: gave up", style.BLUE, offset=(5, -1), ha="left")
    style.label(axes, (kinds[-1], wandering[-1]), "wandering", style.PURPLE, offset=(7, 5), ha="left")
    style.label(axes, (kinds[-1], felt[-1]), "slope, felt", style.ORANGE, offset=(7, -5), ha="left")
    style.label(axes, (kinds[-1], formula[-1]), "slope, formula", style.ORANGE, offset=(7, 0), ha="left")
    axes.set(xscale="log", yscale="log", xlabel="number of weights", ylabel="evaluations")
    axes.set(xlim=(0.93, 20), ylim=(8, 16_000), xticks=kinds, xticklabels=[str(kind) for kind in kinds])
    axes.set(yticks=[10, 100, 1000, 10_000], yticklabels=["10", "100", "1,000", "10,000"])
    axes.xaxis.set_minor_locator(NullLocator())
    axes.yaxis.set_minor_locator(NullLocator())
    return drawing
