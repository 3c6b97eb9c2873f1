"""The loss along the line from the start, and the rates that backtracking tries until one is accepted."""

import numpy as np

from figures import style


def draw(page):
    drawing, axes = style.figure(height=3.1)
    square = (page.g**2).sum()

    def along(rate):
        return page.rosenbrock(page.start - rate * page.g)

    rates = np.geomspace(1 / 4000, 1, 300)
    axes.plot(rates, [along(rate) for rate in rates], color=style.INK)
    asked = page.rosenbrock(page.start) - 1e-4 * rates * square
    axes.plot(rates, asked, color=style.MUTED, linewidth=0.9, linestyle=(0, (4, 3)))
    tried = [2.0**-k for k in range(11)]
    axes.plot(tried[:-1], [along(rate) for rate in tried[:-1]], "o", color=style.VERMILION, clip_on=False)
    axes.plot(tried[-1], along(tried[-1]), "o", color=style.ORANGE)
    style.label(axes, (1, along(1)), "first try", style.VERMILION, offset=(-8, 4), ha="right")
    style.label(axes, (tried[-1], along(tried[-1])), "accepted", style.ORANGE, offset=(-6, -10))
    style.label(axes, (0.25, 24), "asked for by Armijo", style.MUTED, offset=(0, 8))
    style.label(axes, (1 / 82, along(1 / 82)), "skipped", style.INK, offset=(0, -9))
    axes.set(xlabel="rate", ylabel="loss along the line", xscale="log", yscale="log", ylim=(0.01, 1e12))
    axes.minorticks_off()
    axes.set_xticks([1, 1 / 8, 1 / 64, 1 / 512], ["1", "1/8", "1/64", "1/512"])
    axes.set_yticks([1, 1e3, 1e6, 1e9, 1e12], ["1", "1,000", "1 million", "1 billion", "1,000 billion"])
    return drawing
