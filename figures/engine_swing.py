"""The weight on the bowl, with the slope set to zero before each step and without."""

from figures import style


def draw(page):
    drawing, axes = style.figure(height=2.8)
    axes.axhline(3, color=style.GREEN, linewidth=1, zorder=0)
    style.path(axes, range(len(page.bad)), page.bad, style.BLUE, markersize=3.5, linewidth=1.2)
    style.path(axes, range(len(page.good)), page.good, markersize=3.5, linewidth=1.4)
    top = page.bad.index(max(page.bad[:14]))
    style.label(axes, (top, page.bad[top]), "one line left out", style.BLUE, offset=(0, 11), ha="center")
    style.label(axes, (27.4, 3), "as it should be", style.ORANGE, offset=(0, -11), fontsize=9.5)
    axes.set(xlabel="step $k$", ylabel="weight $w$", ylim=(-0.4, 7), yticks=[0, 3, 6])
    return drawing
