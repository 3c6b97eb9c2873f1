"""Dead units: a jump, then no movement."""

from figures import style


def draw(page):
    run = page.runs[10]
    drawing, axes = style.losses(run, page.good["loss"][-1])
    style.label(axes, (50, run["held"][50]), "training and validation", offset=(0, 9))
    axes.set(ylim=(0, 5.5))
    return drawing
