"""The loss over the steps in the valley: plain descent, growing momentum, and growing momentum with restarts."""

import numpy as np

from figures import style


def draw(page):
    drawing, axes = style.figure(height=3.3)
    runs = ((page.plain, style.ORANGE), (page.grown, style.BLUE), (page.restarted, style.PURPLE))
    for path, colour in runs:
        steps = np.arange(0, 640, 2)
        loss = np.maximum([page.valley(path[k][0]) for k in steps], 1e-9)
        axes.plot(steps, loss, color=colour, linewidth=1.4)
    axes.axhline(1e-6, color=style.MUTED, linewidth=0.9, linestyle=(0, (4, 3)))
    for (path, colour), where in zip(runs, ((4, 8), (4, 8), (4, 8)), strict=True):
        style.label(axes, (page.arrival(path), 1e-6), f"{page.arrival(path)}", colour, offset=where, ha="left")
    style.label(axes, (280, 30), "plain descent", style.ORANGE, offset=(0, 8), ha="left")
    style.label(axes, (250, 0.02), "growing momentum", style.BLUE, offset=(0, 8), ha="left")
    style.label(axes, (140, 3e-8), "with restarts", style.PURPLE, offset=(4, 0), ha="left")
    axes.set(xlabel="step $k$", ylabel="loss $L$", yscale="log", ylim=(1e-8, 200), xlim=(0, 640))
    axes.minorticks_off()
    axes.set_yticks([1e2, 1, 1e-2, 1e-4, 1e-6], ["100", "1", "0.01", "0.0001", "0.000001"])
    return drawing
