"""Gradients that add up: waves."""

from figures import style


def draw(page):
    run = page.runs[11]
    drawing, axes = style.losses(run, page.good["loss"][-1])
    style.label(axes, (199, run["loss"][199]), "training", offset=(27, -4))
    style.label(axes, (199, run["held"][199]), "validation", style.BLUE, offset=(31, 5))
    axes.set(ylim=(0, 1.4), xlim=(-5, 240))
    return drawing
