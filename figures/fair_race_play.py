"""The first screen: four methods at one rate in a turned ravine, 60 steps each."""

import numpy as np

from figures import style

START, KAPPA, RATE, STEPS = (-4.0, 2.0), 25, 0.05, 60  # as the explorer on the page starts
COS, SIN = np.cos(np.pi / 6), np.sin(np.pi / 6)


def loss(w1, w2):
    p, q = COS * w1 + SIN * w2, COS * w2 - SIN * w1
    return (p**2 + KAPPA * q**2) / 2


def walk(method):
    theta, v, m, s, path = np.array(START), 0, 0, 0, [START]
    for k in range(1, STEPS + 1):
        p, q = COS * theta[0] + SIN * theta[1], COS * theta[1] - SIN * theta[0]
        g = np.array([COS * p - KAPPA * SIN * q, SIN * p + KAPPA * COS * q])
        v, m, s = 0.9 * v + g, 0.9 * m + 0.1 * g, (0.9 if method == "RMSProp" else 0.999) * s
        s = s + (0.1 if method == "RMSProp" else 0.001) * g**2
        adam = m / (1 - 0.9**k) / np.sqrt(s / (1 - 0.999**k))
        step = {"descent": g, "momentum": v, "RMSProp": g / np.sqrt(s), "Adam": adam}[method]
        theta = theta - RATE * step
        path.append(tuple(theta))
    return np.array(path).T


def draw(page):
    drawing, axes = style.figure(height=3.9)
    w1, w2 = np.meshgrid(np.linspace(-6, 5, style.GRID), np.linspace(-4.4, 4.4, style.GRID))
    levels = [0.5, 3, 10, 30, 80, 160]
    axes.contour(w1, w2, loss(w1, w2), levels=levels, colors=style.RULE, linewidths=0.9)
    looks = {"momentum": style.BLUE, "descent": style.ORANGE, "RMSProp": style.PURPLE, "Adam": style.INK}
    for method, colour in looks.items():
        every = 2 if method == "RMSProp" else 4
        style.path(axes, *walk(method), colour, markersize=4, linewidth=1.2, markevery=every)
    for method, at, offset in (
        ("momentum", (0.2, -4.4), (36, 6)),
        ("descent", walk("descent")[:, 1], (-20, -9)),
        ("RMSProp", walk("RMSProp")[:, -1], (-40, -3)),
        ("Adam", walk("Adam")[:, 24], (-16, -7)),
    ):
        style.label(axes, at, method, looks[method], offset=offset)
    style.label(axes, START, "start", offset=(-4, 9))
    style.minimum(axes, 0, 0)
    axes.set(xlabel="$w_1$", ylabel="$w_2$", aspect="equal", xticks=range(-4, 5, 2), yticks=range(-4, 5, 2))
    return drawing
