"""The same guesses for one weight, on a line, and for two, on a square; those that hit in green."""

from figures import style


def draw(page):
    drawing, (line, square) = style.figure(1, 2, height=2.25, gridspec_kw={"width_ratios": [1, 1]}, sharex=True)
    low, high = page.right - page.near, page.right + page.near
    first, second = page.tried.T
    line.axvspan(low, high, color=style.GREEN, alpha=0.25, linewidth=0)
    square.fill([low, high, high, low], [low, low, high, high], color=style.GREEN, alpha=0.45, linewidth=0)
    heights = 0.5 + 0.9 * (second - 5) / 10  # spread, so that the dots can be told apart
    for axes, ys, hit in ((line, heights, page.hits[:, 0]), (square, second, page.hits.all(axis=1))):
        for chosen, colour, width in ((~hit, style.MUTED, 1.6), (hit, style.GREEN, 4)):
            style.dots(axes, first[chosen], ys[chosen], colour, width)
        axes.set(xlim=(0, 10), xticks=[0, 5, 10], xlabel="level")
    line.set(ylim=(0, 1), yticks=[])
    line.set_box_aspect(1)
    line.spines["left"].set_visible(False)
    square.set(ylim=(0, 10), yticks=[0, 5, 10], ylabel="uphill", aspect="equal")
    style.label(line, (5, 1), f"level: {page.hits[:, 0].sum()}", style.INK, offset=(0, 7))
    style.label(square, (5, 10), f"both: {page.hits.all(axis=1).sum()}", style.INK, offset=(0, 7))
    return drawing
