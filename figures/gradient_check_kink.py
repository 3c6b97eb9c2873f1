"""A central difference across the kink of the ReLU: the line through its ends is flatter than the curve at w."""

from figures import style

MILLION = 1e6


def draw(page):
    drawing, axes = style.figure(height=2.9)
    w, h = 4e-6, page.steps[0]
    left, right = (w - h) * MILLION, (w + h) * MILLION
    axes.plot([-10, 0, 17], [0, 0, 17], color=style.INK)
    axes.plot([left, right], [0, right], color=style.BLUE, marker="o", markeredgecolor=style.PAPER, zorder=3)
    axes.plot(w * MILLION, w * MILLION, "o", color=style.INK, markeredgecolor=style.PAPER, zorder=4)
    style.label(axes, (1, page.kink[0] * (1 - left)), f"measured {page.kink[0]:.1f}", style.BLUE,
                offset=(-8, 9), ha="right")  # fmt: skip
    words = f"at $w$ the slope is {page.kink[1]:.0f}"
    style.label(axes, (w * MILLION, w * MILLION), words, offset=(8, -6), ha="left")
    style.label(axes, (left, 0), "$w - h$", style.BLUE, offset=(0, -12))
    style.label(axes, (right, right), "$w + h$", style.BLUE, offset=(9, -4), ha="left")
    style.label(axes, (0, 0), "kink", style.MUTED, offset=(6, -12))
    axes.set(xlabel="weight, in millionths", ylabel="ReLU, in millionths", ylim=(-3.5, 17.5), xticks=[-6, 0, 4, 14])
    axes.set(yticks=[0, 4, 14])
    return drawing
