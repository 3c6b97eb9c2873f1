"""The lengths of steps on a constant slope while the rate drops: at once where it is outside the velocity."""

from figures import style


def draw(page):
    drawing, axes = style.figure(height=2.9)
    steps = range(50, 100)
    for lengths, colour in ((page.kept, style.INK), (page.scaled, style.ORANGE)):
        axes.plot([k + 1 for k in steps], [lengths[k] for k in steps], color=colour, marker="o", markersize=3)
    axes.axvline(60.5, color=style.MUTED, linewidth=0.9, linestyle=(0, (4, 3)))
    style.label(axes, (60.5, 0.108), "the rate drops", style.MUTED, offset=(5, 0), ha="left")
    style.label(axes, (70, page.kept[69]), "classical", style.INK, offset=(6, 8), ha="left")
    style.label(axes, (66, page.scaled[65]), "momentum", style.ORANGE, offset=(0, 9))
    axes.set(xlabel="step", ylabel="length of the step", ylim=(0, 0.115), xlim=(49, 101))
    return drawing
