"""How far the news has travelled after ten steps, by plain descent, by growing momentum, and at best."""

import numpy as np

from figures import style


def draw(page):
    drawing, axes = style.figure(height=3.2)
    number = np.arange(1, page.d + 1)
    axes.plot(number, page.best(page.d), color=style.GREEN, linewidth=1.2)
    lowest = np.append(page.best(10), np.zeros(page.d - 10))
    axes.plot(number, lowest, color=style.MUTED, linewidth=1.2, linestyle=(0, (4, 3)))
    for path, colour in ((page.ahead, style.BLUE), (page.plain, style.ORANGE)):
        style.path(axes, number, path[10], colour, markersize=4.5, linewidth=1.4)
    axes.axvline(10.5, color=style.RULE, linewidth=1, zorder=0)
    style.label(axes, (10.5, 0.97), "still zero", style.MUTED, offset=(6, 0), ha="left")
    style.label(axes, (10.5, 0.97), "moved", style.MUTED, offset=(-6, 0), ha="right")
    style.label(axes, (15, page.best(page.d)[14]), "minimum", style.GREEN, offset=(6, 7), ha="left")
    style.label(axes, (11, 0.1), "lowest within reach", style.MUTED, offset=(0, 0), ha="left")
    style.label(axes, (3, page.ahead[10][2]), "Nesterov", style.BLUE, offset=(8, 0), ha="left")
    style.label(axes, (1.6, 0.13), "plain", style.ORANGE, offset=(0, 0))
    axes.set(xlabel="number of the weight", ylabel="value after ten steps", ylim=(-0.04, 1.03), xlim=(0, 21.5))
    axes.set(xticks=[1, 6, 11, 16, 21], yticks=[0, 0.5, 1])
    return drawing
