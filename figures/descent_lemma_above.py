"""The parabola above log cosh w at w = 2: what a step is sure to gain, and what it gains."""

import numpy as np

from figures import style


def loss(w):
    return np.log(np.cosh(w))


def draw(page):
    drawing, axes = style.figure(height=3.0)
    at, slope = 2, np.tanh(2)
    w, near = np.linspace(-1.6, 3.6, 81), np.linspace(-0.6, 3, 61)
    axes.plot(w, loss(w), color=style.INK)
    parabola = loss(at) + slope * (near - at) + (near - at) ** 2 / 2
    axes.plot(near, parabola, color=style.MUTED, linewidth=1.2, linestyle=(0, (4, 3)))
    end = at - slope
    bottom = loss(at) - slope**2 / 2
    axes.plot([end - 0.12, at], [loss(at)] * 2, color=style.RULE, linewidth=0.9)
    style.arrow(axes, (end, loss(at)), (end, bottom), style.MUTED, width=1.3)
    style.arrow(axes, (end - 0.08, loss(at)), (end - 0.08, loss(end)), style.ORANGE, width=1.3)
    style.path(axes, [at, end], [loss(at), loss(end)], linestyle="")
    style.minimum(axes, 0, 0)
    style.label(axes, (end, loss(at)), f"sure: {slope**2 / 2:.2f}", style.MUTED, offset=(2, 9), ha="left")
    style.label(
        axes, (end - 0.08, 0.68), f"gained: {loss(at) - loss(end):.2f}", style.ORANGE, offset=(-6, 0), ha="right"
    )
    style.label(axes, (at, loss(at)), "you", style.ORANGE, offset=(9, -6), ha="left")
    style.label(axes, (3.3, loss(3.3)), "loss", style.INK, offset=(8, -8), ha="left")
    style.label(axes, (-0.3, 2.25), "parabola above", style.MUTED, offset=(8, 0), ha="left")
    axes.set(xlabel="weight $w$", ylabel="loss $L$", ylim=(-0.15, 3.0), yticks=[0, 1, 2, 3])
    return drawing
