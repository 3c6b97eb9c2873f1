"""One walk in the ravine, on the map (above) and as two walks on the parabolas of p and q (below)."""

import numpy as np

from figures import style

STEPS = 11  # places drawn: the start and ten steps


def draw(page):
    drawing, axes = style.figure(height=5.3)
    axes.remove()
    axes = drawing.subplot_mosaic([["map", "map"], ["p", "q"]], height_ratios=[1.5, 1])
    w1, w2 = np.meshgrid(np.linspace(-5.2, 2, 56), np.linspace(-4, 1.4, 56))
    theta = np.stack([w1, w2])
    height = np.einsum("iab,ij,jab->ab", theta, page.ravine(25), theta) / 2
    axes["map"].contour(w1, w2, height, levels=[1, 4, 9, 25, 100], colors=style.RULE, linewidths=0.9)
    for x, y, name in (1.1, 1.1, "$p$"), (-1, 1, "$q$"):
        axes["map"].plot([-3.9 if x == y else -x, x], [-3.9 if x == y else -y, y], color=style.MUTED, linestyle=":")
        style.label(axes["map"], (x, y), name, style.MUTED, offset=(7 if x == y else -7, 3))
    walk = page.zigzag[:STEPS]
    style.minimum(axes["map"], 0, 0)
    style.path(axes["map"], *zip(*walk, strict=True))
    style.label(axes["map"], walk[0], "start", style.ORANGE, offset=(-7, 6), ha="right")
    axes["map"].set(xlabel="$w_1$", ylabel="$w_2$", aspect="equal", xticks=[-4, -2, 0, 2], yticks=[-4, -2, 0])
    places = np.array([page.turn(theta) for theta in walk])
    for name, value, curvature in (("p", places[:, 0], 1), ("q", places[:, 1], 25)):  # both to the same scale
        x = np.linspace(-1, 1, 61) * (5 if curvature == 1 else 1.5)
        axes[name].plot(x, curvature * x**2 / 2, color=style.INK)
        style.minimum(axes[name], 0, 0)
        style.path(axes[name], value, curvature * value**2 / 2)
        axes[name].set(xlabel=f"${name}$, curvature {curvature}", xlim=(-5.2, 5.2), ylim=(-2, 30), xticks=[-4, 0, 4])
    axes["p"].set_ylabel("part of $L$")
    axes["q"].set_yticklabels([])
    return drawing
