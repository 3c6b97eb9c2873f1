"""Four hikes and a guess with its errors; the loss over the guess, and where this guess stands on it."""

import numpy as np

from figures import style

KM, GUESS = [2, 3, 3, 4], 1


def draw(page):
    drawing, (data, bowl) = style.figure(columns=2, height=2.7)
    hikes = range(1, len(KM) + 1)
    data.axhline(GUESS, color=style.ORANGE, linewidth=1.6)
    for hike, km in zip(hikes, KM, strict=True):
        data.plot([hike, hike], [GUESS, km], color=style.ORANGE, linewidth=1.1, linestyle=(0, (2, 2)))
        style.label(data, (hike, km), str(km), style.INK, offset=(8, 4))
    data.plot(hikes, KM, color=style.INK, marker="o", linestyle="", zorder=4)
    style.label(data, (4.5, GUESS), "the guess", style.ORANGE, offset=(0, -9), ha="right")
    data.set(xlabel="hike", ylabel="kilometres", xlim=(0.5, 4.5), ylim=(0, 5), xticks=hikes, yticks=range(6))

    def wrong(w):
        return np.mean((w - np.array(KM)) ** 2)

    w = np.linspace(0.5, 5.5, 60)
    bowl.plot(w, [wrong(w) for w in w], color=style.INK)
    bowl.plot([GUESS], [wrong(GUESS)], color=style.ORANGE, marker="o", markersize=7, markeredgecolor=style.PAPER)
    style.label(bowl, (GUESS, wrong(GUESS)), "this guess", style.ORANGE, offset=(8, 2), ha="left")
    bowl.set(xlabel="guess", ylabel="how wrong", xticks=range(1, 6), ylim=(0, 7), yticks=[0, 2, 4, 6])
    return drawing
