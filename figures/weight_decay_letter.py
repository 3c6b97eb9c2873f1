"""Adam with a penalty and AdamW from one start: the same decay, two places of rest."""

import numpy as np

from figures import style


def draw(page):
    drawing, axes = style.figure(height=4.0)
    w1, w2 = np.meshgrid(np.linspace(-0.4, 5.6, style.GRID), np.linspace(-0.2, 4.2, style.GRID))
    axes.contour(w1, w2, page.loss((w1, w2)), levels=[0.5, 2, 8, 20, 50, 100], colors=style.RULE, linewidths=0.9)
    axes.plot([0], [0], "+", color=style.MUTED, markersize=9)
    style.label(axes, (0, 0), "zero", style.MUTED, offset=(16, 0))
    for path, colour, name in zip(page.letter, (style.ORANGE, style.BLUE), ("Adam with L2", "AdamW"), strict=True):
        line = np.array([state[0] for state in path[:2001:10]])
        axes.plot(*line.T, color=colour)
        axes.plot(*line[-1], "o", color=colour, markeredgecolor=style.PAPER, markersize=8)
        style.label(axes, line[-1], name, colour, offset=(0, 11))
    style.label(axes, page.letter[0][0][0], "start", style.INK, offset=(6, -8), ha="left")
    style.minimum(axes, 3, 3)
    style.label(axes, (3, 3), "minimum of the loss", style.GREEN, offset=(8, 10), ha="left")
    axes.set(xlabel="$w_1$", ylabel="$w_2$", aspect="equal", xlim=(-0.4, 5.6), ylim=(-0.2, 4.2))
    return drawing
