"""The first screen of the lesson: descent and Adam in the ravine, as its explorer runs them. No numbers."""

import numpy as np

from figures import style

START, KAPPA, RATES, STEPS = (-4.0, 2.0), 25, (0.074, 0.5), 22  # as the explorer on the page starts


def draw(page):
    drawing, axes = style.figure(height=2.9)
    w1, w2 = np.meshgrid(np.linspace(-4.6, 2.2, style.GRID), np.linspace(-2.1, 2.5, style.GRID))
    axes.contour(w1, w2, (w1**2 + KAPPA * w2**2) / 2, levels=[0.5, 3, 9, 20, 38, 64], colors=style.RULE, linewidths=0.9)
    scale = np.array([1, KAPPA])
    plain, adaptive, m, s = [np.array(START)], [np.array(START)], 0, 0
    for k in range(1, STEPS + 1):
        plain.append(plain[-1] - RATES[0] * scale * plain[-1])
        slopes = scale * adaptive[-1]
        m, s = 0.9 * m + 0.1 * slopes, 0.999 * s + 0.001 * slopes**2
        step = m / (1 - 0.9**k) / np.sqrt(s / (1 - 0.999**k))
        adaptive.append(adaptive[-1] - RATES[1] * step)
    style.path(axes, *zip(*plain, strict=True), markersize=4)
    style.path(axes, *zip(*adaptive, strict=True), style.BLUE, markersize=4.5, linestyle=(0, (5, 2)))
    style.minimum(axes, 0, 0)
    style.label(axes, START, "start", style.INK, offset=(0, 10))
    style.label(axes, plain[1], "descent", style.ORANGE, offset=(0, -11))
    style.label(axes, adaptive[6], "Adam", style.BLUE, offset=(0, -12))
    axes.set(xlabel="$w_1$", ylabel="$w_2$", xticks=[], yticks=[], ylim=(-2.4, 2.7))
    return drawing
