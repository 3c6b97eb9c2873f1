"""A circuit of three gates: the number on each wire above it, the slope for it below."""

from figures import style


def draw(page):
    drawing, axes = style.figure(height=2.9)
    axes.set(xlim=(0, 5), ylim=(0, 2.9), aspect="equal")
    axes.axis("off")
    rows = [2.55, 1.9, 1.0, 0.35]
    slopes = page.slope_p, page.slope_q, page.slope_r, page.slope_t
    values = page.p, page.q, page.r, page.t
    for name, y, value, slope, middle in zip("pqrt", rows, values, slopes, (2.225, 2.225, 0.675, 0.675), strict=True):
        style.label(axes, (0.15, y), f"${name}$", offset=(0, 0), fontsize=12)
        end = middle + (0.12 if y > middle else -0.12)
        style.wire(axes, [(0.35, y), (1.1, y), (1.72, end)], value, slope, (0.72, y))
    for sign, y, value, slope in (
        ("+", 2.225, page.total, page.slope_total),
        ("max", 0.675, page.top, page.slope_top),
    ):
        style.gate(axes, (1.9, y), sign, 0.24)
        end = 1.45 + (0.13 if y > 1.45 else -0.13)
        style.wire(axes, [(2.14, y), (2.95, y), (3.4, end)], value, slope, (2.55, y))
    style.gate(axes, (3.6, 1.45), "×", 0.24)
    style.wire(axes, [(3.84, 1.45), (4.2, 1.45), (4.6, 1.45)], page.f, page.slope_f, (4.2, 1.45))
    style.label(axes, (4.8, 1.45), "$f$", offset=(0, 0), fontsize=12)
    return drawing
