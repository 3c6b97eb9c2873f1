"""Small batches: the loss of the batch leaps, the validation loss does not."""

from figures import style


def draw(page):
    run = page.runs[3]
    drawing, axes = style.losses(run, page.good["loss"][-1])
    style.label(axes, (24, run["loss"][24]), "training", offset=(30, 2))
    style.label(axes, (199, run["held"][199]), "validation", style.BLUE, offset=(31, 3))
    axes.set(ylim=(0, 3.2), xlim=(-5, 240))
    return drawing
