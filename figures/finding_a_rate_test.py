"""One range test: the loss over a growing rate, and three readings of it."""

from figures import style


def draw(page):
    drawing, axes = style.figure(height=3.0)
    used = page.rates[: len(page.losses)]
    axes.plot(used, page.losses, color=style.MUTED, linewidth=0.7)
    axes.plot(used, page.calm, color=style.INK, linewidth=2.2)
    readings = page.read(page.losses, page.rates)
    colours = style.BLUE, style.GREEN, style.VERMILION
    for rate, name, colour in zip(readings, ("fastest", "a tenth", "lowest"), colours, strict=True):
        top = 1.95 if name == "lowest" else 2.15
        axes.plot([rate, rate], [0, top], color=colour, linestyle="--", linewidth=1.2)
        style.label(
            axes, (rate, top), name, colour, offset=(0, 8) if top > 2 else (4, 8), ha="right" if top > 2 else "left"
        )
    style.label(axes, (used[-1], 1.2), "leaves", style.INK, offset=(20, 0))
    axes.set(xscale="log", xlabel=r"rate $\eta$", ylabel="loss", ylim=(0, 2.5), xlim=(8e-5, 3))
    axes.set_xticks([1e-4, 1e-3, 1e-2, 1e-1, 1], ["0.0001", "0.001", "0.01", "0.1", "1"])
    axes.minorticks_off()
    return drawing
