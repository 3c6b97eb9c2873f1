"""The losses that many starts of one network reach, sorted, for one to four hidden nodes."""

import numpy as np

from figures import style


def draw(page):
    drawing, axes = style.figure(height=3.0)
    share = np.arange(60, 100.1, 0.5)
    places = {1: (70, 0.167, (0, -9)), 2: (83, 0.06, (-4, 0)), 3: (98, 0.06, (-4, 0)), 4: (70, 0, (0, 8))}
    for width, colour in zip(page.losses, (style.PURPLE, style.ORANGE, style.BLUE, style.INK), strict=True):
        losses = np.percentile(page.losses[width], share, method="nearest").round(3)
        axes.plot(share, np.where(losses > 0.01, losses, 0), color=colour)  # 0: not stuck
        *at, offset = places[width]
        style.label(axes, at, f"{width} hidden", colour, offset=offset, ha="right" if offset[0] else "center")
    axes.set(xlabel="starts, the best first, in %", ylabel="loss after 2,000 steps", ylim=(-0.02, 0.27), xlim=(60, 101))
    axes.set_yticks([0, 0.125, 0.25], ["0", "0.125", "0.25"])
    return drawing
