"""Small batches: the loss of the batch leaps, the validation loss does not."""

from figures import style


def draw(page):
    drawing, axes = style.figure(height=1.9)
    run = page.runs[3]
    level = page.good["loss"][-1]
    axes.plot([0, len(run["loss"]) - 1], [level, level], color=style.MUTED, linestyle="--", linewidth=1)
    axes.plot(run["loss"], color=style.INK, linewidth=1.3)
    axes.plot(run["held"], color=style.BLUE, linewidth=1.3)
    style.label(axes, (24, run["loss"][24]), "training", offset=(30, 2))
    style.label(axes, (199, run["held"][199]), "validation", style.BLUE, offset=(31, 3))
    axes.set(xlabel="step", ylabel="loss", ylim=(0, 3.2), xlim=(-5, 240))
    return drawing
