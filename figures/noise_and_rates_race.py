"""The gap over passes through the penguins: plain descent, single penguins with a falling rate, and SVRG."""

import numpy as np

from figures import style


def draw(page):
    drawing, axes = style.figure(height=3.1)
    looks = {"plain": (style.ORANGE, 1), "single": (style.BLUE, 1), "SVRG": (style.PURPLE, 3)}
    for name, (colour, passes) in looks.items():
        gaps = page.curves[name]
        axes.plot(passes * np.arange(len(gaps)), np.maximum(gaps, 1e-12), color=colour, linewidth=1.6)
    style.label(
        axes, (16, page.curves["plain"][16]), "all penguins in each step", style.ORANGE, offset=(4, 9), ha="left"
    )
    style.label(
        axes, (30, page.curves["single"][30]), "one, and a falling rate", style.BLUE, offset=(0, -17), ha="left"
    )
    style.label(axes, (24, page.curves["SVRG"][8]), "one, less its noise: SVRG", style.PURPLE, offset=(8, 2), ha="left")
    axes.set(xlabel="passes through the penguins", ylabel="loss above the lowest", yscale="log")
    axes.set(xlim=(-1, 61), ylim=(1e-9, 2))
    axes.minorticks_off()
    axes.set_yticks([1, 1e-3, 1e-6, 1e-9], ["1", "0.001", "10⁻⁶", "10⁻⁹"])
    return drawing
