"""The rate of each epoch under four schedules with the same largest rate, one small plot for each."""

import numpy as np

from figures import style

LAST, LARGEST = 12, 0.08


def draw(page):
    drawing, axes = style.figure(1, 4, height=1.9, sharey=True)
    t = np.arange(LAST)
    rates = {
        "constant": np.ones(LAST),
        "step": 0.5 ** (t // 3),
        "1/t": 1 / (1 + t),
        "cosine": (1 + np.cos(np.pi * t / LAST)) / 2,
    }
    for panel, (name, shares) in zip(axes, rates.items(), strict=True):
        style.path(panel, t, LARGEST * shares, linewidth=1, markersize=4)
        style.label(panel, (LAST - 0.5, 0.098), name, offset=(0, 0), ha="right")
        panel.set(xticks=[0, 6], yticks=[0, 0.04, 0.08], ylim=(0, 0.108), xlim=(-0.9, LAST - 0.1))
        panel.set_xlabel("epoch $t$")
    axes[0].set_ylabel("rate $η$")
    return drawing
