"""Rise over run on the bowl, for two runs from w = 0, and the line that they turn into."""

import numpy as np

from figures import style


def draw(page):
    drawing, axes = style.figure(height=3.2)
    w = np.linspace(-0.38, 3.5, 60)
    axes.plot(w, page.loss(w), color=style.INK)
    here = page.loss(0)
    for run, colour, at, above in ((2, style.PURPLE, 4.7, 2.1), (1, style.BLUE, 7.4, 0.7)):
        there = page.loss(run)
        ratio = page.rise_over_run(page.loss, 0, run)
        axes.plot([0, run, run], [here, here, there], color=colour, linewidth=1, linestyle=(0, (3, 2)))
        axes.plot([0, run], [here, there], color=colour, marker="o", markevery=[1], markeredgecolor=style.PAPER)
        style.arrow(axes, (0, here + above), (run, here + above), colour, width=1, mutation_scale=7)
        style.label(axes, (run / 2, here + above), f"run {run}", colour, offset=(0, 7))
        words = f"rise {there - here}\n{there - here} / {run} = {ratio:.0f}".replace("-", "−")
        style.label(axes, (run, at), words, colour, offset=(6, 0), ha="left", linespacing=1.35)
    steepness = round(page.ratio)  # what the shortest run of the page comes near
    ends = np.array([-0.22, 1.32])
    axes.plot(ends, here + steepness * ends, color=style.VERMILION)
    words = f"shorter and shorter: {steepness}".replace("-", "−")
    style.label(axes, (ends[1], here + steepness * ends[1]), words, style.VERMILION, offset=(-8, -1), ha="right")
    axes.plot([0], [here], color=style.INK, marker="o", linestyle="", markeredgecolor=style.PAPER, zorder=4)
    style.label(axes, (0, here), "you", style.INK, offset=(-8, -5), ha="right")
    axes.set(xlabel="weight $w$", ylabel="loss $L$", xlim=(-0.75, 3.6), ylim=(-0.4, 12.6))
    axes.set(yticks=[0, 3, 6, 9, 12], xticks=[0, 1, 2, 3])
    return drawing
