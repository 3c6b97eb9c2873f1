"""The sharp bound as the envelope of the walks on the losses that are worst for one number of steps each."""

import numpy as np

from figures import style


def draw(page):
    drawing, axes = style.figure(height=3.3)
    steps = np.geomspace(1, 100, 40)
    axes.plot(steps, 1 / (2 * steps), color=style.MUTED, linewidth=1, linestyle=(0, (1, 2)))
    axes.plot(steps, 1 / (4 * steps + 2), color=style.MUTED, linewidth=1.3, linestyle=(0, (4, 3)))
    for k in (3, 10, 30):
        walk = np.maximum(page.walk(1 / (2 * k + 1), 2 * k + 1), 1e-9)
        axes.plot(range(1, 2 * k + 2), walk[1:], color=style.ORANGE, linewidth=1.5)
        style.path(axes, [k], [walk[k]])
        style.label(
            axes, (2 * k + 1, 9e-4), "worst for 3" if k == 3 else f"for {k}", style.ORANGE, offset=(3, 0), ha="left"
        )
    style.label(axes, (100, 1 / 200), "textbook", style.MUTED, offset=(5, 0), ha="left")
    style.label(axes, (100, 1 / 402), "sharp bound", style.MUTED, offset=(5, 0), ha="left")
    axes.set(
        xscale="log", yscale="log", xlabel="step $k$", ylabel="gap $L_k - L^\\star$", xlim=(0.9, 330), ylim=(5e-4, 0.7)
    )
    axes.minorticks_off()
    axes.set_xticks([1, 10, 100], ["1", "10", "100"])
    axes.set_yticks([0.001, 0.01, 0.1], ["0.001", "0.01", "0.1"])
    return drawing
