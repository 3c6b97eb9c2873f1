"""The penguins, the line after one step of descent from zero (A), and the line of the least loss (B)."""

import numpy as np

from figures import style

ENDS = np.array([1.70, 2.33])  # decimetres


def draw(page):
    drawing, axes = style.figure(height=3.3)
    style.dots(axes, page.flipper, page.y, style.MUTED)
    step = 0.1 * 2 * np.mean(page.x * page.y), 0.1 * 2 * np.mean(page.y)  # rate 0.1, all predictions 0
    for name, (w, b), width in (("A", step, 1.5), ("B", np.polyfit(page.x, page.y, 1), 2.4)):
        masses = w * ENDS + b
        axes.plot(100 * ENDS, masses, color=style.ORANGE, linewidth=width, zorder=3)
        style.label(axes, (100 * ENDS[1], masses[1]), name, style.ORANGE, offset=(6, 0), ha="left", fontsize=12)
    axes.set(xlabel="flipper (mm)", ylabel="body mass (kg)", xlim=(169, 234), ylim=(2.4, 6.6))
    axes.set_xticks(range(170, 231, 20))
    return drawing
