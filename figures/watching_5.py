"""A rate that makes the walk bounce: a beat of two steps."""

from figures import style


def draw(page):
    run = page.runs[5]
    drawing, axes = style.losses(run, page.good["loss"][-1])
    style.label(axes, (79, run["loss"][79]), "training", offset=(26, -7))
    style.label(axes, (79, run["held"][79]), "validation", style.BLUE, offset=(30, 9))
    axes.set(ylim=(0, 2), xlim=(-2, 96))
    return drawing
