"""Four hikes, and the lines that a faulty and a mended gradient fit to them."""

import numpy as np

from figures import style


def draw(page):
    drawing, axes = style.figure(height=2.9)
    hours = np.array([0, 6.4])
    axes.plot(hours, page.speed * hours, color=style.VERMILION, linestyle="--")
    axes.plot(hours, page.mended_speed * hours, color=style.ORANGE)
    axes.plot(page.hours, page.km, "o", color=style.INK, markersize=6.5, zorder=4)
    style.label(
        axes, (4.4, page.speed * 4.4), f"faulty: {page.speed:.2f} km/h", style.VERMILION, offset=(-8, 6), ha="right"
    )
    at = (4.6, page.mended_speed * 4.6)
    style.label(axes, at, f"mended: {page.mended_speed:.2f} km/h", style.ORANGE, offset=(4, -14), ha="left")
    axes.set(xlabel="hours", ylabel="kilometres", xlim=(0, 6.8), ylim=(0, 21))
    return drawing
