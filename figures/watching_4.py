"""Overfitting: the training loss falls, the validation loss turns."""

from figures import style


def draw(page):
    drawing, axes = style.figure(height=1.9)
    run = page.runs[4]
    axes.axhline(page.good["loss"][-1], color=style.MUTED, linestyle="--", linewidth=1)
    axes.plot(run["loss"], color=style.INK, linewidth=1.3)
    axes.plot(run["held"], color=style.BLUE, linewidth=1.3)
    style.label(axes, (250, run["loss"][250]), "training", offset=(0, 8))
    style.label(axes, (250, run["held"][250]), "validation", style.BLUE, offset=(0, 10))
    axes.set(xlabel="step", ylabel="loss", ylim=(0, 0.8))
    return drawing
