"""A rate that is too large: the loss leaves."""

from figures import style


def draw(page):
    run = page.runs[2]
    drawing, axes = style.losses(run, page.good["loss"][-1], marker="o")
    style.label(axes, (2, run["held"][2]), "training and validation", offset=(-34, 10))
    axes.set(yscale="log", ylim=(0.1, 3e6), xticks=range(len(run["loss"])))
    return drawing
