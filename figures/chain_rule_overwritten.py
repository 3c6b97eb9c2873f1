"""Two runs on one loss: slopes added (orange) and the second slope alone (blue)."""

import numpy as np

from figures import style


def draw(page):
    drawing, axes = style.figure(height=2.9)

    def loss(w):
        return (w - 4) ** 2 + w**2

    w = np.linspace(-0.7, 3.9, 70)
    axes.plot(w, loss(w), color=style.INK)
    wrong, right = np.array(page.wrong), np.array(page.right)
    style.path(axes, wrong, loss(wrong), style.BLUE)
    style.path(axes, right, loss(right))
    style.minimum(axes, right[-1], loss(right[-1]), zorder=5)
    style.label(axes, (right[0], loss(right[0])), "start", style.ORANGE, offset=(8, -3), ha="left")
    style.label(axes, (right[2], loss(right[2])), "added", style.ORANGE, offset=(6, -11), ha="left")
    style.label(axes, (wrong[-1], loss(wrong[-1])), "only the second", style.BLUE, offset=(10, 5), ha="left")
    axes.set(xlabel="weight $w$", ylabel="loss $L$", ylim=(6.2, 19.5), yticks=[8, 12, 16])
    return drawing
