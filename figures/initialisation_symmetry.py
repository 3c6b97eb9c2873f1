"""One weight of each hidden node after training, from equal and from random weights."""

import numpy as np

from figures import style


def draw(page):
    drawing, panels = style.figure(1, 2, height=2.6, sharey=True)
    runs = (page.equal, "from equal weights", style.BLUE), (page.drawn, "from random weights", style.ORANGE)
    for panel, (run, words, colour) in zip(panels, runs, strict=True):
        weights = run[0][0][0][20]
        panel.axhline(0, color=style.RULE, linewidth=1, zorder=0)
        panel.plot(np.arange(1, len(weights) + 1), weights, color=colour, marker="o", linestyle="", markersize=3.6)
        style.label(panel, (16.5, 0.47), words, colour, offset=(0, 0))
        panel.set(xlabel="hidden node", xticks=[1, 16, 32], ylim=(-0.4, 0.52))
    panels[0].set_ylabel("weight from square 20")
    return drawing
