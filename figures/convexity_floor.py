"""The parabola below: it touches the loss, and its lowest point lies below the minimum."""

import numpy as np

from figures import style


def draw(page):
    logcosh, tanh, _ = page.losses["log cosh w"]

    def loss(w):  # curvature 1 + 1 / cosh² w, between 1 and 2
        return w**2 / 2 + logcosh(w)

    drawing, axes = style.figure(height=2.9)
    w, at = np.linspace(-2.6, 3.2, 81), 2
    slope, lowest = at + tanh(at), 1
    parabola = loss(at) + slope * (w - at) + lowest * (w - at) ** 2 / 2
    axes.plot(w, loss(w), color=style.INK)
    axes.plot(w, parabola, color=style.MUTED, linewidth=1.2, linestyle=(0, (4, 3)))
    line = np.array([0.55, 3.2])
    axes.plot(line, loss(at) + slope * (line - at), color=style.VERMILION, linewidth=1.3)
    axes.plot([at], [loss(at)], "o", color=style.ORANGE, markersize=7)
    style.minimum(axes, 0, 0)
    bottom = at - slope / lowest, loss(at) - slope**2 / (2 * lowest)
    axes.plot(*bottom, "o", color=style.MUTED)
    style.label(axes, bottom, "$\\Vert g\\Vert^2/2\\lambda_{min}$ below you", style.MUTED, offset=(8, -8), ha="left")
    style.label(axes, (at, loss(at)), "you, at $w = 2$", style.ORANGE, offset=(-10, 4), ha="right")
    style.label(axes, (0, 0), "minimum", style.GREEN, offset=(0, 13))
    style.label(axes, (-2, loss(-2)), "loss", style.INK, offset=(8, 4), ha="left")
    style.label(axes, (0.9, -0.9), "tangent", style.VERMILION, offset=(12, 0), ha="left")
    axes.set(xlabel="weight $w$", ylabel="loss $L$", ylim=(-2.4, 6.2), yticks=[0, 2, 4, 6])
    return drawing
