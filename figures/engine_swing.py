"""The bowl's weight with the slope cleared before each step and without; it stands above the first code."""

from figures import style


def descend(clear, weight=0.0, slope=0.0):
    """The weights of 60 steps at the rate 0.1. A test compares them with those of the page."""
    weights = [weight]
    for _ in range(60):
        slope = 2 * (weight - 3) + (0 if clear else slope)
        weight -= 0.1 * slope
        weights.append(weight)
    return weights


def draw(page):
    drawing, axes = style.figure(height=2.5)
    good, bad = descend(True), descend(False)
    axes.axhline(3, color=style.GREEN, linewidth=1, zorder=0)
    style.path(axes, range(len(bad)), bad, style.BLUE, markersize=3.5, linewidth=1.2)
    style.path(axes, range(len(good)), good, markersize=3.5, linewidth=1.4)
    top = bad.index(max(bad[:14]))
    style.label(axes, (top, bad[top]), "one line left out", style.BLUE, offset=(0, 11), ha="center")
    style.label(axes, (27.4, 3), "right", style.ORANGE, offset=(0, -11), fontsize=9.5)
    axes.set(xlabel="step $k$", ylabel="weight $w$", ylim=(-0.4, 7.2), yticks=[0, 3, 6])
    return drawing
