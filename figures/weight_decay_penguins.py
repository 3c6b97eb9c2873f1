"""Penguins and three lines: no decay, decay on scale and bias, decay on the scale alone."""

import numpy as np

from figures import style


def draw(page):
    drawing, axes = style.figure(height=3.4)
    flipper = page.birds[~np.isnan(page.birds).any(axis=1), 0]
    style.dots(axes, flipper, page.y, style.RULE, width=3.2)
    ends = np.array([172, 231])
    lines = {}
    for name, colour in (("none", style.INK), ("all", style.BLUE), ("scale", style.ORANGE)):
        scale, bias, _ = page.fits[name]
        lines[name] = scale * (ends - flipper.mean()) / flipper.std() + bias
        axes.plot(ends, lines[name], color=colour)
    style.label(axes, (ends[1], lines["none"][1]), "no decay", style.INK, offset=(5, 6), ha="left")
    style.label(axes, (ends[1], lines["scale"][1]), "on the scale", style.ORANGE, offset=(5, -2), ha="left")
    style.label(axes, (ends[1], lines["all"][1]), "on everything", style.BLUE, offset=(5, -5), ha="left")
    axes.set(xlabel="flipper in mm", ylabel="mass in kg", xlim=(170, 248), xticks=range(170, 240, 10))
    return drawing
