"""The best loss so far over the steps for a constant rate, a falling rate and Polyak's step, with the bounds."""

import numpy as np

from figures import style


def draw(page):
    drawing, axes = style.figure(height=3.1)
    k = np.unique(np.geomspace(1, 1000, 50).astype(int))
    looks = {"constant": style.ORANGE, "falling": style.BLUE}
    for name, colour in looks.items():
        lowest = np.minimum.accumulate(page.gaps[name])
        axes.plot(k, lowest[k - 1], color=colour, linewidth=1.6)
        used = np.array([page.rates[name](i) for i in range(1000)])
        bound = (page.R**2 + page.G**2 * np.cumsum(used**2)) / 2 / np.cumsum(used)
        axes.plot(k, bound[k - 1], color=colour, linewidth=0.9, linestyle=(0, (4, 3)))
    polyak = np.minimum.accumulate([page.loss(theta) for theta in page.polyak])
    axes.plot(np.arange(1, len(polyak) + 1), polyak, color=style.PURPLE, linewidth=1.6)
    style.label(axes, (1000, min(page.gaps["constant"])), "constant", style.ORANGE, offset=(4, 0), ha="left")
    style.label(axes, (1000, min(page.gaps["falling"])), "falling", style.BLUE, offset=(4, 0), ha="left")
    style.label(axes, (11, 0.006), "Polyak's step", style.PURPLE, offset=(0, 0), ha="right")
    axes.set(xlabel="places visited", ylabel="lowest loss so far", xscale="log", yscale="log", ylim=(1e-3, 50))
    axes.set(xlim=(1, 2600))
    axes.minorticks_off()
    axes.set_xticks([1, 10, 100, 1000], ["1", "10", "100", "1,000"])
    axes.set_yticks([10, 1, 0.1, 0.01, 0.001], ["10", "1", "0.1", "0.01", "0.001"])
    return drawing
