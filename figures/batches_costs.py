"""What the loss has above its lowest value, for three batch sizes: against updates and against samples read."""

import numpy as np

from figures import style

LEFT = (((8, 0.13), (3, 3), "left"), ((60, 0.0035), (2, 6), "left"), ((6, 0.0013), (-6, 0), "right"))
RIGHT = (((8, 0.13), (3, 3), "left"), ((60, 0.045), (-4, -6), "right"), ((360, 0.22), (0, 9), "center"))


def draw(page):
    drawing, (left, right) = style.figure(1, 2, height=3.4, sharey=True)
    looks = {1: style.PURPLE, 32: style.BLUE, page.n: style.ORANGE}
    for axes in (left, right):
        axes.axhline(page.target - page.lowest, color=style.MUTED, linewidth=1, linestyle=(0, (4, 3)))
    for size, colour in looks.items():
        above = page.curves[size] - page.lowest
        per_epoch = -(-page.n // size)
        updates = np.arange(len(above))
        samples = updates // per_epoch * page.n + updates % per_epoch * size
        shown = np.unique(np.geomspace(1, len(above) - 1, 60).astype(int))
        for axes, count in ((left, updates), (right, samples)):
            axes.plot(count[shown], above[shown], color=colour, linewidth=1.6)
            axes.plot(count[1], above[1], "o", color=colour, markeredgecolor=style.PAPER)
    for axes in (left, right):
        axes.set(xscale="log", yscale="log", ylim=(1e-3, 1), xlim=(0.8, 5000))
        axes.set_xticks([1, 10, 100, 1000], ["1", "10", "100", "1,000"])
        axes.minorticks_off()
    names = {1: "one", 32: "32", page.n: "all"}
    for axes, places in ((left, LEFT), (right, RIGHT)):
        for (size, name), (at, offset, side) in zip(names.items(), places, strict=True):
            style.label(axes, at, name, looks[size], offset=offset, ha=side, fontsize=10)
    left.set(xlabel="updates", ylabel="loss above the lowest")
    left.set_yticks([0.001, 0.01, 0.1, 1], ["0.001", "0.01", "0.1", "1"])
    right.set(xlabel="samples read")
    return drawing
