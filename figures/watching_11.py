"""Gradients that add up: waves."""

from figures import style


def draw(page):
    drawing, axes = style.figure(height=1.9)
    run = page.runs[11]
    axes.axhline(page.good["loss"][-1], color=style.MUTED, linestyle="--", linewidth=1)
    axes.plot(run["loss"], color=style.INK, linewidth=1.3)
    axes.plot(run["held"], color=style.BLUE, linewidth=1.3)
    style.label(axes, (60, run["loss"][60]), "training", offset=(0, -10))
    style.label(axes, (60, run["held"][60]), "validation", style.BLUE, offset=(0, 14))
    axes.set(xlabel="step", ylabel="loss", ylim=(0, 1.4))
    return drawing
