"""A circuit of three gates, run forward: the number on each wire."""

from figures import style


def draw(page):
    drawing, axes = style.figure(height=2.4)
    axes.set(xlim=(0, 5), ylim=(0.1, 2.6), aspect="equal")
    axes.axis("off")
    inputs = zip("pqrt", (2.4, 1.85, 0.9, 0.35), (page.p, page.q, page.r, page.t), strict=True)
    for name, y, value in inputs:
        middle = 2.125 if y > 1.4 else 0.625
        style.label(axes, (0.15, y), f"${name}$", offset=(0, 0), fontsize=12)
        end = middle + (0.12 if y > middle else -0.12)
        style.wire(axes, [(0.35, y), (1.1, y), (1.72, end)], value, None, (0.72, y))
    for sign, y, value in (("+", 2.125, page.total), ("max", 0.625, page.top)):
        style.gate(axes, (1.9, y), sign, 0.24)
        end = 1.375 + (0.13 if y > 1.375 else -0.13)
        style.wire(axes, [(2.14, y), (2.95, y), (3.4, end)], value, None, (2.55, y))
    style.gate(axes, (3.6, 1.375), "×", 0.24)
    style.wire(axes, [(3.84, 1.375), (4.2, 1.375), (4.6, 1.375)], page.f, None, (4.2, 1.375))
    style.label(axes, (4.8, 1.375), "$f$", offset=(0, 0), fontsize=12)
    return drawing
