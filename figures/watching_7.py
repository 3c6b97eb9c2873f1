"""Samples in order: teeth at the distance of an epoch."""

from figures import style


def draw(page):
    drawing, axes = style.figure(height=1.9)
    run = page.runs[7]
    level = page.good["loss"][-1]
    axes.plot([0, len(run["loss"]) - 1], [level, level], color=style.MUTED, linestyle="--", linewidth=1)
    axes.plot(run["loss"], color=style.INK, linewidth=1.3)
    axes.plot(run["held"], color=style.BLUE, linewidth=1.3)
    style.label(axes, (38, run["loss"][38]), "training", offset=(27, 2))
    style.label(axes, (9, run["held"][9]), "validation", style.BLUE, offset=(3, 9))
    axes.set(xlabel="step", ylabel="loss", ylim=(0, 1.7), xticks=range(0, 96, 19))
    return drawing
