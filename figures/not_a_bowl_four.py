"""Four losses that are no bowls, each with a walk of the page."""

import numpy as np

from figures import style


def draw(page):
    drawing, ((a, b), (c, d)) = style.figure(2, 2, height=4.2)
    panels = [
        (a, "$w^4$", lambda w: w**4, (-1.1, 1.1), page.quartic[:40], 0),
        (b, "$|w|$", np.abs, (-1.1, 1.1), page.runs["abs"][:20], 0),
        (c, r"$\log\cosh w$", lambda w: np.log(np.cosh(w)), (-5.3, 5.3), page.runs["log cosh"][:20], 0),
        (d, "$e^{-w}$", lambda w: np.exp(-w), (-0.4, 4.6), page.runs["decay"][:80:2], None),
    ]
    for axes, words, loss, (left, right), walk, lowest in panels:
        w = np.linspace(left, right, 61)
        axes.plot(w, loss(w), color=style.INK, linewidth=1.2)
        style.path(axes, walk, loss(np.array(walk)), markersize=3.6, linewidth=0.9)
        if lowest is not None:
            style.minimum(axes, lowest, 0, markersize=8, zorder=2)
        axes.text(0.5, 0.9, words, transform=axes.transAxes, ha="center", va="center", fontsize=11)
        axes.set(yticks=[], xlim=(left, right))
        axes.margins(y=0.08)
    return drawing
