"""The loss of the line over the steps, on logarithmic scales: a fall, a level stretch, a second fall."""

import numpy as np

from figures import style


def draw(page):
    drawing, axes = style.figure(height=2.9)
    last = len(page.path) - 1
    shown = np.unique(np.geomspace(1, last, 70).round().astype(int))
    losses = [page.loss(*page.path[k]) for k in shown]
    first = page.loss(*page.path[0])
    axes.plot([0.4, 1], [first, losses[0]], color=style.ORANGE)
    axes.plot(shown, losses, color=style.ORANGE)
    style.path(axes, [0.4, 1, last], [first, losses[0], losses[-1]], linestyle="")
    style.label(axes, (0.4, first), f"start, {first:.1f}", style.ORANGE, offset=(9, 0), ha="left")
    style.label(axes, (1, losses[0]), f"{losses[0]:.2f}", style.ORANGE, offset=(7, 9), ha="left")
    style.label(axes, (last, losses[-1]), f"{losses[-1]:.4f}", style.ORANGE, offset=(2, 11), ha="right")
    axes.set(xlabel="steps", ylabel="loss (kg²)", xscale="log", yscale="log", ylim=(0.08, 40), xlim=(0.3, 40_000))
    axes.minorticks_off()
    axes.set_xticks([0.4, 1, 10, 100, 1000, 10_000], ["0", "1", "10", "100", "1,000", "10,000"])
    axes.set_yticks([0.1, 1, 10], ["0.1", "1", "10"])
    return drawing
