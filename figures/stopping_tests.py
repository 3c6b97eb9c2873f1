"""Slope and fall of one run on a log scale: each meets the tolerance at another step."""

from figures import style


def draw(page):
    drawing, axes = style.figure(height=3.2)
    axes.axhline(page.tol, color=style.MUTED, linewidth=1, linestyle=(0, (4, 3)))
    style.label(axes, (1, page.tol), "tolerance", style.MUTED, offset=(0, -8), ha="left")
    lines = {  # where the name stands, and how the crossing's number is placed
        "slope": (page.slopes, style.VERMILION, 22, (12, 10), (7, 8)),
        "fall": (page.falls, style.INK, 56, (-16, -6), (8, 8)),
    }
    for name, (sizes, colour, at, offset, crossing) in lines.items():
        axes.plot(range(page.budget), sizes, color=colour)
        style.label(axes, (at, sizes[at]), name, colour, offset=offset)
        k = page.met[name]
        axes.plot([k], [sizes[k]], "o", color=colour, markeredgecolor=style.PAPER, zorder=4)
        style.label(axes, (k, sizes[k]), f"{k}", colour, offset=crossing)
    axes.axvline(page.budget, color=style.MUTED, linewidth=1)
    style.label(axes, (page.budget, 1), "budget", style.MUTED, offset=(-5, 6), ha="right")
    axes.set(xlabel="step $k$", ylabel="size", yscale="log", xlim=(0, 82), ylim=(1e-16, 30))
    axes.set_yticks([1e-15, 1e-10, 1e-5, 1])
    axes.minorticks_off()
    return drawing
