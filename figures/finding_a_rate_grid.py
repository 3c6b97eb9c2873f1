"""Full runs on a grid of rates, for two budgets, beside the readings of the range test."""

from figures import style


def draw(page):
    drawing, axes = style.figure(height=2.8)
    colours = style.BLUE, style.GREEN, style.VERMILION
    for rate, name, colour in zip(page.middle, page.names, colours, strict=True):
        axes.plot([rate, rate], [0, 0.63], color=colour, linestyle="--", linewidth=1.2)
        style.label(axes, (rate, 0.63), name, colour, offset=(8, 8), ha="right")
    style.path(axes, page.tried, page.grid[50], style.ORANGE)
    style.path(axes, page.tried, page.grid[500], style.PURPLE)
    style.label(axes, (page.tried[0], page.grid[50][0]), "50 steps", style.ORANGE, offset=(10, 10), ha="left")
    style.label(axes, (page.tried[0], page.grid[500][0]), "500 steps", style.PURPLE, offset=(0, -11), ha="left")
    axes.set(xscale="log", xlabel=r"rate $\eta$", ylabel="loss at the end", ylim=(0, 0.8), xlim=(0.0024, 0.4))
    axes.set_xticks([0.003, 0.01, 0.03, 0.1, 0.3], ["0.003", "0.01", "0.03", "0.1", "0.3"])
    axes.minorticks_off()
    return drawing
