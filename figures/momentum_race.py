"""The first screen: descent and momentum, eight steps each, from one start in the ravine."""

import numpy as np

from figures import style

START, KAPPA, STEPS = (-4.0, 2.0), 25, 8  # as the explorer on the page starts


def walk(eta, beta):
    theta, v = np.array(START), np.zeros(2)
    path = [theta]
    for _ in range(STEPS):
        v = beta * v + np.array([1, KAPPA]) * theta
        theta = theta - eta * v
        path.append(theta)
    return np.array(path).T


def draw(page):
    drawing, axes = style.figure(height=3.5)
    w1, w2 = np.meshgrid(np.linspace(-4.6, 1.6, style.GRID), np.linspace(-3.4, 2.6, style.GRID))
    levels = [0.5, 2, 5, 12, 25, 50, 90]
    axes.contour(w1, w2, (w1**2 + KAPPA * w2**2) / 2, levels=levels, colors=style.RULE, linewidths=0.9)
    plain, heavy = walk(0.07, 0), walk(0.1, 0.45)
    style.path(axes, *plain)
    style.path(axes, *heavy, style.BLUE)
    style.label(axes, START, "start", offset=(6, 8), ha="left")
    style.label(axes, plain[:, 6], "plain descent", style.ORANGE, offset=(4, 16), ha="left")
    style.label(axes, heavy[:, 1], "momentum", style.BLUE, offset=(8, -4), ha="left")
    style.minimum(axes, 0, 0)
    style.label(axes, (0, 0), "minimum", style.GREEN, offset=(8, -13), ha="left")
    axes.set(xlabel="$w_1$", ylabel="$w_2$", xticks=range(-4, 2, 2), yticks=range(-2, 3, 2))
    return drawing
