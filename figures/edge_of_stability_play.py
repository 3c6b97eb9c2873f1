"""The first screen: a walk that leaps across the curve of minima until its minimum is flat enough. No numbers."""

import numpy as np

from figures import style

START, RATE, STEPS = (0.26, 4), 0.2, 120  # as the explorer on the page starts


def draw(page):
    drawing, (left, right) = style.figure(1, 2, height=3.0)
    walk = [START]
    for _ in range(STEPS):
        u, v = walk[-1]
        pull = (u * v - 1) / np.sqrt(1 + (u * v - 1) ** 2)
        walk.append((u - RATE * pull * v, v - RATE * pull * u))
    u, v = np.array(walk).T
    w = np.linspace(0.21, 1.6, 90)
    left.plot(w, 1 / w, color=style.GREEN)
    style.path(left, u, v, linewidth=0.7, markersize=3.5, markeredgewidth=0.4)
    style.label(left, (u[0], v[0]), "start", style.ORANGE, offset=(12, 6), ha="left")
    style.label(left, (0.75, 1 / 0.75), "minima", style.GREEN, offset=(8, 8), ha="left")
    left.set(xlabel="$u$", ylabel="$v$", xticks=[], yticks=[], xlim=(-0.35, 1.6), ylim=(0.4, 4.7))
    right.axhline(2 / RATE, color=style.MUTED, linestyle="--", linewidth=1)
    right.plot(np.sqrt((v * v - u * u) ** 2 + 4), color=style.ORANGE)
    style.label(right, (STEPS, 2 / RATE), "2 / rate", style.MUTED, offset=(0, 8), ha="right")
    right.set(xlabel="step", ylabel="sharpness below", xticks=[], yticks=[], ylim=(7.5, 17))
    return drawing
