"""The probability of a Chinstrap over the bill, without a penalty and with the chosen one."""

import numpy as np

from figures import style


def draw(page):
    drawing, axes = style.figure(height=2.9)
    lengths = np.linspace(32, 58.5, 200)
    bumps = np.c_[np.exp(-((lengths[:, None] - page.centres) ** 2) / 2), np.ones(len(lengths))]
    for theta, colour, width in ((page.free[-1], style.MUTED, 1.2), (page.fit(page.chosen)[-1], style.PURPLE, 2.2)):
        axes.plot(lengths, 1 / (1 + np.exp(-bumps @ theta)), color=colour, linewidth=width)
    for kind, colour in ((0, style.ORANGE), (1, style.BLUE)):
        own = page.bill[page.train][page.y[page.train] == kind]
        axes.plot(own, np.full(len(own), kind), "|", color=colour, markersize=11, markeredgewidth=1.3, zorder=3)
    style.label(axes, (38, 0), "Adelie", style.ORANGE, offset=(0, 14))
    style.label(axes, (50, 1), "Chinstrap", style.BLUE, offset=(0, 15))
    axes.set(xlabel="bill length (mm)", ylabel="probability", xlim=(32, 58.5), ylim=(-0.12, 1.25), yticks=[0, 0.5, 1])
    style.label(axes, (34, 0.8), "no penalty", style.MUTED, offset=(0, 0), ha="left")
    style.label(axes, (34, 0.64), "with L2", style.PURPLE, offset=(0, 0), ha="left")
    return drawing
