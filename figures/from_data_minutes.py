"""The bowls of the same four hikes, in hours and in minutes: the unit makes one 3,600 times as curved."""

import numpy as np

from figures import style


def draw(page):
    drawing, axes = style.figure(height=2.7)
    for x, colour, reach in ((page.hours, style.INK, 3.1), (page.minutes, style.BLUE, 0.06)):
        best = np.sum(x * page.km) / np.sum(x * x)
        w = np.linspace(best - reach, best + reach, 80)
        axes.plot(w, [np.mean((at * x - page.km) ** 2) for at in w], color=colour)
        style.minimum(axes, best, np.mean((best * x - page.km) ** 2))
    style.label(axes, (0.11, 9), "in minutes", style.BLUE, offset=(6, 0), ha="left")
    style.label(axes, (5, 4.5), "in hours", offset=(-6, 10), ha="right")
    axes.set(xlabel="weight $w$", ylabel="loss $L$", xlim=(-0.4, 6.2), ylim=(0, 10.5), xticks=range(7))
    return drawing
