"""A rate that is too small: both losses fall by little."""

from figures import style


def draw(page):
    run = page.runs[1]
    drawing, axes = style.losses(run, page.good["loss"][-1])
    style.label(axes, (100, run["loss"][100]), "training", offset=(0, -11))
    style.label(axes, (100, run["held"][100]), "validation", style.BLUE, offset=(0, 9))
    axes.set(ylim=(0, 1.4))
    return drawing
