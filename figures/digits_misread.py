"""The misread held-out digits as pictures in four shades, with what was written and what was read."""

import numpy as np
from matplotlib.patches import PathPatch
from matplotlib.path import Path

from figures import style

SHADES = (0.18, 0.45, 0.75, 1.0)  # opacities of ink


def draw(page):
    drawing, axes = style.figure(height=2.75)
    columns = 4
    shaded = {shade: ([], []) for shade in SHADES}
    for k, index in enumerate(page.missed):
        left, top = 11 * (k % columns), -12.6 * (k // columns)
        levels = np.ceil(page.X_held[index].reshape(8, 8) * len(SHADES)).astype(int)
        for level, shade in enumerate(SHADES, 1):
            cells = [(int(r), int(c)) for r, c in np.argwhere(levels == level)]
            for whole, part in zip(shaded[shade], style.squares(cells, left, top), strict=True):
                whole += part
        frame = np.add([(0, 0), (8, 0), (8, -8), (0, -8), (0, 0)], (left, top))
        axes.plot(*frame.T, color=style.MUTED, linewidth=0.6)
        words = f"{page.y_held[index]} read as {page.read[index]}"
        style.label(axes, (left + 4, top), words, offset=(0, 9))
    for shade, (corners, codes) in shaded.items():
        axes.add_patch(PathPatch(Path(corners, codes), facecolor=style.INK, alpha=shade, linewidth=0))
    axes.set(xlim=(-1, 42), ylim=(-21.2, 2.6), aspect="equal")
    axes.axis("off")
    return drawing
