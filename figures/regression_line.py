"""The penguins, and the line after one step, after a thousand and at the end."""

import numpy as np

from figures import style

ENDS = np.array([170, 233])  # millimetres


def draw(page):
    drawing, axes = style.figure(height=3.5)
    style.dots(axes, page.flipper, page.mass / 1000, style.MUTED)
    last = len(page.path) - 1
    for k, width in ((1, 1.2), (1000, 1.5), (last, 2.4)):
        w, b = page.path[k]
        masses = w * ENDS / 100 + b
        axes.plot(ENDS, masses, color=style.ORANGE, linewidth=width, zorder=3)
        words = "step 1" if k == 1 else f"step {k:,}"
        style.label(axes, (ENDS[1], masses[1]), words, style.ORANGE, offset=(5, 0), ha="left")
    axes.set(xlabel="flipper (mm)", ylabel="body mass (kg)", xlim=(169, 234), ylim=(2.4, 6.6))
    axes.set_xticks(range(170, 231, 20))
    return drawing
