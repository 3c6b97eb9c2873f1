"""A rate that is too small: both losses fall by little."""

from figures import style


def draw(page):
    drawing, axes = style.figure(height=1.9)
    run = page.runs[1]
    level = page.good["loss"][-1]
    axes.plot([0, len(run["loss"]) - 1], [level, level], color=style.MUTED, linestyle="--", linewidth=1)
    axes.plot(run["loss"], color=style.INK, linewidth=1.3)
    axes.plot(run["held"], color=style.BLUE, linewidth=1.3)
    style.label(axes, (100, run["loss"][100]), "training", offset=(0, -11))
    style.label(axes, (100, run["held"][100]), "validation", style.BLUE, offset=(0, 9))
    axes.set(xlabel="step", ylabel="loss", ylim=(0, 1.4))
    return drawing
