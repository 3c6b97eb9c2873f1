"""The line of perfect fits of one sample, three walks that go straight to it, and a start at zero with none yet."""

import numpy as np

from figures import style

INPUTS, TARGET, STARTS = np.array([1, 2]), 5, ((4, 3), (-2, 2), (3, -1))  # as on the page


def draw(page):
    drawing, axes = style.figure(height=3.4)
    w1 = np.array([-3, 5.4])
    axes.plot(w1, (TARGET - INPUTS[0] * w1) / INPUTS[1], color=style.GREEN, linewidth=2.2)
    for start in STARTS:
        path = [np.array(start, float)]
        for _ in range(12):
            path.append(path[-1] - 0.1 * (INPUTS @ path[-1] - TARGET) * INPUTS)
        style.path(axes, *np.transpose(path), markersize=4.5, linewidth=1.4)
        style.minimum(axes, *path[-1])
    style.path(axes, [0], [0])
    style.label(axes, (0, 0), "zero", style.ORANGE, offset=(0, -11))
    style.label(axes, (-2.2, 3.6), "loss 0", style.GREEN, offset=(12, 8), ha="left")
    axes.set(xlabel="$w_1$", ylabel="$w_2$", aspect="equal", ylim=(-1.5, 4.3), xlim=(-3, 5.4))
    axes.set(xticks=range(-2, 6, 2), yticks=range(0, 5, 2))
    return drawing
