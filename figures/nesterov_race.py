"""The first screen: plain descent, heavy ball and Nesterov momentum, nine steps each, from one start in the ravine."""

import numpy as np

from figures import style

START, KAPPA, STEPS, BETA = (-4.0, 2.0), 25, 9, 0.9  # as the explorer on the page starts


def walk(eta, beta, ahead):
    theta, v = np.array(START), np.zeros(2)
    path = [theta]
    for _ in range(STEPS):
        v = beta * v + np.array([1, KAPPA]) * (theta - ahead * eta * beta * v)
        theta = theta - eta * v
        path.append(theta)
    return np.array(path).T


def draw(page):
    drawing, axes = style.figure(height=3.5)
    w1, w2 = np.meshgrid(np.linspace(-4.6, 1.6, style.GRID), np.linspace(-2.2, 2.6, style.GRID))
    axes.contour(w1, w2, (w1**2 + KAPPA * w2**2) / 2, levels=[0.5, 2, 5, 12, 25, 50], colors=style.RULE, linewidths=0.9)
    plain, heavy, nesterov = walk(0.07, 0, False), walk(0.03, BETA, False), walk(0.03, BETA, True)
    style.path(axes, *plain)
    style.path(axes, *heavy, style.BLUE)
    style.path(axes, *nesterov, style.PURPLE)
    style.label(axes, START, "start", offset=(6, 8), ha="left")
    style.minimum(axes, 0, 0)
    style.label(axes, plain[:, 2], "plain descent", style.ORANGE, offset=(-3, 19), ha="left")
    style.label(axes, heavy[:, 7], "momentum", style.BLUE, offset=(7, 4), ha="left")
    style.label(axes, nesterov[:, -1], "Nesterov", style.PURPLE, offset=(1, 11), ha="left")
    axes.set(xlabel="$w_1$", ylabel="$w_2$", xticks=range(-4, 2, 2), yticks=range(-2, 3, 2))
    return drawing
