"""Small batches: the loss of the batch leaps, the validation loss does not."""

from figures import style


def draw(page):
    drawing, axes = style.figure(height=1.9)
    run = page.runs[3]
    axes.axhline(page.good["loss"][-1], color=style.MUTED, linestyle="--", linewidth=1)
    axes.plot(run["loss"], color=style.INK, linewidth=1.3)
    axes.plot(run["held"], color=style.BLUE, linewidth=1.3)
    style.label(axes, (24, run["loss"][24]), "training", offset=(34, 4))
    style.label(axes, (120, run["held"][120]), "validation", style.BLUE, offset=(0, 60))
    axes.set(xlabel="step", ylabel="loss", ylim=(0, 3.2))
    return drawing
