"""The typical size of the gradients at each layer on the way back, for three sizes of weights."""

from figures import style

COLOURS = (style.BLUE, style.ORANGE, style.PURPLE)


def draw(page):
    drawing, axes = style.figure(height=2.6)
    for (scale, run), colour in zip(page.runs.items(), COLOURS, strict=True):
        sizes = page.back(*run)
        style.path(axes, range(len(sizes)), sizes, colour, markersize=4)
        style.label(axes, (0, sizes[0]), f"{scale:g}", colour, offset=(-8, 0), ha="right")
    axes.set(yscale="log", xlabel="layer", xticks=range(0, 11, 2), xlim=(-1.2, 10.3), ylabel="typical size")
    axes.set(ylim=(4e-4, 60), yticks=[0.001, 0.01, 0.1, 1, 10], yticklabels=["0.001", "0.01", "0.1", "1", "10"])
    axes.minorticks_off()
    return drawing
