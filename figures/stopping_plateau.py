"""The loss of the run that crosses the plateau: level for long, then a fall."""

from figures import style


def draw(page):
    drawing, axes = style.figure(height=2.5)
    axes.plot(range(len(page.slow)), page.slow, color=style.ORANGE)
    at = (page.stopped, page.slow[page.stopped])
    axes.plot(*at, "o", color=style.ORANGE, markeredgecolor=style.PAPER, zorder=4)
    style.label(axes, at, "stopped here", style.ORANGE, offset=(0, -13))
    style.label(axes, (320, page.slow[320]), "plateau", style.MUTED, offset=(0, -13))
    style.label(axes, (len(page.slow), 0), "valley", style.MUTED, offset=(-2, 11), ha="right")
    axes.set(xlabel="step $k$", ylabel="loss $L$", ylim=(-0.05, 1.08), yticks=[0, 0.5, 1])
    return drawing
