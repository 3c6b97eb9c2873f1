"""The step without bias correction over the step with it, for three β₂: formula and measured steps."""

import numpy as np

from figures import style


def draw(page):
    drawing, axes = style.figure(height=3.1)
    looks = {
        0.999: (style.BLUE, "-", 40),
        0.99: (style.PURPLE, (0, (5, 2)), 40),
        0.9: (style.ORANGE, (0, (3, 1, 1, 1)), 4),
    }
    k = np.unique(np.geomspace(1, 1000, 90).round().astype(int))
    dots = np.array([1, 2, 4, 8, 16, 32, 100, 300, 1000])
    axes.axhline(1, color=style.MUTED, linewidth=0.9, linestyle=(0, (4, 3)))
    for beta2, (colour, dashes, place) in looks.items():
        formula = (1 - 0.9**k) / np.sqrt(1 - beta2**k)
        axes.plot(k, formula, color=colour, linestyle=dashes, linewidth=1.5)
        style.path(axes, dots, page.ratio[beta2][dots - 1], colour, linestyle="")
        style.label(
            axes,
            (place, page.ratio[beta2][place - 1]),
            f"$\\beta_2$ = {beta2}",
            colour,
            offset=(9, 6 if beta2 > 0.9 else -8),
            ha="left",
        )
    style.label(axes, (1000, 1), "the same", style.MUTED, offset=(0, -8), ha="right")
    axes.set(xscale="log", yscale="log", xlabel="step", ylabel="without / with", ylim=(0.25, 8.5))
    axes.minorticks_off()
    axes.set_xticks([1, 10, 100, 1000], ["1", "10", "100", "1,000"])
    axes.set_yticks([0.3, 1, 3, 6], ["0.3", "1", "3", "6"])
    return drawing
