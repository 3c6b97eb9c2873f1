"""One weight, 20 steps: slopes cleared before each step, and slopes that pile up."""

from figures import style


def draw(page):
    drawing, axes = style.figure(height=2.8)
    axes.axhline(page.best, color=style.GREEN, linewidth=1, zorder=1)
    style.path(axes, range(len(page.kept)), page.kept, style.BLUE)
    style.path(axes, range(len(page.cleared)), page.cleared, style.ORANGE)
    top = page.kept.index(max(page.kept))
    style.label(axes, (top, page.kept[top]), f"kept, {page.kept[top]:.2f}", style.BLUE, offset=(0, 9), ha="center")
    style.label(axes, (5, page.cleared[5]), "cleared", style.ORANGE, offset=(6, -12), ha="left")
    style.label(axes, (14, page.best), f"best, {page.best:.2f}", style.GREEN, offset=(0, 7))
    axes.set(xlabel="steps", ylabel="weight", ylim=(1.7, 5.1), xlim=(-0.6, 20.6), xticks=[0, 5, 10, 15, 20])
    return drawing
