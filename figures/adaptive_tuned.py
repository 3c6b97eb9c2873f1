"""What is left after 1,000 steps at each rate, for three methods on the problem with rare features."""

from figures import style

LOOKS = {  # colour, dashes, the rate at the label and its offset
    "descent": (style.ORANGE, "-", 3, (-10, -12)),
    "falling": (style.INK, (0, (1, 1.5)), 0, (0, 10)),
    "AdaGrad": (style.BLUE, (0, (5, 2)), 4, (0, -11)),
}


def draw(page):
    drawing, axes = style.figure(height=3.1)
    for name, (colour, dashes, place, offset) in LOOKS.items():
        curve = [(rate, left) for rate, left in page.curves[name][0].items() if left < 100]
        style.path(axes, *zip(*curve, strict=True), colour, linestyle=dashes, markersize=4.5)
        style.label(axes, curve[place], {"falling": "falling rate"}.get(name, name), colour, offset=offset)
    axes.set(xscale="log", yscale="log", xlabel="rate $\\eta$", ylabel="error left", ylim=(0.012, 1))
    axes.minorticks_off()
    axes.set_xticks([0.001, 0.01, 0.1, 1], ["0.001", "0.01", "0.1", "1"])
    axes.set_yticks([0.02, 0.1, 0.5], ["0.02", "0.1", "0.5"])
    return drawing
