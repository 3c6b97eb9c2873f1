"""Mean error of the forward and central difference of e^x at 1 against the nudge."""

from figures import style


def draw(page):
    drawing, axes = style.figure(height=3.4)
    for method, best, name, colour, at, offset, side, away in (
        (page.rise_over_run, page.best[0], "forward", style.PURPLE, 1e-4, (-6, 8), "right", 38),
        (page.central, page.best[1], "central", style.BLUE, 1e-4, (8, -6), "left", -12),
    ):
        sizes = sorted(h for h in page.sizes if 1e-13 <= h <= 0.4)
        axes.plot(sizes, [page.typical(method, h) for h in sizes], color=colour)
        style.label(axes, (at, page.typical(method, at)), name, colour, offset=offset, ha=side)
        error = page.typical(method, best)
        axes.plot([best], [error], color=colour, marker="o", markeredgecolor=style.PAPER, zorder=4)
        mantissa, power = f"{best:.0e}".split("e")
        times = "" if mantissa == "1" else rf"{mantissa} \times "
        style.label(axes, (best, error), rf"best near ${times}10^{{{int(power)}}}$", colour, offset=(0, away))
    style.label(axes, (3e-12, 1e-7), "rounding", style.MUTED, offset=(0, 0))
    style.label(axes, (3e-3, 1e-10), "bend of the curve", style.MUTED, offset=(0, 0))
    ticks = [1e-12, 1e-8, 1e-4, 1]
    axes.set(xscale="log", yscale="log", xlabel="nudge $h$", ylabel="error of the slope", xticks=ticks, yticks=ticks)
    axes.set(ylim=(1e-12, 3), xlim=(1e-14, 2))
    axes.minorticks_off()
    return drawing
