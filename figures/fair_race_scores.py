"""Gradients to the target: a row for each problem and method, with a thin line for each fresh seed."""

import numpy as np

from figures import style

COLOURS = {"descent": style.ORANGE, "momentum": style.BLUE, "RMSProp": style.PURPLE, "Adam": style.INK}
END = 1150  # where the rows end, and the runs that did not arrive are counted


def draw(page):
    drawing, axes = style.figure(height=5.4)
    y, ticks = 0.0, []
    for name, (_, _, budget, *_) in page.problems.items():
        for label, colour in COLOURS.items():
            counts = page.score[name, label]
            arrived = counts[counts <= budget]
            drawn = np.exp(np.unique((np.log(arrived) * 40).round()) / 40)  # one line where several would be one
            ups = np.array([(y - 0.28, y + 0.28, np.nan)] * len(drawn))
            axes.plot(np.repeat(drawn, 3), ups.ravel(), color=colour, linewidth=0.9, solid_capstyle="butt")
            middle = page.median[name, label]
            axes.plot(middle, y, "o", color=colour, markersize=7.5, markeredgecolor=style.PAPER)
            if len(arrived) < len(counts):
                missing = f"{len(counts) - len(arrived)} not"
                style.label(axes, (END, y), missing, colour, offset=(0, 0), ha="left", fontsize=9.5)
            ticks.append((y, label))
            y += 1
        style.label(axes, (2.2, y - 4.75), name, style.INK, offset=(0, 0), ha="left", fontsize=11)
        if name != "digits":
            axes.axhline(y - 0.35, color=style.RULE, linewidth=0.8)
        y += 1.2
    axes.set(xscale="log", xlabel="gradients", xlim=(2, 3200), ylim=(y - 1.5, -1.3))
    axes.minorticks_off()
    axes.set_xticks([10, 100, 1000], ["10", "100", "1,000"])
    axes.set_yticks(*zip(*ticks, strict=True))
    axes.tick_params(axis="y", length=0)
    return drawing
