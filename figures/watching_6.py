"""A rate that drops at step 150: the validation loss becomes calm."""

from figures import style


def draw(page):
    drawing, axes = style.figure(height=1.9)
    run = page.runs[6]
    level = page.good["loss"][-1]
    axes.plot([0, len(run["loss"]) - 1], [level, level], color=style.MUTED, linestyle="--", linewidth=1)
    axes.plot(run["loss"], color=style.INK, linewidth=1.3)
    axes.plot(run["held"], color=style.BLUE, linewidth=1.3)
    style.label(axes, (220, run["loss"][220]), "training", offset=(0, 30))
    style.label(axes, (100, run["held"][100]), "validation", style.BLUE, offset=(0, 34))
    axes.set(xlabel="step", ylabel="loss", ylim=(0, 1.5))
    return drawing
