"""The first screen of the lesson: a place on the map of the loss, and the line of the same two numbers. No numbers."""

import numpy as np

from figures import style

W, B = 0.5, 0  # as the explorer on the page starts
X, Y = np.arange(4), np.array([-3, 2, 5, 6])


def draw(page):
    drawing, axes = style.figure(1, 2, height=2.9, gridspec_kw={"width_ratios": [5, 2]})
    w, b = np.meshgrid(np.linspace(-1.9, 3.7, style.GRID), np.linspace(-2.9, 2, style.GRID))
    height = np.mean((w[..., None] * X + b[..., None] - Y) ** 2, axis=-1)
    levels = [1 + 0.28 * (n or 0.5) ** 2 for n in range(0, 16, 2)]
    axes[0].contour(w, b, height, levels=levels, colors=style.RULE, linewidths=0.9)
    style.minimum(axes[0], *np.polyfit(X, Y, 1))
    style.path(axes[0], [W], [B], markersize=8)
    style.label(axes[0], (W, B), "the line", style.ORANGE, offset=(-6, 9), ha="right")
    axes[0].set(xlabel="$w$", ylabel="$b$", aspect="equal")
    axes[1].plot(X, W * X + B, color=style.ORANGE)
    axes[1].plot(X, Y, "o", color=style.INK)
    axes[1].set(xlabel="$x$", ylabel="$y$", xlim=(-0.4, 3.4), ylim=(-5, 8))
    for each in axes:
        each.set(xticks=[], yticks=[])
    return drawing
