"""One neuron with its loss as a circuit: numbers above the wires, slopes below."""

from figures import style

RADIUS = 0.16
LEVEL = 1.575  # of the wires from the sum to the loss
SMALL = {"fontsize": 9.3}


def draw(page):
    drawing, axes = style.figure(height=3.4)
    axes.set(xlim=(0, 5), ylim=(0.1, 3.5), aspect="equal")
    axes.axis("off")
    inputs = (
        ("x_1", page.x1, page.slope_x1, 3.15, 2.875),
        ("w_1", page.w1, page.slope_w1, 2.6, 2.875),
        ("x_2", page.x2, page.slope_x2, 1.85, LEVEL),
        ("w_2", page.w2, page.slope_w2, 1.3, LEVEL),
    )
    for name, value, slope, y, middle in inputs:
        style.label(axes, (0.12, y), f"${name}$", offset=(0, 0), fontsize=11)
        end = middle + (0.09 if y > middle else -0.09)
        style.wire(axes, [(0.28, y), (0.76, y), (0.98, end)], value, slope, (0.52, y), **SMALL)
    style.label(axes, (0.12, 0.5), "$b$", offset=(0, 0), fontsize=11)
    style.wire(axes, [(0.28, 0.5), (1.75, 0.5), (2.0, LEVEL - 0.17)], page.b, page.slope_b, (0.52, 0.5), **SMALL)
    for y, value, end in ((2.875, page.p1, (2.0, LEVEL + 0.17)), (LEVEL, page.p2, (1.88, LEVEL))):
        style.gate(axes, (1.12, y), "×", RADIUS)
        style.wire(axes, [(1.28, y), (1.8, y), end], value, page.slope_s, (1.55, y), **SMALL)
    steps = (
        (2.05, "+", page.s, page.slope_s, "sum $s$"),
        (2.84, "σ", page.yhat, page.slope_yhat, r"$\hat y$"),
        (3.63, f"−{page.y}", page.error, page.slope_yhat, "error"),
        (4.42, "²", page.loss, 1, "loss"),
    )
    for x, sign, value, slope, name in steps:
        style.gate(axes, (x, LEVEL), sign, RADIUS)
        style.wire(
            axes, [(x + 0.16, LEVEL), (x + 0.3, LEVEL), (x + 0.62, LEVEL)], value, slope, (x + 0.38, LEVEL), **SMALL
        )
        style.label(axes, (x + 0.38, LEVEL), name, style.MUTED, offset=(0, 21), fontsize=9.5)
    return drawing
