"""A feature that is not scaled: fast, then slow."""

from figures import style


def draw(page):
    drawing, axes = style.figure(height=1.9)
    run = page.thirteenth
    axes.axhline(page.good["loss"][-1], color=style.MUTED, linestyle="--", linewidth=1)
    axes.plot(run["loss"], color=style.INK, linewidth=1.3)
    axes.plot(run["held"], color=style.BLUE, linewidth=1.3)
    style.label(axes, (150, run["loss"][150]), "training", offset=(0, -8))
    style.label(axes, (150, run["held"][150]), "validation", style.BLUE, offset=(0, 9))
    axes.set(xlabel="step", ylabel="loss", ylim=(0, 1.4))
    return drawing
