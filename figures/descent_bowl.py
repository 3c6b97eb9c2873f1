"""The bowl from w = 0, with five shrinking steps."""

import numpy as np

from figures import style


def draw(page):
    drawing, axes = style.figure(height=3.1)
    w = np.linspace(-0.6, 6.1, 70)
    axes.plot(w, page.loss(w), color=style.INK)
    losses = [page.loss(w) for w in page.path]
    style.path(axes, page.path, losses)
    for k, (w, height) in enumerate(zip(page.path, losses, strict=True)):
        name = f"start, $w_{k} = {w:g}$" if k == 0 else f"$w_{k}$"
        style.label(axes, (w, height), name, style.ORANGE, offset=(8, 5), ha="left")
    style.minimum(axes, 3, 0)
    style.label(axes, (3, 0), "minimum", style.GREEN, offset=(0, -12))
    axes.set(xlabel="weight $w$", ylabel="loss $L$", ylim=(-1.6, 12.5), yticks=[0, 3, 6, 9, 12])
    return drawing
