"""Forty training penguins by bill length, and the line that joins them."""

import numpy as np

from figures import style


def draw(page):
    drawing, axes = style.figure(height=2.6)
    order = np.argsort(page.bill[page.train], kind="stable")
    axes.plot(page.bill[page.train][order], page.y[page.train][order], color=style.INK, linewidth=1.3)
    for kind, colour in ((0, style.ORANGE), (1, style.BLUE)):
        own = page.bill[page.train][page.y[page.train] == kind]
        axes.plot(own, np.full(len(own), kind), "|", color=colour, markersize=11, markeredgewidth=1.3, zorder=3)
    style.label(axes, (34, 0), "Adelie", style.ORANGE, offset=(0, 14))
    style.label(axes, (55, 1), "Chinstrap", style.BLUE, offset=(0, -15))
    axes.set(xlabel="bill length (mm)", ylabel="probability", xlim=(32, 58.5), ylim=(-0.12, 1.12), yticks=[0, 0.5, 1])
    return drawing
