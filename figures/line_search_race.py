"""The loss over the gradients spent, for each method on the Rosenbrock function."""

import numpy as np

from figures import style


def draw(page):
    drawing, axes = style.figure(height=3.5)
    looks = {
        "constant": (style.ORANGE, "constant\nrate", (5200, 8e-4), "left"),
        "exact": (style.MUTED, "exact", (70_000, 3e-3), "left"),
        "backtracking": (style.BLUE, "back-\ntracking", (560, 3e-5), "left"),
        "Polyak": (style.PURPLE, "Polyak", (60, 60), "left"),
        "safeguarded BB": (style.INK, "safeguarded BB", (70, 1e-5), "right"),
    }
    for name, (colour, words, at, side) in looks.items():
        curve = np.array(page.curves[name])
        keep = np.unique(np.geomspace(1, len(curve), 90).round().astype(int)) - 1
        axes.plot(*curve[keep].T, color=colour, linewidth=1.5)
        axes.plot(*curve[-1], "o", color=colour, markersize=4.5)
        style.label(axes, at, words, colour, offset=(0, 0), ha=side)
    axes.axhline(1e-6, color=style.MUTED, linewidth=0.9, linestyle=(0, (4, 3)))
    axes.set(xlabel="gradients", ylabel="loss", xscale="log", yscale="log", xlim=(0.9, 4e5), ylim=(2e-8, 2000))
    axes.minorticks_off()
    axes.set_xticks([1, 10, 100, 1000, 10_000, 100_000], ["1", "10", "100", "1,000", "10,000", "100,000"])
    axes.set_yticks([100, 1, 1e-2, 1e-4, 1e-6], ["100", "1", "0.01", "0.0001", "0.000001"])
    return drawing
