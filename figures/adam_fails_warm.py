"""The loss of Adam from the best place, with noise: a hump without warm-up, none with it."""

import numpy as np

from figures import style


def draw(page):
    drawing, axes = style.figure(height=3.0)
    looks = {
        1: (style.ORANGE, 14, "no warm-up", (6, 4)),
        20: (style.BLUE, 15, "20 steps", (9, 2)),
        200: (style.PURPLE, 110, "200 steps", (8, -4)),
    }
    for rise, (colour, at, words, offset) in looks.items():
        losses = page.humps[rise]
        shown = np.concatenate([np.arange(60), np.arange(60, len(losses), 6)])
        axes.plot(shown, losses[shown], color=colour, linewidth=1.5)
        style.label(axes, (at, losses[at]), words, colour, offset=offset, ha="left")
    axes.set(xlabel="step", ylabel="mean loss", ylim=(0, 0.043), xlim=(-4, 404))
    return drawing
