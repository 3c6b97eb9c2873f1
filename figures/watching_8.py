"""A start near zero: a shelf, then a fall."""

from figures import style


def draw(page):
    run = page.runs[8]
    drawing, axes = style.losses(run, page.good["loss"][-1])
    style.label(axes, (28, run["held"][28]), "training and validation", offset=(64, 16))
    axes.set(ylim=(0, 1.2))
    return drawing
