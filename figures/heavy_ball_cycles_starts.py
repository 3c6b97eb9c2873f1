"""Which starts never arrive: the place now and the place one step before, with the three places of the cycle."""

import numpy as np
from matplotlib.patches import PathPatch
from matplotlib.path import Path as Outline

from figures import style

PLACES = np.array([792, -2208, 2592]) / 1225  # in the order of the walk


def draw(page):
    drawing, axes = style.figure(height=4.0)
    side = (np.arange(style.GRID) + 0.5) * 12 / style.GRID - 6
    now, before = np.meshgrid(side, side[::-1])
    w, v = now, (before - now) * 9
    for _ in range(300):
        v = 4 / 9 * v + page.slope(w)
        w = w - v / 9
    cells = np.argwhere(np.maximum(abs(w), abs(v)) > 1e-3).tolist()
    corners, codes = style.squares(cells, 0, 0)
    corners = np.array(corners) * 12 / style.GRID + (-6, 6)
    axes.add_patch(PathPatch(Outline(corners, codes), facecolor=style.BLUE, alpha=0.35, linewidth=0))
    axes.plot([-6, 6], [-6, 6], color=style.MUTED, linewidth=0.9)
    style.label(axes, (-1, -1), "at rest", style.MUTED, offset=(7, -6), ha="left")
    axes.plot(PLACES, np.roll(PLACES, 1), "o", color=style.BLUE, markersize=6, markeredgecolor=style.PAPER)
    style.minimum(axes, 0, 0)
    axes.set(xlabel="place now $w_0$", ylabel="place one step before", xlim=(-6, 6), ylim=(-6, 6), aspect="equal")
    axes.set_xticks(range(-6, 7, 3), ["−6", "−3", "0", "3", "6"])
    axes.set_yticks(range(-6, 7, 3), ["−6", "−3", "0", "3", "6"])
    return drawing
