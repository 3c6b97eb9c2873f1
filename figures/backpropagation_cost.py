"""Multiplications for all slopes against the hidden nodes: forward, backward, and central differences."""

from figures import style

HIDDEN = [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024]


def draw(page):
    drawing, axes = style.figure(height=3.2)
    counts = [page.count([784, hidden, 10]) for hidden in HIDDEN]
    forward, backward, losses = (list(column) for column in zip(*counts, strict=True))
    differences = [one * times for one, times in zip(forward, losses, strict=True)]
    axes.loglog(HIDDEN, differences, color=style.BLUE)
    axes.loglog(HIDDEN, forward, color=style.INK, linewidth=3.4)
    axes.loglog(HIDDEN, backward, color=style.VERMILION, linestyle=(0, (3, 2.5)), linewidth=1.8)
    style.label(axes, (32, differences[5]), "central differences", style.BLUE, offset=(-8, 9), ha="right")
    style.label(axes, (32, forward[5]), "forward", offset=(-8, 11), ha="right")
    style.label(axes, (32, backward[5]), "backward", style.VERMILION, offset=(8, -12), ha="left")
    axes.set(xlabel="hidden nodes", ylabel="multiplications")
    axes.set(xticks=[1, 10, 100, 1000], yticks=[1e3, 1e6, 1e9, 1e12], ylim=(3e2, 5e12))
    axes.set_xticklabels(["1", "10", "100", "1,000"])
    axes.minorticks_off()
    return drawing
