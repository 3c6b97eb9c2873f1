"""Samples in order: teeth at the distance of an epoch."""

from figures import style


def draw(page):
    drawing, axes = style.figure(height=1.9)
    run = page.runs[7]
    axes.axhline(page.good["loss"][-1], color=style.MUTED, linestyle="--", linewidth=1)
    axes.plot(run["loss"], color=style.INK, linewidth=1.3)
    axes.plot(run["held"], color=style.BLUE, linewidth=1.3)
    style.label(axes, (47, run["loss"][47]), "training", offset=(0, -9))
    style.label(axes, (47, run["held"][47]), "validation", style.BLUE, offset=(0, 30))
    axes.set(xlabel="step", ylabel="loss", ylim=(0, 1.6), xticks=range(0, 96, 19))
    return drawing
