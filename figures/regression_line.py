"""The penguins, and the line after one step, after a thousand and at the end."""

import numpy as np

from figures import style

ENDS = np.array([170, 233])  # millimetres


def dots(axes, xs, ys, colour, width=2.6):
    """Small dots as one path of very short dashes with round ends: a tenth of the file that markers make."""
    xs, ys = np.unique(np.column_stack([xs, ys]), axis=0).T
    gaps = np.full_like(xs, np.nan)
    dashes = np.column_stack([xs, xs + 0.05, gaps]).ravel(), np.column_stack([ys, ys, gaps]).ravel()
    axes.plot(*dashes, color=colour, linewidth=width, zorder=2)


def draw(page):
    drawing, axes = style.figure(height=3.5)
    dots(axes, page.flipper, page.mass / 1000, style.MUTED)
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
