"""The first screen of the lesson: descent and AdaGrad in the ravine, as its explorer runs them. No numbers."""

import numpy as np

from figures import style

START, KAPPA, RATES, STEPS = (-4.0, 2.0), 25, (0.074, 2.5), 12  # as the explorer on the page starts


def draw(page):
    drawing, axes = style.figure(height=2.9)
    w1, w2 = np.meshgrid(np.linspace(-4.6, 1.6, style.GRID), np.linspace(-2.1, 2.5, style.GRID))
    levels = [0.5, 3, 9, 20, 38, 64]
    axes.contour(w1, w2, (w1**2 + KAPPA * w2**2) / 2, levels=levels, colors=style.RULE, linewidths=0.9)
    scale = np.array([1, KAPPA])
    plain, adaptive, total = [np.array(START)], [np.array(START)], np.zeros(2)
    for _ in range(STEPS):
        plain.append(plain[-1] - RATES[0] * scale * plain[-1])
        slopes = scale * adaptive[-1]
        total = total + slopes**2
        adaptive.append(adaptive[-1] - RATES[1] * slopes / np.sqrt(total))
    style.path(axes, *zip(*plain, strict=True), markersize=4.5)
    style.path(axes, *zip(*adaptive, strict=True), style.BLUE, linestyle=(0, (5, 2)))
    style.minimum(axes, 0, 0)
    style.label(axes, START, "start", style.INK, offset=(0, 10))
    style.label(axes, plain[1], "descent", style.ORANGE, offset=(0, -11))
    style.label(axes, adaptive[2], "AdaGrad", style.BLUE, offset=(4, 12))
    axes.set(xlabel="$w_1$", ylabel="$w_2$", xticks=[], yticks=[], ylim=(-2.4, 2.7))
    return drawing
