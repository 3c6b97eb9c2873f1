"""How many values reverse and forward mode keep, against the number of layers."""

from figures import style


def draw(page):
    drawing, axes = style.figure(height=2.3)
    reverse, ahead = zip(*page.memory, strict=True)
    for values, name, colour, offset in (
        (reverse, "reverse mode", style.VERMILION, (-28, 0)),
        (ahead, "forward mode", style.BLUE, (-10, 10)),
    ):
        style.path(axes, page.depths, values, colour)
        style.label(axes, (page.depths[-1], values[-1]), name, colour, offset=offset, ha="right")
    axes.set(xlabel="layers", ylabel="values kept", xticks=page.depths, yticks=[0, 20_000, 40_000])
    axes.set(xlim=(0, 42), ylim=(-1500, 45_000), yticklabels=["0", "20,000", "40,000"])
    return drawing
