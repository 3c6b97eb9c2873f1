"""A start near zero: a shelf, then a fall."""

from figures import style


def draw(page):
    drawing, axes = style.figure(height=1.9)
    run = page.runs[8]
    axes.axhline(page.good["loss"][-1], color=style.MUTED, linestyle="--", linewidth=1)
    axes.plot(run["loss"], color=style.INK, linewidth=1.3)
    axes.plot(run["held"], color=style.BLUE, linewidth=1.3)
    style.label(axes, (30, run["loss"][30]), "training", offset=(-30, -10))
    style.label(axes, (33, run["held"][33]), "validation", style.BLUE, offset=(32, 6))
    axes.set(xlabel="step", ylabel="loss", ylim=(0, 1.2))
    return drawing
