"""The loss of the small network, with marks at the rows that the libraries print too."""

from figures import style

ROWS = (0, 10, 100, 300)


def draw(page):
    drawing, axes = style.figure(height=2.7)
    axes.plot(range(len(page.ours)), page.ours, color=style.ORANGE, zorder=3)
    for k in ROWS:
        style.path(axes, [k], [page.ours[k]], linestyle="")
        offset, side = ((9, 0), "left") if k < 100 else ((0, 9), "center")
        style.label(axes, (k, page.ours[k]), f"{page.ours[k]:.4f}", style.ORANGE, offset=offset, ha=side)
    axes.set(xlabel="steps", ylabel="loss", ylim=(-0.03, 1.05), xlim=(-8, 318), yticks=[0, 0.5, 1])
    return drawing
