"""Steps needed against the learning rate: a pole at 0, a pole at 1, the minimum at 0.5."""

import numpy as np

from figures import style


def draw(page):
    drawing, axes = style.figure(height=3.3)
    near = np.geomspace(0.0001, 0.02, 20)
    rates = np.concatenate([near, np.linspace(0.025, 0.975, 191), 1 - near[::-1]])
    axes.axvspan(1, 1.22, color=style.SHADE, linewidth=0)
    axes.axvline(1, color=style.MUTED, linewidth=0.9, linestyle=(0, (4, 3)))
    axes.plot(rates, [page.steps_needed(eta) for eta in rates], color=style.INK, drawstyle="steps-mid")
    for eta, offset, side in ((0.0001, (9, 2), "left"), (0.1, (8, 6), "left"), (0.9, (-8, 6), "right")):
        steps = page.steps_needed(eta)
        style.path(axes, [eta], [steps])
        style.label(axes, (eta, steps), f"{eta:g}: {steps:,}", style.ORANGE, offset=offset, ha=side)
    style.minimum(axes, 0.5, page.steps_needed(0.5))
    style.label(axes, (0.5, page.steps_needed(0.5)), "0.5: one step", style.GREEN, offset=(0, -12))
    style.label(axes, (1.11, 400), "never\narrives", style.MUTED, offset=(0, 0))
    axes.set(xlabel="learning rate $η$", ylabel="steps needed", yscale="log", xlim=(-0.03, 1.22), ylim=(0.3, 60_000))
    axes.set_xticks([0, 0.25, 0.5, 0.75, 1], ["0", "0.25", "0.5", "0.75", "1"])
    axes.minorticks_off()
    axes.set_yticks([1, 10, 100, 1000, 10_000], ["1", "10", "100", "1,000", "10,000"])
    return drawing
