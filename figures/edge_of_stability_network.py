"""Sharpness and loss of a small network at three rates: each climbs to 2 divided by its rate, and the loss goes on."""

import numpy as np

from figures import style

COLOURS = {0.04: style.BLUE, 0.08: style.ORANGE, 0.16: style.PURPLE}


def draw(page):
    drawing, (above, below) = style.figure(2, 1, height=4.6, sharex=True)
    for eta, colour in COLOURS.items():
        losses, sharp, _ = page.runs[eta]
        sharp, steps = sharp.reshape(-1, 4).mean(axis=1), 40 + 80 * np.arange(50)  # means of 80 steps
        above.axhline(2 / eta, color=style.MUTED, linestyle="--", linewidth=0.9, zorder=1)
        above.plot(steps, sharp, color=colour, linewidth=1.4)
        style.label(above, (4000, 2 / eta), f"{eta}", colour, offset=(6, 0), ha="left")
        means = losses.reshape(-1, 80).mean(axis=1)
        below.plot(steps, means, color=colour, linewidth=1.4)
        style.label(below, (4000, means[-1]), f"{eta}", colour, offset=(6, 0), ha="left")
    above.set(ylabel="sharpness", ylim=(0, 68), xlim=(-60, 4000))
    below.set(ylabel="loss", xlabel="step", yscale="log", ylim=(2e-4, 3))
    below.minorticks_off()
    below.set_yticks([0.001, 0.01, 0.1, 1], ["0.001", "0.01", "0.1", "1"])
    below.set_xticks([0, 1000, 2000, 3000, 4000], ["0", "1,000", "2,000", "3,000", "4,000"])
    return drawing
