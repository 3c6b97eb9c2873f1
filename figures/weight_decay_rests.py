"""Where one weight rests against the decay: a penalty, decoupled momentum and AdamW, by formula and by run."""

import numpy as np

from figures import style


def draw(page):
    drawing, axes = style.figure(height=3.2)
    decay = np.linspace(0, 3.2, 97)
    axes.plot(decay, 3 / (1 + decay), color=style.ORANGE)
    axes.plot(decay, 3 / (1 + (1 - 0.9) * decay), color=style.PURPLE)
    axes.plot(decay, 3 / np.maximum(1, 3 * decay), color=style.BLUE)
    style.path(axes, page.decays, page.held["L2"][0], style.ORANGE, linestyle="")
    style.path(axes, page.decays, page.held["decoupled"][0], style.BLUE, linestyle="")
    style.path(axes, [1], [page.looser[0]], style.PURPLE, linestyle="")
    style.label(axes, (1, page.looser[0]), "decoupled, momentum", style.PURPLE, offset=(6, 9), ha="left")
    style.label(axes, (1.5, 3 / 2.5), "L2 in the gradient, any method", style.ORANGE, offset=(0, 9), ha="left")
    style.label(axes, (0.8, 1 / 0.8), "AdamW", style.BLUE, offset=(-8, -8), ha="right")
    axes.set(xlabel=r"decay $\alpha$", ylabel="where $w_1$ rests", ylim=(0, 3.3), xlim=(-0.05, 3.25))
    return drawing
