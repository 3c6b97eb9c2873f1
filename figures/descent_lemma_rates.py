"""Gains over the rate at three places of the bowl, and the guarantee, all in units of the squared slope over λ_max."""

import numpy as np

from figures import style


def draw(page):
    drawing, axes = style.figure(height=3.0)
    rates = np.linspace(0, 2.2, 67) / 4
    names = "steepest axis", "in between", "flattest axis"
    colours = style.ORANGE, style.BLUE, style.PURPLE
    for theta, name, colour in zip(page.places, names, colours, strict=True):
        gains = [page.gain(page.loss, page.gradient, theta, eta) for eta in rates]
        shares = [real / square * 4 for real, square in gains]
        wide = {"linewidth": 5, "alpha": 0.4} if colour == style.ORANGE else {}  # it lies on the guarantee
        axes.plot(4 * rates, shares, color=colour, **wide)
        style.label(axes, (2.2, shares[-1]), name, colour, offset=(6, 0), ha="left")
    sure = [4 * page.guarantee(eta, 4, 1) for eta in rates]
    axes.plot(4 * rates, sure, color=style.MUTED, linewidth=1.2, linestyle=(0, (4, 3)), zorder=3)
    style.label(axes, (1.03, 0.2), "guarantee", style.MUTED, offset=(4, 0), ha="left")
    axes.axhline(0, color=style.MUTED, linewidth=0.8)
    axes.plot([1, 1], [0, 0.5], color=style.MUTED, linewidth=0.9, linestyle=":")
    axes.set(xlabel="rate times largest curvature, $\\eta\\lambda_{max}$", ylabel="gain", ylim=(-0.35, 1.75))
    axes.set_xticks([0, 0.5, 1, 1.5, 2])
    return drawing
