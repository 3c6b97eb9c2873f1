"""A chord and a tangent on a convex loss, and on one that is not convex."""

import numpy as np

from figures import style


def draw(page):
    drawing, both = style.figure(columns=2, height=2.7, sharey=True)
    w = np.linspace(-4, 4, 81)
    cases = (
        ("log cosh w", "$\\log\\,\\cosh\\,w$", (-2.5, 3.4), 1.2, (-0.4, 3.6)),
        ("log(1 + w^2)", "$\\log(1 + w^2)$", (1, 4), -0.7, (-3.6, 0.4)),
    )
    for axes, (name, shown, ends, at, line) in zip(both, cases, strict=True):
        loss, slope, _ = page.losses[name]
        ends, at, line = np.array(ends), np.array(at), np.array(line)
        axes.plot(w, loss(w), color=style.INK)
        axes.plot(line, loss(at) + slope(at) * (line - at), color=style.VERMILION, linewidth=1.4)
        axes.plot(at, loss(at), "o", color=style.VERMILION)
        axes.plot(ends, loss(ends), "o-", color=style.BLUE, linewidth=1.4)
        style.label(axes, (-3.9, 4.0), shown, style.INK, offset=(0, 0), ha="left")
        axes.set(xlabel="weight $w$", ylim=(-1.2, 4.4), xticks=[-4, 0, 4])
    style.label(both[0], (-0.6, 1.9), "chord", style.BLUE, offset=(0, 18))
    style.label(both[0], (2.4, 1.0), "tangent", style.VERMILION, offset=(4, -8), ha="left")
    style.label(both[1], (3, 1.9), "chord", style.BLUE, offset=(4, -10))
    style.label(both[1], (-3.2, 2.75), "tangent", style.VERMILION, offset=(10, 4), ha="left")
    both[0].set(ylabel="loss $L$", yticks=[0, 2, 4])
    return drawing
