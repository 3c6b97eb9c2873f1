"""A leak: both losses fall below what is possible."""

from figures import style


def draw(page):
    drawing, axes = style.figure(height=1.9)
    run = page.runs[12]
    level = page.good["loss"][-1]
    axes.plot([0, len(run["loss"]) - 1], [level, level], color=style.MUTED, linestyle="--", linewidth=1)
    axes.plot(run["loss"], color=style.INK, linewidth=1.3)
    axes.plot(run["held"], color=style.BLUE, linewidth=1.3)
    style.label(axes, (120, run["held"][120]), "training and validation", offset=(0, 26))
    axes.set(xlabel="step", ylabel="loss", ylim=(0, 1.4))
    return drawing
