"""The distance of the float walk from the exact cycle, until it has left it, beside the growth that theory gives."""

import numpy as np

from figures import style


def draw(page):
    drawing, axes = style.figure(height=2.9)
    steps = np.arange(page.gone + 1)
    axes.semilogy(steps, page.off[: page.gone + 1], color=style.ORANGE, marker="o", markersize=3, linewidth=1.2)
    growth = (2.9**2 - 5) ** (steps / 2)
    axes.semilogy(steps, 30 * growth * page.off[page.gone] / growth[-1], color=style.MUTED, linestyle=(0, (4, 3)))
    style.label(axes, (24, 1e-7), "times 3.41 in two steps", style.MUTED, offset=(0, 8), ha="right")
    style.label(axes, (page.gone, page.off[page.gone]), f"step {page.gone}", style.ORANGE, offset=(6, 0), ha="left")
    style.label(axes, (34, 1e-14), "the fractions: 0, at every step", style.GREEN, offset=(0, 0))
    axes.set(xlabel="step", ylabel="distance from the cycle", ylim=(1e-17, 10), xlim=(-2, 67))
    axes.set_yticks([1e-16, 1e-12, 1e-8, 1e-4, 1])
    return drawing
