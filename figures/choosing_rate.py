"""Gradients to the target over the rate, a line for each beta: Adam's lie together, momentum's move."""

from figures import style


def draw(page):
    drawing, axes = style.figure(1, 2, height=3.0, sharey=True)
    shades = (0.35, 0.5, 0.7, 1.0)
    for panel, name, colour in zip(axes, ("Adam", "momentum"), (style.BLUE, style.ORANGE), strict=True):
        fresh = page.score["digits", name][1]
        for row, shade in zip(fresh, shades, strict=True):
            panel.semilogx(page.rates, row, color=colour, alpha=shade, linewidth=1.5)
        panel.set(xlabel="rate η", ylim=(0, 315), xlim=(0.001, 10))
        panel.set_xticks([0.01, 0.1, 1], ["0.01", "0.1", "1"])
        panel.minorticks_off()
        style.label(panel, (0.0013, 12), name, colour, offset=(0, 0), ha="left")
    row = page.score["digits", "momentum"][1][3]
    style.label(axes[1], (page.rates[row.argmin()], row.min()), "β = 0.9", style.ORANGE, offset=(0, -9), fontsize=9.5)
    style.label(axes[1], (10.5, 232), "β = 0", style.ORANGE, offset=(0, 0), ha="right", fontsize=9.5)
    style.label(axes[0], (0.5, 315), "did not arrive", style.MUTED, offset=(0, 2), fontsize=9.5)
    axes[0].set_ylabel("gradients to the target")
    return drawing
