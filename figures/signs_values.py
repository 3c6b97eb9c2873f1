"""What five tuned steps, five cubic steps and twenty cubic steps make of a singular value."""

import numpy as np

from figures import style


def draw(page):
    drawing, axes = style.figure(height=2.9)
    start = np.geomspace(1e-4, 1, 400)
    curves = {5: start, 20: start}
    for steps in curves:
        for _ in range(steps):
            curves[steps] = 1.5 * curves[steps] - 0.5 * curves[steps] ** 3
    tuned = start.reshape(-1, 1, 1)
    for _ in range(5):
        tuned = page.grow(tuned)
    axes.axhspan(page.low, page.high, facecolor=style.SHADE, edgecolor="none", zorder=0)
    axes.plot(start, curves[5], color=style.ORANGE)
    axes.plot(start, curves[20], color=style.PURPLE, linestyle=(0, (1, 1.3)))
    axes.plot(start, tuned.ravel(), color=style.BLUE, linewidth=1.5)
    style.label(axes, (0.06, 0.42), "5 cubic", style.ORANGE, offset=(22, -10))
    style.label(axes, (0.0005, 1), "20 cubic", style.PURPLE, offset=(-14, 9))
    style.label(axes, (0.001, 0.47), "5 tuned", style.BLUE, offset=(24, -10))
    axes.set(xscale="log", xlabel="singular value at the start", ylabel="afterwards", ylim=(0, 1.25))
    axes.minorticks_off()
    axes.set_xticks([1e-4, 1e-3, 1e-2, 0.1, 1], ["0.0001", "0.001", "0.01", "0.1", "1"])
    axes.set_yticks([0, 0.5, 1], ["0", "0.5", "1"])
    return drawing
