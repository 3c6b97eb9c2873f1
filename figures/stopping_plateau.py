"""The loss of the run that crosses the plateau: level for long, then a fall."""

from figures import style


def draw(page):
    drawing, axes = style.figure(height=2.5)
    axes.plot(range(len(page.history)), page.history, color=style.ORANGE)
    at = (page.stop, page.history[page.stop])
    axes.plot(*at, "o", color=style.ORANGE, markeredgecolor=style.PAPER, zorder=4)
    style.label(axes, at, "stopped here", style.ORANGE, offset=(-3, -13), ha="left")
    style.label(axes, (170, page.history[170]), "plateau", style.MUTED, offset=(-8, -13))
    style.label(axes, (len(page.history), 0), "hollow", style.MUTED, offset=(-2, 11), ha="right")
    axes.set(xlabel="step $k$", ylabel="loss $L$", ylim=(-0.05, 1.08), yticks=[0, 0.5, 1])
    return drawing
