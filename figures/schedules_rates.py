"""The rate of each epoch under four schedules with the same largest rate, one small plot for each."""

from figures import style


def draw(page):
    drawing, axes = style.figure(1, 4, height=1.9, sharey=True)
    for panel, (name, shape) in zip(axes, page.shapes.items(), strict=True):
        style.path(panel, range(page.T), [page.base * shape(t) for t in range(page.T)], linewidth=1, markersize=4)
        style.label(panel, (page.T - 0.5, 0.098), name, offset=(0, 0), ha="right")
        panel.set(xticks=[0, 6], yticks=[0, 0.04, 0.08], ylim=(0, 0.108), xlim=(-0.9, page.T - 0.1))
        panel.set_xlabel("epoch $t$")
    axes[0].set_ylabel("rate $η$")
    return drawing
