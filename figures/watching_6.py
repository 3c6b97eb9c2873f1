"""A rate that drops at step 150: the validation loss becomes calm."""

from figures import style


def draw(page):
    run = page.runs[6]
    drawing, axes = style.losses(run, page.good["loss"][-1])
    style.label(axes, (220, run["loss"][220]), "training", offset=(0, 30))
    style.label(axes, (100, run["held"][100]), "validation", style.BLUE, offset=(0, 34))
    axes.set(ylim=(0, 1.5))
    return drawing
