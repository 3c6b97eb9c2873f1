"""One bad sample: a peak in each epoch."""

from figures import style


def draw(page):
    drawing, axes = style.figure(height=1.9)
    run = page.runs[9]
    level = page.good["loss"][-1]
    axes.plot([0, len(run["loss"]) - 1], [level, level], color=style.MUTED, linestyle="--", linewidth=1)
    axes.plot(run["loss"], color=style.INK, linewidth=1.3)
    axes.plot(run["held"], color=style.BLUE, linewidth=1.3)
    style.label(axes, (run["loss"][87:116].argmax() + 87, 6.5), "training", offset=(-26, 0))
    style.label(axes, (87, run["held"][87]), "validation", style.BLUE, offset=(0, 9))
    axes.set(xlabel="step", ylabel="loss", ylim=(0, 9.5), xticks=range(0, 175, 29))
    return drawing
