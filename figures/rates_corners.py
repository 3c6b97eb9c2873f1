"""Three Huber functions and where a walk starts on each."""

import numpy as np

from figures import style

CORNERS = (0.5, 0.05, 0.01)  # the wide, the middle and the narrow one of the page


def huber(w, corner):
    return np.where(abs(w) < corner, w**2 / 2, corner * (abs(w) - corner / 2))


def draw(page):
    drawing, axes = style.figure(height=3.0)
    w = np.linspace(-1.1, 1.1, 111)
    for corner in CORNERS:
        axes.plot(w, huber(w, corner), color=style.INK, linewidth=1.6)
        style.path(axes, [1], [huber(1, corner)], linestyle="")
        style.label(axes, (-1.1, huber(1.1, corner)), f"corner at {corner}", offset=(-6, 0), ha="right")
    style.label(axes, (1, huber(1, CORNERS[0])), "start", style.ORANGE, offset=(-8, 4), ha="right")
    style.minimum(axes, 0, 0)
    axes.set(xlabel="weight $w$", ylabel="loss $L$", ylim=(-0.035, 0.44), xlim=(-1.85, 1.15))
    axes.set(xticks=[-1, -0.5, 0, 0.5, 1], yticks=[0, 0.2, 0.4])
    return drawing
