"""A feature that is not scaled: fast, then slow."""

from figures import style


def draw(page):
    run = page.thirteenth
    drawing, axes = style.losses(run, page.good["loss"][-1])
    style.label(axes, (299, run["loss"][299]), "training", offset=(27, -3))
    style.label(axes, (299, run["held"][299]), "validation", style.BLUE, offset=(31, 9))
    axes.set(ylim=(0, 1.4), xlim=(-8, 360), xticks=range(0, 301, 50))
    return drawing
