"""The loss above its lowest value over the gradients: L-BFGS with ten and thirty pairs, and tuned Nesterov momentum."""

import numpy as np

from figures import style


def draw(page):
    drawing, axes = style.figure(height=3.2)
    axes.axhline(1e-8, color=style.MUTED, linewidth=0.9, linestyle=(0, (4, 3)))
    losses = page.ahead(page.eta, page.beta, 220)
    axes.plot(np.arange(1, 221), losses - page.lowest, color=style.ORANGE, linewidth=1.4)
    for m, colour in ((10, style.BLUE), (30, style.PURPLE)):
        used, losses = page.lbfgs(page.both, np.zeros(65), m)[0].T
        keep = slice(0, page.arrival(losses) + 1)  # further down, rounding tells the walks of two processors apart
        axes.plot(used[keep], losses[keep] - page.lowest, color=colour)
    style.label(axes, (170, 1e-4), "Nesterov momentum, tuned", style.ORANGE, offset=(0, 0))
    style.label(axes, (page.used[10], 1e-8), "L-BFGS,\nten pairs", style.BLUE, offset=(8, 16), ha="left")
    style.label(axes, (16, 1e-7), "thirty", style.PURPLE, offset=(0, 0), ha="right")
    axes.set(xlabel="gradients", ylabel="loss above the lowest", yscale="log", ylim=(1e-9, 1), xlim=(-8, 245))
    axes.minorticks_off()
    axes.set_yticks([1, 1e-2, 1e-4, 1e-6, 1e-8], ["1", "0.01", "10$^{-4}$", "10$^{-6}$", "10$^{-8}$"])
    return drawing
