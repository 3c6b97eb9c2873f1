"""The bowl with its tangents left, at the bottom and right, and the way down along each."""

import numpy as np

from figures import style


def draw(page):
    drawing, axes = style.figure(height=3.1)
    w = np.linspace(-0.5, 5.3, 70)
    axes.plot(w, page.loss(w), color=style.INK)
    for at, half, reach, offset, side in (
        (0, 0.45, 0.55, (10, 4), "left"),
        (3, 0.55, 0, (-5, -12), "right"),
        (4, 0.75, 0.55, (10, -5), "left"),
    ):
        down = -np.sign(page.slope(at))
        ends = np.array([at - half, at + half]) if down == 0 else np.array([at, at - down * half])
        slope, height = page.slope(at), page.loss(at)
        axes.plot(ends, height + slope * (ends - at), color=style.VERMILION)
        words = f"slope {slope}".replace("-", "−")
        style.label(axes, (at, height), words, style.VERMILION, offset=offset, ha=side)
        if slope:
            end = (at + down * reach, height + slope * down * reach)
            style.arrow(axes, (at, height), end, style.ORANGE, width=2.0)
            style.label(axes, end, "down", style.ORANGE, offset=(-15, -2) if down > 0 else (6, -9))
        axes.plot([at], [height], color=style.INK, marker="o", markeredgecolor=style.PAPER, zorder=4)
    axes.set(xlabel="weight $w$", ylabel="loss $L$", ylim=(-1.9, 12.4), yticks=[0, 3, 6, 9, 12])
    return drawing
