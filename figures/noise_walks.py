"""One weight over the steps at two rates, its slope spoiled by a coin, with the typical distance as a band."""

import numpy as np

from figures import style


def draw(page):
    drawing, axes = style.figure(height=2.8)
    coins = np.random.default_rng(0).choice([-1, 1], size=400)
    for eta, colour in ((0.1, style.ORANGE), (0.01, style.BLUE)):
        band = (eta / (2 * (2 - 2 * eta))) ** 0.5
        shade = style.SHADE if eta == 0.1 else style.RULE
        axes.fill_between([0, 400], -band, band, color=shade, linewidth=0)
        path = [1.0]
        for coin in coins:
            path.append(path[-1] - eta * (2 * path[-1] + coin))
        wide, above = (1, 3) if eta == 0.1 else (1.8, 4)
        axes.plot(path, color=colour, linewidth=wide, zorder=above)
    axes.plot([0, 400], [0, 0], color=style.GREEN, linewidth=1.2, zorder=2)
    style.label(axes, (400, 0), "best", style.GREEN, offset=(4, 0), ha="left")
    style.label(axes, (22, -0.6), "rate 0.1", style.ORANGE, offset=(0, 0), ha="left")
    style.label(axes, (60, 0.38), "rate 0.01", style.BLUE, offset=(0, 0), ha="left")
    axes.set(xlabel="step $k$", ylabel="weight $w$", xlim=(-5, 440), ylim=(-0.75, 1.1), xticks=[0, 100, 200, 300, 400])
    return drawing
