"""The share of a squared slope in RMSProp's mean, by its age, for β = 0.9; its half-life and its mean age."""

import numpy as np

from figures import style

BETA, AGES = 0.9, np.arange(25)


def draw(page):
    drawing, axes = style.figure(height=2.8)
    weights = (1 - BETA) * BETA**AGES
    half, mean = np.log(1 / 2) / np.log(BETA), BETA / (1 - BETA)
    axes.bar(AGES, weights, width=0.72, color=style.PURPLE)
    for place, words, height in ((half, f"half-life {half:.1f}", 0.093), (mean, f"mean age {mean:.0f}", 0.075)):
        bottom = (1 - BETA) * BETA**place
        axes.plot([place, place], [bottom, height], color=style.INK, linewidth=1.1, linestyle=(0, (4, 2)))
        style.label(axes, (place, height), words, style.INK, offset=(5, 0), ha="left")
    axes.set(xlabel="age of the slope, in steps", ylabel="share of the mean", xlim=(-0.8, 24.8), ylim=(0, 0.106))
    axes.set_xticks([0, 5, 10, 15, 20])
    axes.set_yticks([0, 0.05, 0.1], ["0", "0.05", "0.1"])
    return drawing
