"""The first screen: a walk of Newton's into a hollow, and around each place all steps of length 1 by its ruler."""

import numpy as np

from figures import style

START, STEPS = np.array([-2.9, 1.9]), 5
WALLS = np.array([[0.5, 2.4], [1.2, -1.5], [-0.9, -0.3]])  # the loss: e to the power of each, added up


def bends(place):
    heights = np.exp(WALLS @ place)
    return heights @ WALLS, (WALLS.T * heights) @ WALLS


def draw(page):
    drawing, axes = style.figure(height=3.4)
    x, y = np.meshgrid(np.linspace(-4.4, 1.6, style.GRID), np.linspace(-1.9, 2.6, style.GRID))
    ground = sum(np.exp(a * x + b * y) for a, b in WALLS).round(6)  # the last bit decides if a contour is closed
    walk = [START]
    for _ in range(STEPS + 20):
        g, H = bends(walk[-1])
        walk.append(walk[-1] - np.linalg.solve(H, g))
    lowest = np.exp(WALLS @ walk[-1]).sum().round(6)
    levels = lowest * np.array([1.05, 1.3, 2, 3.5, 7, 14, 30, 70])
    axes.contour(x, y, ground, levels=levels, colors=style.RULE, linewidths=0.9)
    turn = np.linspace(0, 2 * np.pi, 60)
    for place in walk[:STEPS]:
        values, axis = np.linalg.eigh(bends(place)[1])
        root = axis / np.sqrt(values) @ axis.T  # symmetric: an eigenvector and its opposite give the same
        ring = place[:, None] + root @ np.array([np.cos(turn), np.sin(turn)])
        axes.fill(*ring, facecolor="none", edgecolor=style.BLUE, linewidth=1)
    style.path(axes, *np.array(walk[: STEPS + 1]).T, style.BLUE)
    g = bends(START)[0]
    style.arrow(axes, START, START - 1.3 * g / np.hypot(*g), style.ORANGE, width=2)
    style.minimum(axes, *walk[-1])
    style.label(axes, START, "start", style.INK, offset=(2, 15))
    axes.set(xlabel="$w_1$", ylabel="$w_2$", xticks=[], yticks=[], aspect="equal")
    return drawing
