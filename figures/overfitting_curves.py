"""Training and validation loss over the steps, and where early stopping stops."""

import numpy as np

from figures import style


def draw(page):
    drawing, axes = style.figure(height=3.0)
    steps = np.unique(np.geomspace(1, len(page.seen) - 1, 80).astype(int))
    axes.plot(steps, page.seen[steps], color=style.INK)
    axes.plot(steps, page.unseen[steps], color=style.BLUE)
    k = int(page.unseen.argmin())
    style.minimum(axes, k, page.unseen[k])
    style.label(axes, (300, page.seen[300]), "training", offset=(0, 13))
    style.label(axes, (900, page.unseen[900]), "validation", style.BLUE, offset=(-10, 14))
    axes.set(xscale="log", xlabel="step", ylabel="loss", ylim=(0, 0.7))
    axes.set_xticks([1, 10, 100, 1000], ["1", "10", "100", "1,000"])
    axes.minorticks_off()
    return drawing
