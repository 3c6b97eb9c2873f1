"""The rate of each epoch under four schedules, as a share of the largest, one small plot for each."""

from figures import style


def draw(page):
    drawing, axes = style.figure(1, 4, height=1.9, sharey=True)
    for panel, (name, shape) in zip(axes, page.shapes.items(), strict=True):
        style.path(panel, range(page.T), [shape(t) for t in range(page.T)], linewidth=1, markersize=4)
        style.label(panel, (page.T - 0.5, 1.22), name, offset=(0, 0), ha="right")
        panel.set(xticks=[0, 6], yticks=[0, 0.5, 1], ylim=(0, 1.35), xlim=(-0.9, page.T - 0.1))
        panel.set_xlabel("epoch $t$")
    axes[0].set_ylabel("share of the base")
    return drawing
