"""One rate, 0.5, on a flat bowl, on ours and on a steep one, on one scale."""

import numpy as np

from figures import style


def draw(page):
    drawing, panels = style.figure(1, 3, height=2.9, sharex=True, sharey=True)
    bowls = ((0.4, 4, "flat", "creeps"), (2, 1, "ours", "lands"), (4.4, 3, "steep", "diverges"))
    for axes, (curvature, steps, name, what) in zip(panels, bowls, strict=True):
        a = curvature / 2
        w = np.linspace(-2.2, 8.4, 70)
        height = a * (w - 3) ** 2
        axes.plot(w[height < 66], height[height < 66], color=style.INK, linewidth=1.3)
        walk = page.descend_on(curvature, 0.5, steps)
        style.minimum(axes, 3, 0, zorder=6)
        style.path(axes, walk, [a * (w - 3) ** 2 for w in walk], linewidth=1.4, zorder=5, markersize=5)
        style.label(axes, (3, 80), f"{name}: {curvature}", style.INK, offset=(0, 0))
        style.label(axes, (3, 71), what, style.ORANGE, offset=(0, 0))
        axes.set(xlabel="weight $w$", ylim=(-5, 85), xticks=[0, 3, 6], yticks=[0, 20, 40, 60])
    panels[0].set_ylabel("loss $L$")
    return drawing
