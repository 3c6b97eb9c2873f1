"""The loss over the steps from five starts, each a hundred times nearer to the line that leads into the saddle."""

from figures import style


def draw(page):
    drawing, axes = style.figure(height=2.8)
    for near, k in page.steps.items():
        heights = [page.loss(theta) for theta in page.descend((-1, near))]
        axes.plot(heights, color=style.ORANGE, linewidth=1.5)
        power = f"$10^{{{round(len(str(int(1 / near))) - 1) * -1}}}$"
        style.label(axes, (k, heights[k]), power, style.ORANGE, offset=(5, 4), ha="left")
    axes.axhline(0.25, color=style.MUTED, linewidth=0.9, linestyle=(0, (1, 3)), zorder=0)
    style.label(axes, (150, 0.25), "height of the saddle", style.MUTED, offset=(0, 8))
    axes.set(xlabel="step $k$", ylabel="loss $L$", ylim=(-0.02, 0.62), yticks=[0, 0.25, 0.5], xlim=(-4, 304))
    return drawing
