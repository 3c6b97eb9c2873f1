"""Adam in the ravine, and its step as an arrow at every third place: beyond the minimum it still points ahead."""

import numpy as np

from figures import style

SHOWN = 30  # steps


def draw(page):
    drawing, axes = style.figure(height=3.1)
    w1, w2 = np.meshgrid(np.linspace(-4.5, 2.2, style.GRID), np.linspace(-1.4, 2.4, style.GRID))
    heights = page.loss(np.array([w1, w2]))
    axes.contour(w1, w2, heights, levels=[0.5, 3, 9, 20, 38, 64], colors=style.RULE, linewidths=0.9)
    walk = np.array([theta for theta, *_ in page.path[: SHOWN + 1]])
    style.path(axes, *walk.T, style.BLUE, markersize=4)
    for k in range(3, SHOWN, 3):
        _, m, s, count = page.path[k]
        step = m / (1 - 0.9**count) / np.sqrt(s / (1 - 0.999**count))
        if np.hypot(*step) > 0.25:
            style.arrow(axes, walk[k], walk[k] - 1.1 * step, style.PURPLE, width=1.2, mutation_scale=8, zorder=4)
    style.minimum(axes, 0, 0)
    style.label(axes, walk[0], "start", style.INK, offset=(8, 3), ha="left")
    axes.set(xlabel="$w_1$", ylabel="$w_2$", xticks=[-4, -2, 0, 2], yticks=[-1, 0, 1, 2])
    return drawing
