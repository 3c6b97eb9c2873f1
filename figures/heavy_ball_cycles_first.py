"""Say in one line what this picture shows."""

import numpy as np

from figures import style


def draw(page):
    drawing, axes = style.figure(height=2.8)
    w = np.linspace(-0.5, 6.5, 60)
    axes.plot(w, page.loss(w), color=style.INK)
    style.path(axes, page.path, [page.loss(w) for w in page.path])
    style.label(axes, (page.path[0], page.loss(page.path[0])), "start", style.ORANGE, offset=(8, 4), ha="left")
    style.minimum(axes, 3, 0)
    axes.set(xlabel="weight $w$", ylabel="loss $L$")
    return drawing
