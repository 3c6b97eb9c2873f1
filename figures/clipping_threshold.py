"""How many of 100 runs arrive, over the threshold, beside the lengths of healthy gradients and the best plain rate."""

import numpy as np

from figures import style


def draw(page):
    drawing, axes = style.figure(height=2.8)
    low, high = np.percentile(page.healthy, [10, 90])
    axes.axvspan(low, high, color=style.SHADE, linewidth=0)
    best = max(page.plain.sum(axis=1))
    axes.axhline(best, color=style.MUTED, linewidth=1, linestyle="--", zorder=1)
    style.label(axes, (3, best), "plain descent, best rate", style.MUTED, offset=(0, -9), ha="left")
    style.label(axes, (np.sqrt(low * high), 127), "healthy lengths", style.MUTED, offset=(0, 0))
    arrived = page.cut.sum(axis=1)
    style.path(axes, page.limit[:, 0], arrived, style.BLUE)
    for c, count in zip(page.limit[:, 0], arrived, strict=True):
        style.label(axes, (c, count), f"{count}", style.BLUE, offset=(0, 10) if count > 60 else (8, -8))
    axes.set(xscale="log", xlabel="threshold $c$", ylabel="runs that arrive", ylim=(-12, 136), yticks=[0, 50, 100])
    axes.set_xticks([0.01, 1, 100, 10000], ["0.01", "1", "100", "10,000"])
    axes.minorticks_off()
    return drawing
