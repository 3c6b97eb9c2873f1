"""A rate that makes the walk bounce: a beat of two steps."""

from figures import style


def draw(page):
    drawing, axes = style.figure(height=1.9)
    run = page.runs[5]
    level = page.good["loss"][-1]
    axes.plot([0, len(run["loss"]) - 1], [level, level], color=style.MUTED, linestyle="--", linewidth=1)
    axes.plot(run["loss"], color=style.INK, linewidth=1.3)
    axes.plot(run["held"], color=style.BLUE, linewidth=1.3)
    style.label(axes, (79, run["loss"][79]), "training", offset=(26, -7))
    style.label(axes, (79, run["held"][79]), "validation", style.BLUE, offset=(30, 9))
    axes.set(xlabel="step", ylabel="loss", ylim=(0, 2), xlim=(-2, 96))
    return drawing
