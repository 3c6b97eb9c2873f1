"""A feature that is not scaled: fast, then slow."""

from figures import style


def draw(page):
    drawing, axes = style.figure(height=1.9)
    run = page.thirteenth
    level = page.good["loss"][-1]
    axes.plot([0, len(run["loss"]) - 1], [level, level], color=style.MUTED, linestyle="--", linewidth=1)
    axes.plot(run["loss"], color=style.INK, linewidth=1.3)
    axes.plot(run["held"], color=style.BLUE, linewidth=1.3)
    style.label(axes, (299, run["loss"][299]), "training", offset=(27, -3))
    style.label(axes, (299, run["held"][299]), "validation", style.BLUE, offset=(31, 9))
    axes.set(xlabel="step", ylabel="loss", ylim=(0, 1.4), xlim=(-8, 360))
    return drawing
