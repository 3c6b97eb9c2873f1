"""The loss of a network of ten layers over the epochs, from three sizes of start."""

from figures import style


def draw(page):
    drawing, axes = style.figure(height=2.8)
    style.path(axes, range(len(page.deep[1])), page.deep[1])
    style.path(axes, [0], page.large[:1], style.PURPLE)
    losses = page.deep[0.25]
    style.path(axes, range(len(losses)), losses, style.BLUE, linestyle=(0, (4, 2)))
    style.label(axes, (0, page.large[0]), "four times the size, at the start", style.PURPLE, offset=(9, 0), ha="left")
    style.label(axes, (6, losses[6]), "a quarter of the size", style.BLUE, offset=(0, 12))
    style.label(axes, (3.1, page.deep[1][3]), "the right size", style.ORANGE, offset=(0, 11), ha="left")
    axes.set(xlabel="epochs", ylabel="loss", ylim=(0, 7), yticks=[0, 2, 4, 6], xticks=range(len(losses)))
    return drawing
