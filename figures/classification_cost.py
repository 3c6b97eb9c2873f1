"""What a model pays, minus the logarithm, against the probability that it gave to the truth."""

import numpy as np

from figures import style


def draw(page):
    drawing, axes = style.figure(height=2.7)
    p = np.geomspace(0.006, 1, 80)
    axes.plot(p, -np.log(p), color=style.INK)
    for dot, words, offset in (
        (0.99, "right and sure", (-8, 14)),
        (0.5, "no idea", (8, 10)),
        (0.01, "sure and wrong", (12, 2)),
    ):
        axes.plot([dot], [-np.log(dot)], "o", color=style.INK, zorder=3)
        style.label(axes, (dot, -np.log(dot)), words, offset=offset, ha="right" if dot > 0.9 else "left")
    axes.set(xlabel="probability that the model gave to the truth", ylabel="loss", xlim=(-0.02, 1.04), ylim=(-0.2, 5.2))
    axes.set(xticks=[0, 0.5, 1], yticks=[0, 1, 2, 3, 4, 5])
    return drawing
