"""The first screen: bytes for the table of curvatures and for ten pairs of vectors, over the number of weights."""

import numpy as np

from figures import style


def draw(page):
    drawing, axes = style.figure(height=2.9)
    d = np.array([1e2, 1e4, 1e6, 1e8])
    for amount, colour, words, side in (
        (8 * d**2, style.INK, ("80 kB", "800 MB", "8 TB", "the table\n80 PB"), (-6, 3)),
        (160 * d, style.BLUE, ("16 kB", "1.6 MB", "160 MB", "16 GB\nten pairs"), (6, -3)),
    ):
        axes.plot(d, amount, "o-", color=colour)
        for place, word in zip(zip(d, amount, strict=True), words, strict=True):
            style.label(
                axes,
                place,
                word,
                colour,
                offset=side,
                va="bottom" if colour == style.INK else "top",
                ha="right" if colour == style.INK else "left",
            )
    axes.set(xlabel="weights $d$", ylabel="bytes", xscale="log", yscale="log", xlim=(8, 3e9), ylim=(50, 2e18))
    axes.minorticks_off()
    axes.set_xticks([1e2, 1e4, 1e6, 1e8], ["100", "10,000", "a million", "100 million"])
    axes.set_yticks([1e3, 1e6, 1e9, 1e12, 1e15], ["10$^3$", "10$^6$", "10$^9$", "10$^{12}$", "10$^{15}$"])
    return drawing
