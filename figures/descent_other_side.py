"""The same bowl from w = 4: the slope is positive, the steps go left."""

import numpy as np

from figures import style


def draw(page):
    drawing, axes = style.figure(height=2.9)
    w = np.linspace(1.55, 4.45, 70)
    axes.plot(w, page.loss(w), color=style.INK)
    losses = [page.loss(w) for w in page.right]
    style.path(axes, page.right, losses)
    style.label(
        axes, (page.right[0], losses[0]), f"start, $w_0 = {page.right[0]}$", style.ORANGE, offset=(-8, 6), ha="right"
    )
    for k in (1, 5):
        style.label(axes, (page.right[k], losses[k]), f"$w_{k}$", style.ORANGE, offset=(-7, 7), ha="right")
    style.minimum(axes, 3, 0)
    style.label(axes, (3, 0), "minimum", style.GREEN, offset=(0, -12))
    style.arrow(axes, (4.12, 0.62), (4.12 - 0.45, 0.62 - 0.9 * 0.45), style.ORANGE)
    style.label(axes, (4.12, 0.62), "downhill is left", style.ORANGE, offset=(4, 3), ha="left")
    axes.set(xlabel="weight $w$", ylabel="loss $L$", xlim=(1.5, 4.75), ylim=(-0.28, 2.2), yticks=[0, 1, 2])
    return drawing
