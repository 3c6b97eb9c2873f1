"""Dead units: a jump, then no movement."""

from figures import style


def draw(page):
    drawing, axes = style.figure(height=1.9)
    run = page.runs[10]
    level = page.good["loss"][-1]
    axes.plot([0, len(run["loss"]) - 1], [level, level], color=style.MUTED, linestyle="--", linewidth=1)
    axes.plot(run["loss"], color=style.INK, linewidth=1.3)
    axes.plot(run["held"], color=style.BLUE, linewidth=1.3)
    style.label(axes, (50, run["held"][50]), "training and validation", offset=(0, 9))
    axes.set(xlabel="step", ylabel="loss", ylim=(0, 5.5))
    return drawing
