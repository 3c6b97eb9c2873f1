"""Gradients that add up: waves."""

from figures import style


def draw(page):
    drawing, axes = style.figure(height=1.9)
    run = page.runs[11]
    level = page.good["loss"][-1]
    axes.plot([0, len(run["loss"]) - 1], [level, level], color=style.MUTED, linestyle="--", linewidth=1)
    axes.plot(run["loss"], color=style.INK, linewidth=1.3)
    axes.plot(run["held"], color=style.BLUE, linewidth=1.3)
    style.label(axes, (199, run["loss"][199]), "training", offset=(27, -4))
    style.label(axes, (199, run["held"][199]), "validation", style.BLUE, offset=(31, 5))
    axes.set(xlabel="step", ylabel="loss", ylim=(0, 1.4), xlim=(-5, 240))
    return drawing
