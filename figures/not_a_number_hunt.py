"""The hunt by halving: what is left to search before each look, and what the look found."""

from figures import style


def draw(page):
    drawing, axes = style.figure(height=3.0)
    good, end = 0, len(page.states) - 1
    for row, (middle, bad) in enumerate(page.looks):
        axes.plot([good, end], [-row, -row], color=style.RULE, linewidth=7, solid_capstyle="butt")
        colour = style.ORANGE if bad else style.BLUE
        axes.plot([middle], [-row], color=colour, marker="o", markersize=6, zorder=3)
        good, end = (good, middle) if bad else (middle, end)
    axes.axvline(end, color=style.MUTED, linewidth=0.9, linestyle="--", zorder=0)
    style.label(axes, (end, -9.6), f"first NaN: step {end}", style.MUTED, offset=(6, 0), ha="left")
    style.label(axes, (page.looks[0][0], 0), "NaN", style.ORANGE, offset=(0, 11))
    style.label(axes, (page.looks[1][0], -1), "finite", style.BLUE, offset=(-5, -12), ha="right")
    axes.set(xlabel="step", ylabel="look", ylim=(-10.2, 1.2), xticks=range(0, 1025, 256))
    axes.set_yticks([0, -3, -6, -9], [1, 4, 7, 10])
    return drawing
