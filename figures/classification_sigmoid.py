"""Penguins by bill length, at probability 0 or 1, and the fitted probability between them."""

import numpy as np

from figures import style


def draw(page):
    drawing, axes = style.figure(height=2.9)
    lengths = np.linspace(31, 60, 80)
    scores = page.w * (lengths - page.bill.mean()) / page.bill.std() + page.b
    axes.plot([page.border] * 2, [0, 0.5], color=style.MUTED, linewidth=1, linestyle=(0, (4, 3)))
    for kind, colour in ((0, style.ORANGE), (1, style.BLUE)):
        own = np.unique(page.bill[page.y == kind])
        axes.plot(own, np.full(len(own), kind), "|", color=colour, markersize=9, markeredgewidth=1)
    axes.plot(lengths, page.sigmoid(scores), color=style.INK, zorder=3)
    style.label(axes, (36, 0), "Adelie", style.ORANGE, offset=(0, 13))
    style.label(axes, (52, 1), "Chinstrap", style.BLUE, offset=(0, -14))
    style.label(axes, (page.border, 0.5), f"{page.border:.1f} mm", style.MUTED, offset=(8, -4), ha="left")
    axes.set(xlabel="bill length (mm)", ylabel="probability", xlim=(31, 60), ylim=(-0.08, 1.08), yticks=[0, 0.5, 1])
    return drawing
