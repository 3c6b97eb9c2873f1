"""The first screen: the lengths of 63 silver steps, and the loss of their walk on the steepest bowl."""

import numpy as np

from figures import style

STEPS = 63


def draw(page):
    drawing, (above, below) = style.figure(2, 1, height=4.0, sharex=True)
    at = np.arange(1, STEPS + 1)
    lengths = 1 + (1 + 2**0.5) ** (np.array([(i & -i).bit_length() for i in at.tolist()]) - 2.0)
    loss = np.cumprod(np.append(1, 1 - lengths)) ** 2 / 2
    for colour, chosen in ((style.MUTED, lengths < 2.1), (style.ORANGE, lengths > 2.1)):
        ends = np.column_stack([np.full(chosen.sum(), 1.0), lengths[chosen], np.full(chosen.sum(), np.nan)])
        above.plot(np.repeat(at[chosen], 3), ends.ravel(), color=colour, linewidth=2.2)
    above.axhline(2, color=style.MUTED, linewidth=0.9, linestyle=(0, (4, 3)))
    style.label(above, (32, lengths[31]), "35", style.ORANGE, offset=(6, -3), ha="left")
    style.label(above, (0, 2), "2", style.MUTED, offset=(0, 7))
    above.set(ylabel="length $η$", yscale="log", ylim=(1, 50), xlim=(-2, 65))
    above.minorticks_off()
    above.set_yticks([1, 10], ["1", "10"])
    style.path(below, np.arange(STEPS + 1), loss, markersize=3.5, linewidth=1.1)
    for k in (8, 16, 32):
        style.label(below, (k, loss[k]), f"{k}", style.ORANGE)
    style.label(below, (STEPS, loss[-1]), "end", style.ORANGE, offset=(-8, -4), ha="right")
    below.set(xlabel="step $i$", ylabel="loss $L$", yscale="log", ylim=(4e-6, 2))
    below.minorticks_off()
    below.set_yticks([1, 0.01, 0.0001], ["1", "0.01", "0.0001"])
    return drawing
