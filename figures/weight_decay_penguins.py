"""Penguins and three lines: no decay, decay on scale and bias, decay on the scale alone."""

import numpy as np

from figures import style


def draw(page):
    drawing, axes = style.figure(height=3.4)
    style.dots(axes, page.x, page.y, style.RULE, width=3.2)
    ends = np.array([-2.2, 2.3])
    for name, colour in (("none", style.INK), ("all", style.BLUE), ("scale", style.ORANGE)):
        scale, bias, _ = page.fits[name]
        axes.plot(ends, scale * ends + bias, color=colour)
    label = {name: page.fits[name][0] * ends[1] + page.fits[name][1] for name in page.fits}
    style.label(axes, (ends[1], label["none"]), "no decay", style.INK, offset=(5, 6), ha="left")
    style.label(axes, (ends[1], label["scale"]), "on the scale", style.ORANGE, offset=(5, -2), ha="left")
    style.label(axes, (ends[1], label["all"]), "on everything", style.BLUE, offset=(5, -5), ha="left")
    axes.set(xlabel="flipper, standardised", ylabel="mass in kg", xlim=(-2.4, 3.6), xticks=range(-2, 3))
    return drawing
