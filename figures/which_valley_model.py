"""The small model: its curve before and after training, and the loss of a run that learns and of one on a plateau."""

import numpy as np

from figures import style


def draw(page):
    drawing, (left, right) = style.figure(1, 2, height=2.7)
    grid = np.linspace(0, 3.2, 60)
    left.plot(page.hours, page.km, "o", color=style.INK, markersize=5, zorder=4)
    for k in (0, len(page.good) - 1):
        w1, w2 = page.good[k][:2]
        left.plot(grid, w2 * np.tanh(w1 * grid), color=style.ORANGE, linewidth=2 if k else 1.2)
        style.label(left, (3.2, w2 * np.tanh(w1 * 3.2)), f"step {k}", style.ORANGE, offset=(0, 9), ha="right")
    left.set(xlabel="hours", ylabel="km", ylim=(0, 6))
    for run, colour, start in (page.good, style.ORANGE, "0.1"), (page.flat, style.BLUE, "5"):
        losses = [row[2] for row in run]
        right.plot(range(len(losses)), losses, color=colour)
        style.label(right, (60, losses[60]), f"from $w_1 = {start}$", colour, offset=(0, 9), ha="left")
    right.set(xlabel="step $k$", ylabel="loss $L$", ylim=(-0.1, 4), yticks=[0, 1, 2, 3, 4])
    return drawing
