"""A rate that makes the walk bounce: a beat of two steps."""

from figures import style


def draw(page):
    drawing, axes = style.figure(height=1.9)
    run = page.runs[5]
    axes.axhline(page.good["loss"][-1], color=style.MUTED, linestyle="--", linewidth=1)
    axes.plot(run["loss"], color=style.INK, linewidth=1.3)
    axes.plot(run["held"], color=style.BLUE, linewidth=1.3)
    style.label(axes, (40, run["loss"][40]), "training", offset=(0, -20))
    style.label(axes, (40, run["held"][40]), "validation", style.BLUE, offset=(0, 26))
    axes.set(xlabel="step", ylabel="loss", ylim=(0, 2))
    return drawing
