"""How high above the lowest loss each schedule ends, against its base."""

import numpy as np

from figures import style

LOOKS = {"constant": style.BLUE, "step": style.INK, "cosine": style.ORANGE, "1/t": style.PURPLE}


def draw(page):
    drawing, axes = style.figure(height=3.3)
    for name, colour in LOOKS.items():
        style.path(axes, page.bases, page.tuned[name], colour, linewidth=1.5, markersize=4)
        k = int(np.argmin(page.tuned[name]))
        style.minimum(axes, page.bases[k], page.tuned[name][k], markersize=10)
    style.label(axes, (0.32, page.tuned["constant"][-1]), "constant", style.BLUE, offset=(6, 0), ha="left")
    style.label(axes, (0.32, page.tuned["step"][-1]), "step", style.INK, offset=(6, 4), ha="left")
    style.label(axes, (0.32, page.tuned["cosine"][-1]), "cosine", style.ORANGE, offset=(6, 2), ha="left")
    style.label(axes, (0.04, page.tuned["1/t"][2]), "1/t", style.PURPLE, offset=(12, 6), ha="left")
    axes.set(xscale="log", yscale="log", xlabel="base", ylabel="above the lowest (thousandths)", xlim=(0.018, 0.5))
    axes.set_xticks([0.02, 0.04, 0.08, 0.16, 0.32], ["0.02", "0.04", "0.08", "0.16", "0.32"])
    axes.set_yticks([0.01, 0.1, 1, 10], ["0.01", "0.1", "1", "10"])
    axes.minorticks_off()
    return drawing
