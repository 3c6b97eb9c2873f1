"""Overfitting: the training loss falls, the validation loss turns."""

from figures import style


def draw(page):
    run = page.runs[4]
    drawing, axes = style.losses(run, page.good["loss"][-1])
    style.label(axes, (399, run["loss"][399]), "training", offset=(27, 4))
    style.label(axes, (399, run["held"][399]), "validation", style.BLUE, offset=(31, 0))
    axes.set(ylim=(0, 0.8), xlim=(-10, 480))
    return drawing
