"""The loss of the small network of nodes while it is trained."""

import numpy as np

from figures import style


def draw(page):
    drawing, axes = style.figure(height=2.5)
    level = float(np.mean((page.Y - np.mean(page.Y)) ** 2))
    axes.axhline(level, color=style.RULE, linewidth=1, zorder=0)
    style.label(axes, (len(page.losses), level), f"always {np.mean(page.Y):g}", style.MUTED, offset=(-2, 8), ha="right")
    axes.plot(range(0, len(page.losses), 5), page.losses[::5], color=style.ORANGE)
    axes.set(xlabel="step $k$", ylabel="loss $L$", ylim=(-0.01, 0.3), yticks=[0, 0.1, 0.2, 0.3])
    return drawing
