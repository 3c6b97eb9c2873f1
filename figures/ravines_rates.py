"""The sizes of the factors of p and q over the rate, and the larger of the two, lowest at the best constant rate."""

import numpy as np

from figures import style


def draw(page):
    drawing, axes = style.figure(height=2.9)
    eta = np.linspace(0, 0.085, 171)
    axes.plot(eta, [page.slower(rate) for rate in eta], color=style.ORANGE, linewidth=5, alpha=0.35)
    axes.plot(eta, abs(1 - eta), color=style.INK)
    axes.plot(eta, abs(1 - 25 * eta), color=style.BLUE)
    axes.axhline(1, color=style.MUTED, linewidth=0.9, linestyle=(0, (4, 3)))
    low = page.slower(page.best)
    axes.plot([page.best], [low], "o", color=style.GREEN, markersize=7)
    axes.plot([page.best] * 2, [0, low], color=style.GREEN, linewidth=0.9, linestyle=(0, (2, 2)))
    style.label(axes, (page.best, 0.12), f"best: {page.best:.3f}", style.GREEN, offset=(-6, 0), ha="right")
    style.label(axes, (0.02, 0.86), "$p$, curvature 1", style.INK, offset=(0, 0), ha="left")
    style.label(axes, (0.02, 0.5), "$q$, curvature 25", style.BLUE, offset=(7, 0), ha="left")
    style.label(axes, (0.055, 1), "no gain", style.MUTED, offset=(0, 7))
    axes.set(xlabel="rate $\\eta$", ylabel="size of the factor", ylim=(0, 1.15), xlim=(0, 0.087))
    axes.set_xticks([0, 0.02, 0.04, 0.06, 0.08])
    return drawing
