"""The factor per step of one direction, against rate times curvature, at β = 0.9."""

import numpy as np

from figures import style


def draw(page):
    drawing, axes = style.figure(height=3.2)
    x = np.unique(np.concatenate([np.geomspace(0.0005, 0.1, 30), np.linspace(0.1, 4, 196), [1]]))
    axes.axhline(1, color=style.MUTED, linewidth=0.9, linestyle=(0, (4, 3)))
    axes.plot([0, 1, 2.3], [1, 0, 1.3], color=style.ORANGE)
    axes.plot(x, [page.factor(page.momentum, each, 0.9) for each in x], color=style.BLUE)
    axes.plot(x, [page.factor(page.nesterov, each, 0.9) for each in x], color=style.PURPLE)
    style.label(axes, (1.55, 0.55), "plain descent", style.ORANGE, offset=(8, -4), ha="left")
    style.label(axes, (2.75, 0.949), "heavy ball", style.BLUE, offset=(0, -10))
    style.label(axes, (1.38, 1.15), "Nesterov", style.PURPLE, offset=(-3, 0), ha="right")
    style.label(axes, (2.75, 1), "unstable", style.MUTED, offset=(0, 9))
    axes.set(xlabel="rate times curvature $ηλ$", ylabel="factor per step", xlim=(0, 4), ylim=(0, 1.3))
    axes.set_yticks([0, 0.5, 1], ["0", "0.5", "1"])
    return drawing
