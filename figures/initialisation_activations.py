"""Tanh and ReLU, each with its slope."""

import numpy as np

from figures import style


def draw(page):
    drawing, panels = style.figure(1, 2, height=2.4, sharey=True)
    sums = np.linspace(-4, 4, 81)
    curves = (
        ("tanh", np.tanh(sums), 1 - np.tanh(sums) ** 2),
        ("ReLU", np.maximum(sums, 0), np.where(sums, sums > 0, np.nan)),
    )
    for panel, (name, values, slopes) in zip(panels, curves, strict=True):
        panel.axhline(0, color=style.RULE, linewidth=1, zorder=0)
        panel.plot(sums, values, color=style.INK)
        panel.plot(sums, slopes, color=style.VERMILION, linestyle=(0, (4, 2)))
        style.label(panel, (-2.6, 1.6), name, style.INK, offset=(0, 0))
        panel.set(xlabel="sum", xticks=[-3, 0, 3], ylim=(-1.2, 2.2), yticks=[-1, 0, 1, 2])
    style.label(panels[0], (-1.1, 0.62), "slope", style.VERMILION, offset=(0, 0), ha="right")
    style.label(panels[1], (2.6, 1), "slope", style.VERMILION, offset=(0, -9))
    return drawing
