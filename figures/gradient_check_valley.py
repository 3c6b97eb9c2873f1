"""The error of a measured slope against the nudge: truncation on the right, rounding on the left."""

from figures import style


def draw(page):
    drawing, axes = style.figure(height=2.2)
    style.path(axes, page.h, page.errors, style.BLUE)
    best = page.errors.argmin()
    axes.plot(page.h[best], page.errors[best], "o", color=style.GREEN, markeredgecolor=style.PAPER, zorder=4)
    style.label(axes, (page.h[2], page.errors[2]), "the curve bends", style.MUTED, offset=(-8, 6), ha="right")
    style.label(axes, (page.h[9], page.errors[9]), "rounding", style.MUTED, offset=(12, 8), ha="left")
    axes.set(xscale="log", yscale="log", xlabel="nudge $h$", ylabel="error of the slope", ylim=(1e-13, 1e-2))
    axes.set(xticks=[1e-13, 1e-9, 1e-5, 1e-1], yticks=[1e-12, 1e-8, 1e-4])
    axes.minorticks_off()
    return drawing
