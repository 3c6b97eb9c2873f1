"""Which memory goes the right way on which period: the sign of the drift, and the line of the formula."""

import numpy as np

from figures import style

WORDS = ((50, 330, 3162), (0, 60, 562), (2400, 15_000, 56))  # rows where words take the place of dots: from, to, row


def draw(page):
    drawing, axes = style.figure(height=3.3)
    periods, memories = np.geomspace(10, 1e5, 17), np.geomspace(10, 1e4, 13)
    axes.plot([5000], [1000], "o", color=style.INK, markerfacecolor=style.PAPER, markersize=9)
    for right, colour, fill in ((True, style.GREEN, style.GREEN), (False, style.VERMILION, style.PAPER)):
        dots = [
            (n, memory)
            for n in np.rint(periods).astype(int)
            for memory in memories
            if (page.cycle(2 * n, n, beta2=1 - 1 / memory)[1].sum() < 0) == right
            and not any(low < n < high and 0.9 < memory / row < 1.1 for low, high, row in WORDS)
        ]
        axes.plot(*np.transpose(dots), "o", color=colour, markerfacecolor=fill, markersize=3.4)
    line = np.array([10 / page.share, 1e4 / page.share])
    axes.plot(line, page.share * line, color=style.INK, linewidth=1.2)
    axes.axhline(1000, color=style.MUTED, linewidth=0.9, linestyle=(0, (4, 3)), zorder=0)
    style.label(axes, (130, 3162), "right way", style.GREEN, offset=(0, 0))
    style.label(axes, (6000, 56), "wrong way", style.VERMILION, offset=(0, 0))
    style.label(axes, (10, 562), r"default $\beta_2$", style.MUTED, offset=(-3, 0), ha="left")
    axes.set(xscale="log", yscale="log", xlabel="period $n$", ylabel=r"memory $1/(1-\beta_2)$")
    axes.set_xticks([10, 100, 1e3, 1e4, 1e5], ["10", "100", "1,000", "10,000", "100,000"])
    axes.set_yticks([10, 100, 1e3, 1e4], ["10", "100", "1,000", "10,000"])
    axes.minorticks_off()
    return drawing
