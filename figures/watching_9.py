"""One bad sample: a peak in each epoch."""

from figures import style


def draw(page):
    run = page.runs[9]
    drawing, axes = style.losses(run, page.good["loss"][-1])
    style.label(axes, (run["loss"][87:116].argmax() + 87, 6.5), "training", offset=(-26, 0))
    style.label(axes, (87, run["held"][87]), "validation", style.BLUE, offset=(0, 9))
    axes.set(ylim=(0, 9.5), xticks=range(0, 175, 29))
    return drawing
