"""The bowl from w = 0, with five shrinking steps and the weights they reach on the axis."""

import numpy as np

from figures import style


def draw(page):
    drawing, axes = style.figure(height=3.1)
    w = np.linspace(-0.6, 6.1, 70)
    axes.plot(w, page.loss(w), color=style.INK)
    losses = [page.loss(w) for w in page.path]
    axes.vlines(page.path, -1.6, losses, color=style.MUTED, linewidth=0.8, linestyle=(0, (1, 2)))
    style.path(axes, page.path, losses)
    offsets = ((8, 5), (8, 5), (8, 5), (8, 5), (7, 8), (10, 2))
    for k, (w, height, offset) in enumerate(zip(page.path, losses, offsets, strict=True)):
        name = f"start, $w_{k} = {w:g}$" if k == 0 else f"$w_{k}$"
        style.label(axes, (w, height), name, style.ORANGE, offset=offset, ha="left")
    style.minimum(axes, 3, 0)
    style.label(axes, (3, 0), "minimum", style.GREEN, offset=(0, -12))
    axes.set(xlabel="weight $w$", ylabel="loss $L$", ylim=(-1.6, 12.5), yticks=[0, 3, 6, 9, 12])
    return drawing
