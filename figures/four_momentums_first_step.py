"""The ravine with two walks that should agree: the damped one takes its first step with the undamped gradient."""

import numpy as np

from figures import style


def draw(page):
    drawing, axes = style.figure(height=4.2)
    w1, w2 = np.meshgrid(np.linspace(-4.8, 1, style.GRID), np.linspace(-9.4, 8.4, style.GRID))
    axes.contour(w1, w2, page.loss((w1, w2)), levels=[2, 8, 58, 200, 500], colors=style.RULE, linewidths=0.9)
    for walk, colour in ((page.jump, style.PURPLE), (page.same, style.ORANGE)):
        style.path(axes, *np.transpose([state[0] for state in walk[:7]]), colour)
    style.label(axes, page.start, "start", style.INK, offset=(-4, 10))
    style.label(axes, page.jump[1][0], "damped, rate 0.1", style.PURPLE, offset=(10, 2), ha="left")
    style.label(axes, page.same[4][0], "momentum, rate 0.01", style.ORANGE, offset=(22, 7), ha="left")
    style.minimum(axes, 0, 0)
    axes.set(xlabel="$w_1$", ylabel="$w_2$", xlim=(-4.8, 1), ylim=(-9.4, 8.4))
    return drawing
