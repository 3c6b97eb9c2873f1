"""The wall, growing momentum, its promise and plain descent, on the chain that is made for each number of steps."""

import numpy as np

from figures import style


def draw(page):
    drawing, axes = style.figure(height=3.6)
    steps = np.array([1, 2, 3, 5, 7, 10, 15, 20, 30, 50, 70, 100])
    unit = np.array([page.best(2 * k + 1) @ page.best(2 * k + 1) for k in steps])
    wall, _, momentum, plain = np.array([page.race(k) for k in steps]).T / unit
    axes.plot(steps, wall, color=style.INK, linewidth=1.6, linestyle=(0, (4, 3)))
    axes.fill_between(steps, 1e-6, wall, color=style.SHADE, linewidth=0)
    axes.plot(steps, 2 / (steps + 1.0) ** 2, color=style.MUTED, linewidth=1.2, linestyle=(0, (4, 3)))
    style.path(axes, steps, plain, markersize=4.5, linewidth=1.4)
    style.path(axes, steps, momentum, style.BLUE, markersize=4.5, linewidth=1.4)
    for values, words, colour in (
        (wall, "wall", style.INK),
        (momentum, "Nesterov", style.BLUE),
        (plain, "plain", style.ORANGE),
    ):
        style.label(axes, (100, values[-1]), words, colour, offset=(7, -3 if words == "plain" else 0), ha="left")
    style.label(axes, (100, 2 / 101**2), "promise", style.MUTED, offset=(7, 7), ha="left")
    style.label(axes, (3, 5e-5), "no method of this kind", style.INK, offset=(0, 0))
    axes.set(xscale="log", yscale="log", xlabel="step $k$", xlim=(0.9, 330), ylim=(4e-6, 1))
    axes.set_ylabel("gap over $λ_{\\mathrm{max}} R^2$")
    axes.minorticks_off()
    axes.set_xticks([1, 10, 100], ["1", "10", "100"])
    axes.set_yticks([1e-4, 1e-2, 1], ["$10^{-4}$", "$10^{-2}$", "1"])
    return drawing
