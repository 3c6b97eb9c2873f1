"""One bad sample: a peak in each epoch."""

from figures import style


def draw(page):
    drawing, axes = style.figure(height=1.9)
    run = page.runs[9]
    level = page.good["loss"][-1]
    axes.plot([0, len(run["loss"]) - 1], [level, level], color=style.MUTED, linestyle="--", linewidth=1)
    axes.plot(run["loss"], color=style.INK, linewidth=1.3)
    axes.plot(run["held"], color=style.BLUE, linewidth=1.3)
    style.label(axes, (16, run["loss"][16]), "training", offset=(25, 0))
    style.label(axes, (87, run["held"][87]), "validation", style.BLUE, offset=(0, 9))
    axes.set(xlabel="step", ylabel="loss", ylim=(0, 9.5), xticks=range(0, 175, 29))
    return drawing
