"""A bowl that looks smooth under 40 random chords, and its dent under the magnifying glass."""

import numpy as np

from figures import style

WIDTH = 0.001


def loss(w):  # as `dented` on the page, which comes below this picture
    return w**2 / 2 - 10 * WIDTH * np.exp(-(((w - 2) / WIDTH) ** 2) / 2)


def draw(page):
    drawing, (whole, near) = style.figure(columns=2, height=2.8)
    w = np.linspace(-4, 4, 81)
    ends = np.random.default_rng(0).uniform(-4, 4, (2, 1000))  # as `failing` draws them
    for pair in ends.T[:40]:
        whole.plot(pair, loss(pair), color=style.BLUE, linewidth=0.6, alpha=0.5)
    whole.plot(w, w**2 / 2, color=style.INK)
    turn = np.linspace(0, 2 * np.pi, 25)
    whole.plot(2 + 0.3 * np.cos(turn), 2 + 0.5 * np.sin(turn), color=style.MUTED, linewidth=1.2)
    style.label(whole, (2, 2), "see right", style.MUTED, offset=(8, -9), ha="left")
    style.label(whole, (0, 6.6), "chords", style.BLUE, offset=(0, 0))
    whole.set(xlabel="weight $w$", ylabel="loss $L$", xticks=[-4, 0, 4])
    z = np.linspace(-7, 7, 141)
    height = loss(2 + WIDTH * z)
    near.plot(z, height, color=style.INK)
    low = np.argmin(height + (z < -2))  # right of the hill
    style.minimum(near, z[low], height[low])
    style.label(near, (z[low], height[low]), "a second\nminimum", style.GREEN, offset=(12, -6), ha="left")
    near.set(xlabel="thousandths from $w = 2$", xticks=[-5, 0, 5])
    near.set_yticks([1.99, 2, 2.01], ["1.99", "2.00", "2.01"])
    return drawing
