"""A leak: both losses fall below what is possible."""

from figures import style


def draw(page):
    drawing, axes = style.figure(height=1.9)
    run = page.runs[12]
    axes.axhline(page.good["loss"][-1], color=style.MUTED, linestyle="--", linewidth=1)
    axes.plot(run["loss"], color=style.INK, linewidth=1.3)
    axes.plot(run["held"], color=style.BLUE, linewidth=1.3)
    style.label(axes, (60, run["loss"][60]), "training", offset=(0, 8))
    style.label(axes, (20, run["held"][20]), "validation", style.BLUE, offset=(30, 8))
    axes.set(xlabel="step", ylabel="loss", ylim=(0, 1.4))
    return drawing
