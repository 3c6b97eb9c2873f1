"""All steps of length 1 by three rulers, over the same slope, and the steepest of each."""

import numpy as np

from figures import style


def draw(page):
    drawing, axes = style.figure(1, 3, height=2.15, sharey=True)
    x, y = np.meshgrid([-1.5, 1.5], [-1.5, 1.5])
    colours = style.ORANGE, style.BLUE, style.PURPLE
    for ax, colour, (name, length) in zip(axes, colours, page.rulers.items(), strict=True):
        corners = (page.circle / length)[:, :: 450 if name == "plain length" else 4500]
        ax.fill(*corners, facecolor=style.SHADE, edgecolor="none", zorder=0)
        slope = page.g[0] * x + page.g[1] * y
        ax.contour(
            x, y, slope, levels=np.arange(-9, 10, 1.5), colors=style.RULE, linewidths=0.9, linestyles="-", zorder=1
        )
        ax.plot(*np.column_stack([corners, corners[:, 0]]), color=style.INK, linewidth=1.3, zorder=2)
        ax.plot(0, 0, "o", color=style.INK, markersize=4)
        style.arrow(ax, (0, 0), page.found[name], colour, width=2.2)
        fall = -page.g @ page.found[name]
        style.label(ax, (0, 1.27), f"falls by {fall:.0f}", colour, offset=(0, 0), bbox=style.BEHIND)
        ax.set(xlabel=name, aspect="equal", xlim=(-1.5, 1.5), ylim=(-1.5, 1.5), xticks=[-1, 0, 1], yticks=[-1, 0, 1])
    return drawing
