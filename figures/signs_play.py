"""The first screen of the lesson: descent and sign descent in the turned ravine, as its explorer runs them."""

import numpy as np

from figures import style

START, KAPPA, RATES, STEPS, TURN = (-4.0, 2.0), 25, (0.06, 0.2), 24, np.pi / 6  # as the explorer on the page starts


def draw(page):
    drawing, axes = style.figure(height=3.3)
    c, s = np.cos(TURN), np.sin(TURN)
    hessian = np.array([[c, -s], [s, c]]) @ np.diag([1, KAPPA]) @ np.array([[c, s], [-s, c]])
    w1, w2 = np.meshgrid(np.linspace(-4.6, 2.6, style.GRID), np.linspace(-3.05, 2.6, style.GRID))
    loss = ((c * w1 + s * w2) ** 2 + KAPPA * (c * w2 - s * w1) ** 2) / 2
    axes.contour(w1, w2, loss, levels=[0.5, 4, 14, 34, 68, 120, 190], colors=style.RULE, linewidths=0.9)
    plain, signs = [np.array(START)], [np.array(START)]
    for _ in range(STEPS):
        plain.append(plain[-1] - RATES[0] * hessian @ plain[-1])
        signs.append(signs[-1] - RATES[1] * np.sign(hessian @ signs[-1]))
    style.path(axes, *zip(*plain, strict=True), markersize=4)
    style.path(axes, *zip(*signs, strict=True), style.BLUE, markersize=4.5, linestyle=(0, (5, 2)))
    style.minimum(axes, 0, 0)
    style.label(axes, START, "start", style.INK, offset=(0, 10))
    style.label(axes, plain[1], "descent", style.ORANGE, offset=(26, -4))
    style.label(axes, signs[6], "signs", style.BLUE, offset=(22, 8))
    axes.set(xlabel="$w_1$", ylabel="$w_2$", xticks=[], yticks=[], aspect="equal")
    return drawing
