"""A good run: its two losses, its gradient, and its update against its weights."""

import numpy as np

from figures import style


def draw(page):
    drawing, panels = style.figure(1, 3, height=2.1)
    run = page.good
    steps = np.arange(1, len(run["loss"]) + 1)
    kept = np.unique(np.geomspace(1, len(steps), 60).astype(int)) - 1
    logs = ("loss", style.INK), ("held", style.BLUE), ("gradient", style.VERMILION), ("ratio", style.ORANGE)
    for panel, (name, colour) in zip((panels[0], *panels), logs, strict=True):
        panel.plot(steps[kept], run[name][kept], color=colour)
    for panel in panels:
        panel.set(xscale="log", xlabel="step")
        panel.set_xticks([1, 10, 100], ["1", "10", "100"])
    panels[0].set(ylim=(0, 1.4), ylabel="loss")
    panels[1].set(yscale="log", ylabel="length of the gradient")
    panels[2].set(yscale="log", ylabel="update / weights")
    panels[1].set_yticks([0.1, 1], ["0.1", "1"])
    panels[2].set_yticks([0.001, 0.01, 0.1], ["0.001", "0.01", "0.1"])
    for panel in panels:
        panel.minorticks_off()
    style.label(panels[0], (20, run["loss"][19]), "training", offset=(-3, -8.5))
    style.label(panels[0], (6, run["held"][5]), "validation", style.BLUE, offset=(14, 14))
    return drawing
