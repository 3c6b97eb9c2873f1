"""The rates of a schedule as planned, and as used after the plot had moved it on."""

from figures import style


def draw(page):
    drawing, axes = style.figure(height=2.6)
    steps = range(1, len(page.planned) + 1)
    axes.step(steps, page.mended_used, where="mid", color=style.ORANGE)
    axes.step(steps, page.used, where="mid", color=style.VERMILION, linestyle="--")
    style.label(
        axes, (11, page.planned[10]), "planned, and used by the mended run", style.ORANGE, offset=(0, 12), ha="left"
    )
    style.label(axes, (1, page.used[0]), "used by the faulty run", style.VERMILION, offset=(0, 11), ha="left")
    axes.set(xlabel="step", ylabel="rate $\\eta$", ylim=(0, 0.215), xlim=(0, 31))
    return drawing
