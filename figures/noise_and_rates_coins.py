"""Four walks on coins: two in a valley with its minimum at 1, two in one with its minimum at -1."""

import numpy as np

from figures import style

STEPS, STEEP = 100, 0.09


def walk(side, seed):
    """Steps of a tenth, by coins that lead to `side` a little more often while the walk is between the minima."""
    rng, path = np.random.default_rng(seed), [0.0]
    for _ in range(STEPS):
        slope = -STEEP * side if side * path[-1] < 1 else STEEP * side
        coin = 1 if rng.random() < (1 + slope) / 2 else -1
        path.append(path[-1] - coin / STEPS**0.5)
    return path


def draw(page):
    drawing, axes = style.figure(height=2.8)
    for place, name in ((1, "minimum of one valley"), (-1, "minimum of the other")):
        axes.plot([0, STEPS], [place, place], color=style.GREEN, linewidth=1.2, zorder=1)
        style.label(axes, (1, place), name, style.GREEN, offset=(0, 7 * place), ha="left")
    for k, (side, seed) in enumerate(((1, 5), (-1, 0), (1, 25), (-1, 7))):
        path = walk(side, seed)
        axes.plot(path, color=style.ORANGE, linewidth=1.1)
        style.label(axes, (STEPS, path[-1]), "abcd"[k], style.ORANGE, offset=(7, 0))
    axes.set(xlabel="step $k$", ylabel="weight $w$", xlim=(-1, 106), ylim=(-1.7, 1.7), yticks=[-1, 0, 1])
    return drawing
