"""The graph of x · x + x: values in the nodes, local slopes at the lines, slopes below the nodes."""

import numpy as np
from matplotlib.patches import Circle, FancyArrowPatch

from figures import style

RADIUS = 0.3


def draw(page):
    drawing, axes = style.figure(height=2.7)
    axes.set(xlim=(0, 5), ylim=(0, 2.7), aspect="equal")
    axes.axis("off")
    x, product, y = np.array([0.5, 0.95]), np.array([2.4, 1.85]), np.array([4.4, 0.95])
    for start, end, bend, local, at in (
        (x, product, -0.32, page.product.parents[0][1], (1.25, 2.0)),
        (x, product, 0.32, page.product.parents[1][1], (1.86, 0.98)),
        (product, y, 0, page.y.parents[0][1], (3.55, 1.68)),
        (x, y, 0.16, page.y.parents[1][1], (2.45, 0.33)),
    ):
        line(axes, start, end, bend)
        style.label(axes, at, f"× {local:g}", style.MUTED, offset=(0, 0))
    for place, name, number in ((x, "$x$", page.x), (product, "$x · x$", page.product), (y, "$y$", page.y)):
        axes.add_patch(Circle(place, RADIUS, facecolor=style.SHADE, edgecolor=style.INK, linewidth=1.4, zorder=3))
        style.label(axes, place, f"{number.value:g}", style.GREEN, offset=(0, 0), fontsize=12, zorder=4)
        style.label(axes, place, name, offset=(0, 30))
        style.label(axes, place, f"slope {number.slope:g}", style.VERMILION, offset=(0, -31))
    return drawing


def line(axes, start, end, bend):
    """From a parent to what is made of it; `bend` makes room for a second one."""
    style_of = f"arc3,rad={bend}"
    axes.add_patch(
        FancyArrowPatch(
            start,
            end,
            connectionstyle=style_of,
            arrowstyle="-|>",
            mutation_scale=10,
            shrinkA=24,
            shrinkB=24,
            color=style.INK,
            linewidth=1.4,
        )
    )
