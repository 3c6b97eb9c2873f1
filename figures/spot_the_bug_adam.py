"""How long Adam's steps are on a constant slope, with a step number that counts and with one that does not."""

import numpy as np

from figures import style


def draw(page):
    drawing, axes = style.figure(height=2.7)
    lengths = page.faulty_lengths
    steps = np.unique(np.geomspace(1, len(lengths), 90).astype(int))
    axes.semilogx(steps, page.mended_lengths[steps - 1], color=style.BLUE)
    axes.semilogx(steps, lengths[steps - 1], color=style.VERMILION, linestyle="--")
    top = int(np.argmax(lengths))
    style.label(
        axes, (top + 1, lengths[top]), f"faulty: {lengths[top]:.2f} at step {top + 1}", style.VERMILION, offset=(0, 10)
    )
    style.label(axes, (len(lengths), lengths[-1]), f"{lengths[-1]:.2f}", style.VERMILION, offset=(-2, 11), ha="right")
    style.label(axes, (len(lengths), 1), "mended: 1", style.BLUE, offset=(-2, 9), ha="right")
    axes.set(xlabel="step", ylabel="step length / rate", ylim=(0, 2.5))
    axes.set_xticks([1, 10, 100, 1000], ["1", "10", "100", "1,000"])
    axes.minorticks_off()
    return drawing
