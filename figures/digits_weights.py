"""The weights into the nodes as pictures: ten linear templates above, ten hidden nodes below."""

import numpy as np
from matplotlib.patches import PathPatch
from matplotlib.path import Path

from figures import style

LEVELS = (0.33, 0.65)  # of the largest weight of a group: below the first blank, then faint, then full
FAINT = 0.38
ROW, SHOWN = 5, 10


def group(axes, weights, top, names=()):
    """Tiles of 8 by 8 squares; the weights' columns are nodes. Returns the height of the lowest edge."""
    largest = np.percentile(np.abs(weights), 97)
    marks = {(sign, level): ([], []) for sign in (1, -1) for level in range(2)}
    pitch = 11 if names else 9.5
    for k, weight in enumerate(weights.T):
        left, upper = 9.5 * (k % ROW), top - pitch * (k // ROW)
        for (sign, level), found in marks.items():
            size = sign * weight.reshape(8, 8) / largest
            inside = size >= LEVELS[level]
            if level == 0:
                inside &= size < LEVELS[1]
            cells = [(int(r), int(c)) for r, c in np.argwhere(inside)]
            for whole, part in zip(found, style.squares(cells, left, upper), strict=True):
                whole += part
        frame = np.add([(0, 0), (8, 0), (8, -8), (0, -8), (0, 0)], (left, upper))
        axes.plot(*frame.T, color=style.MUTED, linewidth=0.5)
        if k < len(names):
            style.label(axes, (left + 4, upper), str(names[k]), offset=(0, 8))
    for (sign, level), (corners, codes) in marks.items():
        colour = style.ORANGE if sign > 0 else style.BLUE
        patch = PathPatch(Path(corners, codes), facecolor=colour, alpha=(FAINT, 1)[level], linewidth=0)
        axes.add_patch(patch)
    return upper - 8


def draw(page):
    drawing, axes = style.figure(height=4.9)
    low = group(axes, page.flat[0][0], 0, range(10))
    style.label(axes, (0, 0), "linear classifier", style.MUTED, offset=(0, 21), ha="left")
    top = low - 5.5
    group(axes, page.trained[0][0][:, :SHOWN], top)
    style.label(axes, (0, top), "hidden nodes", style.MUTED, offset=(0, 8), ha="left")
    axes.set(xlim=(-0.5, 46.5), ylim=(top - 18, 5), aspect="equal")
    axes.axis("off")
    return drawing
