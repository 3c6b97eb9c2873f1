"""Newton on log cosh: the parabolas that fit at 1 and at 2, and where their lowest points are."""

import numpy as np

from figures import style


def draw(page):
    drawing, axes = style.figure(height=2.9)
    w = np.linspace(-4, 4, 81)
    axes.plot(w, np.log(np.cosh(w)), color=style.INK)
    for at, colour, words, place in (
        (1, style.BLUE, "fits at 1", (-2.2, -0.6)),
        (2, style.ORANGE, "fits at 2", (-0.4, -1.7)),
    ):
        slope, bend = page.slopes["log cosh"](at), page.curvatures["log cosh"](at)
        start = np.log(np.cosh(at))
        fit = start + slope * (w - at) + bend * (w - at) ** 2 / 2
        axes.plot(w, fit, color=colour, linewidth=1.3)
        axes.plot(at, start, "o", color=colour)
        low = page.tries["log cosh", at][1]
        if low > w[0]:
            axes.plot(
                low,
                start + slope * (low - at) + bend * (low - at) ** 2 / 2,
                "o",
                color=colour,
                markerfacecolor=style.PAPER,
            )
        style.label(axes, place, words, colour, offset=(0, 0))
    style.minimum(axes, 0, 0)
    axes.set(xlabel="weight $w$", ylabel="loss $L$", ylim=(-2.6, 3.4), xticks=range(-4, 5, 2), yticks=[-2, 0, 2])
    return drawing
