"""Variance at the ends of epochs against the rate: drawn with replacement, and reshuffled in every epoch."""

from figures import style


def draw(page):
    drawing, axes = style.figure(height=3.1)
    rates = list(page.ends)
    drawn, reshuffled = zip(*page.ends.values(), strict=True)
    style.path(axes, rates, drawn, style.PURPLE)
    style.path(axes, rates, reshuffled, style.ORANGE)
    style.label(axes, (rates[2], drawn[2]), "drawn", style.PURPLE, offset=(-6, 12), ha="right")
    style.label(axes, (rates[2], reshuffled[2]), "reshuffled", style.ORANGE, offset=(10, -6), ha="left")
    axes.set(xscale="log", yscale="log", xlabel="learning rate", ylabel="variance at the ends")
    axes.set_xticks(rates, [f"{eta}" for eta in rates])
    axes.set_yticks([1e-7, 1e-5, 1e-3])
    axes.minorticks_off()
    return drawing
