"""Dead units: a jump, then no movement."""

from figures import style


def draw(page):
    drawing, axes = style.figure(height=1.9)
    run = page.runs[10]
    axes.axhline(page.good["loss"][-1], color=style.MUTED, linestyle="--", linewidth=1)
    axes.plot(run["loss"], color=style.INK, linewidth=1.3)
    axes.plot(run["held"], color=style.BLUE, linewidth=1.3)
    style.label(axes, (30, run["loss"][30]), "training", offset=(0, -9))
    style.label(axes, (30, run["held"][30]), "validation", style.BLUE, offset=(0, 9))
    axes.set(xlabel="step", ylabel="loss", ylim=(0, 5.5))
    return drawing
