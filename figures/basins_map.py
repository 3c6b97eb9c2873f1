"""In which of Himmelblau's minima descent ends, for each start of a grid, at the rate 0.01."""

import numpy as np

from figures import style

MINIMA = [(3, 2), (-2.805118, 3.131313), (-3.77931, -3.283186), (3.584428, -1.848127)]
FILLS = {0: (style.BLUE, 0.5), 1: (style.ORANGE, 0.55), 2: (style.MUTED, 0.45)}  # two as in the explorer


def draw(page):
    drawing, axes = style.figure(height=4.3)
    side = (np.arange(60) + 0.5) / 5 - 6
    x, y = np.meshgrid(side, side)
    for _ in range(600):
        p, q = x**2 + y - 11, x + y**2 - 7
        x, y = x - 0.01 * (4 * x * p + 2 * q), y - 0.01 * (2 * p + 4 * y * q)
    ends = np.argmin([np.hypot(x - a, y - b) for a, b in MINIMA], axis=0)
    for i, (colour, alpha) in FILLS.items():
        axes.contourf(side, side, ends == i, levels=[0.5, 1], colors=[colour], alpha=alpha)
    for a, b in MINIMA:
        style.minimum(axes, a, b)
        words = f"({a:.2f}, {b:.2f})".replace("-", "−").replace(".00", "")
        style.label(axes, (a, b), words, style.INK, offset=(0, 12))
    axes.set(
        xlabel="weight $w_1$", ylabel="weight $w_2$", aspect="equal", xticks=range(-4, 5, 2), yticks=range(-4, 5, 2)
    )
    return drawing
