"""Overfitting: the training loss falls, the validation loss turns."""

from figures import style


def draw(page):
    drawing, axes = style.figure(height=1.9)
    run = page.runs[4]
    level = page.good["loss"][-1]
    axes.plot([0, len(run["loss"]) - 1], [level, level], color=style.MUTED, linestyle="--", linewidth=1)
    axes.plot(run["loss"], color=style.INK, linewidth=1.3)
    axes.plot(run["held"], color=style.BLUE, linewidth=1.3)
    style.label(axes, (399, run["loss"][399]), "training", offset=(27, 4))
    style.label(axes, (399, run["held"][399]), "validation", style.BLUE, offset=(31, 0))
    axes.set(xlabel="step", ylabel="loss", ylim=(0, 0.8), xlim=(-10, 480))
    return drawing
