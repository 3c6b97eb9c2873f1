"""How many samples of a million find the dent, over its width, for the three tests."""

import numpy as np

from figures import style


def draw(page):
    drawing, axes = style.figure(height=3.0)
    widths = np.array(list(page.found))
    counts = np.array(list(page.found.values()))
    line = np.geomspace(1e-3, 0.12, 20)
    axes.plot(line, 1e6 * np.sqrt(20 * np.pi) / 4 * line**1.5, color=style.MUTED, linewidth=1, linestyle=(0, (4, 3)))
    kinds = ("chords", style.BLUE), ("tangents", style.VERMILION), ("second slopes", style.PURPLE)
    for (name, colour), column in zip(kinds, counts.T, strict=True):
        axes.plot(widths, column, "o-", color=colour, linewidth=1.4)
        style.label(axes, (widths[-1], column[-1]), name, colour, offset=(-9, 0), ha="right")
    axes.set(
        xlabel="width of the dent",
        ylabel="failing, of a million",
        xscale="log",
        yscale="log",
        ylim=(12, 2e5),
        xlim=(1.5e-4, 0.13),
    )
    axes.minorticks_off()
    axes.set_xticks(widths, [f"{width:g}" for width in widths])
    axes.set_yticks([100, 1000, 10_000, 100_000], ["100", "1,000", "10,000", "100,000"])
    return drawing
