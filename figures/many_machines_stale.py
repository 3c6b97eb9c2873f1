"""The factor per step over rate times curvature, for slopes that are 0, 1, 2 and 4 steps late."""

import numpy as np

from figures import style


def draw(page):
    drawing, axes = style.figure(height=3.1)
    axes.axhline(1, color=style.MUTED, linewidth=0.9, linestyle=(0, (4, 3)))
    looks = {0: style.ORANGE, 1: style.BLUE, 2: style.PURPLE, 4: style.INK}
    for delay, colour in looks.items():
        border = 2 * np.sin(np.pi / (2 * (2 * delay + 1)))
        rates = np.linspace(0.002, 1.12 * border + 0.05, 160)
        factors = np.array([page.factor(rate, delay) for rate in rates])
        axes.plot(rates[factors < 1.14], factors[factors < 1.14], color=colour)
        axes.plot(border, 1, "o", color=colour, markeredgecolor=style.PAPER, zorder=4)
    style.label(axes, (1.7, 0.7), "fresh", style.ORANGE, offset=(-8, 4), ha="right")
    style.label(axes, (1, 1), "1 late", style.BLUE, offset=(2, -16), ha="left")
    style.label(axes, (0.618, 1), "2", style.PURPLE, offset=(5, -14), ha="left")
    style.label(axes, (0.347, 1), "4 late", style.INK, offset=(-1, 12), ha="right")
    axes.set(xlabel="rate times curvature $\\eta\\lambda$", ylabel="factor per step", ylim=(0, 1.16), xlim=(0, 2.2))
    return drawing
