"""The staircase on which every stop has the same slope."""

import numpy as np

from figures import style


def draw(page):
    drawing, axes = style.figure(height=2.9)
    w = np.linspace(-0.6, 6.4, 141)
    slope = page.stairs(w)
    loss = np.concatenate([[0], np.cumsum((slope[1:] + slope[:-1]) / 2 * np.diff(w))])
    loss = loss - np.interp(0, w, loss)
    axes.plot(w, loss, color=style.INK, linewidth=1.6)
    stops = page.descend(page.stairs, 6, 1, 5)
    heights = np.interp(stops, w, loss)
    for stop, height in zip(stops, heights, strict=True):
        along = np.array([-0.28, 0.28])
        axes.plot(stop + along, height + along, color=style.VERMILION, linewidth=1.6, zorder=2)
    style.path(axes, stops, heights, linestyle="")
    style.minimum(axes, 0, 0)
    style.label(axes, (5, heights[1]), "slope 1 at every stop", style.VERMILION, offset=(-12, 8), ha="right")
    style.label(axes, (3.5, np.interp(3.5, w, loss)), "slope one half between", offset=(8, -10), ha="left")
    axes.set(xlabel="weight $w$", ylabel="loss $L$", xticks=range(7), ylim=(-0.3, 5.2), xlim=(-0.8, 6.6))
    return drawing
