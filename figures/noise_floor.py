"""The variance of the weight against the rate for three batch sizes: lines by formula, points from a thousand runs."""

import numpy as np

from figures import style


def draw(page):
    drawing, axes = style.figure(height=3.1)
    rates = np.geomspace(0.015, 0.13, 30)
    looks = {1: style.PURPLE, 8: style.BLUE, 64: style.ORANGE}
    for size, colour in looks.items():
        axes.plot(rates, [page.floor(eta, size) for eta in rates], color=colour, linewidth=1.4)
        points = {eta: found for (eta, b), found in page.measured.items() if b == size}
        style.path(axes, list(points), list(points.values()), colour, linestyle="")
        style.label(axes, (rates[-1], page.floor(rates[-1], size)), f"B = {size}", colour, offset=(5, 0), ha="left")
    axes.set(xscale="log", yscale="log", xlabel="learning rate", ylabel="variance of the weight")
    axes.set_xticks([0.02, 0.05, 0.1], ["0.02", "0.05", "0.1"])
    axes.set_yticks([1e-4, 1e-3, 1e-2], ["0.0001", "0.001", "0.01"])
    axes.minorticks_off()
    axes.set(xlim=(0.014, 0.17))
    return drawing
