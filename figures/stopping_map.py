"""Two valleys over two weights: contours, and two paths that part."""

import numpy as np

from figures import style


def draw(page):
    drawing, axes = style.figure(height=3.4)
    w, b = np.meshgrid(np.linspace(-2.1, 3.9, style.GRID), np.linspace(-2.7, 1.7, style.GRID))
    axes.contour(
        w, b, page.hills(w, b), levels=[0.6, 1.4, 2.2, 2.8, 3.2, 4, 5.5, 8, 12], colors=style.RULE, linewidths=0.9
    )
    for (start, path), above in zip(page.parted.items(), (True, False), strict=True):
        style.path(axes, *zip(*path, strict=True), markersize=4)
        words = f"({start[0]}, {start[1]})".replace("-", "−")
        style.label(axes, start, words, style.ORANGE, offset=(-6, 7 if above else -7), ha="right")
        style.minimum(axes, *path[-1])
        style.label(axes, path[-1], f"{page.hills(*path[-1]):.2f}", style.GREEN, offset=(10, 0), ha="left")
    axes.set(xlabel="weight $w$", ylabel="bias $b$", aspect="equal", xticks=range(-2, 4), yticks=range(-2, 2))
    return drawing
