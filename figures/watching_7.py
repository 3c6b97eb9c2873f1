"""Samples in order: teeth at the distance of an epoch."""

from figures import style


def draw(page):
    run = page.runs[7]
    drawing, axes = style.losses(run, page.good["loss"][-1])
    style.label(axes, (38, run["loss"][38]), "training", offset=(27, 2))
    style.label(axes, (9, run["held"][9]), "validation", style.BLUE, offset=(3, 9))
    axes.set(ylim=(0, 1.7), xticks=range(0, 96, 19))
    return drawing
