"""The error of Gauss–Newton over the steps for four misfits, and lines with the factor of the formula."""

import numpy as np

from figures import style


def draw(page):
    drawing, axes = style.figure(height=3.0)
    for misfit, colour, end in (
        (0.01, style.INK, 4),
        (0.1, style.PURPLE, 6),
        (0.5, style.BLUE, 18),
        (1, style.ORANGE, 43),
    ):
        errors = page.fit_curve(misfit)[0][: end + 1]
        axes.plot(10 ** np.log10(errors).round(3), "o-", color=colour, markersize=3, linewidth=1.3)
        middle = (end + 1) // 2
        line = 12 * errors[middle] * page.factor(misfit) ** (np.array([0, end]) - middle)
        axes.plot([0, end], line, color=style.MUTED, linewidth=1, linestyle=(0, (4, 3)))
        place, side = ((end, errors[end]), (6, 6)) if misfit > 0.01 else ((2.5, 1e-9), (-34, 0))
        style.label(axes, place, f"{misfit}", colour, offset=side, ha="left")
    style.label(axes, (21, 1e-1), "dashed: the factor of the formula", style.MUTED, offset=(0, 0), ha="left")
    axes.set(xlabel="step $k$", ylabel="error", yscale="log", ylim=(1e-12, 30), xlim=(-4.5, 47))
    axes.minorticks_off()
    axes.set_yticks([1, 1e-4, 1e-8, 1e-12], ["1", "10$^{-4}$", "10$^{-8}$", "10$^{-12}$"])
    return drawing
