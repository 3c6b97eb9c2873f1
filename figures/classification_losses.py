"""Cross-entropy and squared error of a Chinstrap over its score, and the slopes of both."""

import numpy as np

from figures import style


def draw(page):
    drawing, (left, right) = style.figure(1, 2, height=2.9)
    scores = np.linspace(-12, 6, 80)
    p = page.sigmoid(scores)
    left.plot(scores, -np.log(p), color=style.INK)
    left.plot(scores, (p - 1) ** 2, color=style.BLUE)
    right.plot(scores, p - 1, color=style.INK)
    right.plot(scores, 2 * (p - 1) * p * (1 - p), color=style.BLUE)
    style.label(left, (-6, -np.log(page.sigmoid(-6))), "cross-\nentropy", offset=(16, 12), ha="left")
    style.label(left, (-12, 1), "squared error", style.BLUE, offset=(2, 9), ha="left")
    style.label(right, (-12, -1), "cross-\nentropy", offset=(2, 17), ha="left")
    style.label(right, (-12, 0), "squared\nerror", style.BLUE, offset=(2, -17), ha="left")
    left.set(title=None, xlabel="score", ylabel="loss", xticks=[-12, -6, 0, 6], yticks=[0, 4, 8, 12])
    right.set(xlabel="score", ylabel="slope", xticks=[-12, -6, 0, 6], yticks=[-1, -0.5, 0], ylim=(-1.08, 0.12))
    return drawing
