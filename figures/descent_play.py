"""The first screen of the lesson: the bowl, a walker at w = 6, the slope there and the next step. No numbers."""

import numpy as np

from figures import style

START, RATE = 6, 0.25  # as the explorer on the page starts


def draw(page):
    drawing, axes = style.figure(height=3.1)
    w = np.linspace(-1.3, 7.4, 70)
    axes.plot(w, (w - 3) ** 2, color=style.INK)
    slope, height = 2 * (START - 3), (START - 3) ** 2
    near = np.array([-0.75, 0.75])
    axes.plot(START + near, height + slope * near, color=style.VERMILION)
    after = START - RATE * slope
    dashes = [START, after, after], [height, height, (after - 3) ** 2]
    axes.plot(*dashes, color=style.ORANGE, linewidth=1.3, linestyle=(0, (4, 3)))
    style.label(axes, ((START + after) / 2, height), "the next step", style.ORANGE, offset=(-6, 9))
    style.minimum(axes, 3, 0)
    style.path(axes, [START], [height], markersize=8)
    axes.set(xlabel="weight $w$", ylabel="loss $L$", xlim=(-1.6, 8), ylim=(-1, 23), xticks=[], yticks=[])
    return drawing
