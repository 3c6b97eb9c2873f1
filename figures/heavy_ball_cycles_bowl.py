"""The first screen: the loss with its straighter stretch, and the three places of the cycle."""

import numpy as np

from figures import style

PLACES = 2592 / 1225, 792 / 1225, -2208 / 1225


def loss(w):
    return 12.5 * w**2 - 12 * np.clip(w - 1, 0, 1) ** 2 - 24 * np.maximum(w - 2, 0)


def draw(page):
    drawing, axes = style.figure(height=3.3)
    w = np.linspace(-2.2, 2.6, 97)
    axes.axvspan(1, 2, color=style.SHADE, linewidth=0)
    axes.plot(w, loss(w), color=style.INK)
    for start, end, bend in zip(PLACES, PLACES[1:] + PLACES[:1], (0.25, -0.25, -0.3), strict=True):
        style.arrow(
            axes, (start, loss(start)), (end, loss(end)), style.BLUE,
            connectionstyle=f"arc3,rad={bend}", shrinkA=5, shrinkB=5,
        )  # fmt: skip
    axes.plot(PLACES, [loss(place) for place in PLACES], "o", color=style.BLUE, markersize=7, zorder=4)
    for place, offset, side in zip(PLACES, ((9, -3), (5, -9), (-9, -5)), ("left", "left", "right"), strict=True):
        words = f"{place:.2f}".replace("-", "−")
        style.label(axes, (place, loss(place)), words, style.BLUE, offset=offset, ha=side)
    style.minimum(axes, 0, 0)
    style.label(axes, (1.5, 58.5), "stretch", style.MUTED, offset=(0, 0))
    axes.set(xlabel="weight $w$", ylabel="loss $L$", ylim=(-3, 62))
    return drawing
