"""Twelve places around the minimum of a ravine: against the gradient (orange), and the way to the minimum (green)."""

import numpy as np

from figures import style

KAPPA, PLACES = 25, 12


def draw(page):
    drawing, axes = style.figure(height=3.4)
    x, y = np.meshgrid(np.linspace(-1.9, 1.9, 60), np.linspace(-1.3, 1.3, 60))
    axes.contour(x, y, (x**2 + KAPPA * y**2) / 2, levels=[0.06, 0.4, 2, 6, 13, 22], colors=style.RULE, linewidths=0.9)
    for place in page.ring[:, :: page.ring.shape[1] // PLACES].T:
        way = -np.array([1, KAPPA]) * place
        axes.plot(*zip(place, (0, 0), strict=True), color=style.GREEN, linewidth=1.1, linestyle=":")
        style.arrow(axes, place, place + 0.45 * way / np.hypot(*way), style.ORANGE)
        axes.plot(*place, "o", color=style.INK, markersize=4)
    style.minimum(axes, 0, 0)
    axes.set(xlabel="$w_1$", ylabel="$w_2$", aspect="equal", xlim=(-1.9, 1.9), ylim=(-1.3, 1.3))
    axes.set(xticks=[-1, 0, 1], yticks=[-1, 0, 1])
    return drawing
