"""The typical size of the values after each of ten layers, for three sizes of weights."""

import numpy as np

from figures import style

COLOURS = (style.BLUE, style.ORANGE, style.PURPLE)


def draw(page):
    drawing, axes = style.figure(height=2.5)
    for (scale, (values, _)), colour in zip(page.runs.items(), COLOURS, strict=True):
        sizes = [np.sqrt(np.mean(v**2)) for v in values]
        style.path(axes, range(len(sizes)), sizes, colour, markersize=4)
        style.label(axes, (10, sizes[-1]), f"{scale:g}", colour, offset=(8, 0), ha="left")
    axes.set(yscale="log", xlabel="layer", xticks=range(0, 11, 2), xlim=(-0.3, 11), ylabel="typical size")
    axes.set(ylim=(4e-4, 2), yticks=[0.001, 0.01, 0.1, 1], yticklabels=["0.001", "0.01", "0.1", "1"])
    axes.minorticks_off()
    return drawing
