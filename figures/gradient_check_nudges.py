"""The worst relative error of a right gradient against the nudge, in float64 and in float32."""

from figures import style


def draw(page):
    drawing, axes = style.figure(height=3.5)
    axes.axhspan(1e-2, 30, color=style.SHADE, zorder=0, linewidth=0)
    axes.axhline(1e-2, color=style.RULE, linewidth=1, zorder=0)
    axes.axhline(1e-7, color=style.RULE, linewidth=1, zorder=0)
    style.label(axes, (1.1e-12, 6), "taken for wrong", style.MUTED, offset=(0, 0), ha="left")
    style.label(axes, (1.1e-12, 2e-8), "fine", style.MUTED, offset=(0, 0), ha="left")
    for errors, name, colour, k, offset in (
        (page.curves[0], "float64", style.BLUE, 6, (-12, -6)),
        (page.curves[1], "float32", style.PURPLE, 2, (-12, -6)),
    ):
        axes.plot(page.sizes, errors, color=colour)
        style.label(axes, (page.sizes[k], errors[k]), name, colour, offset=offset, ha="right")
        best = errors.index(min(errors))
        axes.plot(page.sizes[best], errors[best], "o", color=colour, markeredgecolor=style.PAPER, zorder=4)
        style.label(axes, (page.sizes[best], errors[best]), rf"$10^{{{-1 - best}}}$", colour, offset=(0, -11))
    axes.set(xscale="log", yscale="log", xlabel="nudge $h$", ylabel="worst relative error")
    axes.set(xlim=(6e-13, 0.2), ylim=(1e-10, 30))
    axes.set(xticks=[1e-12, 1e-9, 1e-6, 1e-3], yticks=[1e-9, 1e-7, 1e-5, 1e-2, 1])
    axes.minorticks_off()
    return drawing
