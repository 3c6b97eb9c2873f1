"""A rate that is too large: the loss leaves."""

from figures import style


def draw(page):
    drawing, axes = style.figure(height=1.9)
    run = page.runs[2]
    level = page.good["loss"][-1]
    axes.plot([0, len(run["loss"]) - 1], [level, level], color=style.MUTED, linestyle="--", linewidth=1)
    axes.plot(run["loss"], color=style.INK, linewidth=1.3, marker="o")
    axes.plot(run["held"], color=style.BLUE, linewidth=1.3)
    style.label(axes, (2, run["held"][2]), "training and validation", offset=(-34, 10))
    axes.set(xlabel="step", ylabel="loss", yscale="log", ylim=(0.1, 3e6), xticks=range(len(run["loss"])))
    return drawing
