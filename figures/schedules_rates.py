"""The rate of each epoch under five schedules, one small plot for each."""

from figures import style

TITLES = {"constant": "constant", "halving": "step", "inverse": "1/t", "cosine": "cosine", "warmup": "warm-up"}


def draw(page):
    drawing, axes = style.figure(2, 3, height=3.2, sharey=True)
    *panels, empty = axes.flat
    for panel, schedule in zip(panels, page.schedules, strict=True):
        style.path(panel, range(page.T), [schedule(t) for t in range(page.T)], linewidth=1, markersize=4.5)
        style.label(panel, (page.T - 0.5, 0.101), TITLES[schedule.__name__], offset=(0, 0), ha="right")
        panel.set(xticks=[0, 3, 6, 9], yticks=[0, 0.04, 0.08], ylim=(0, 0.112), xlim=(-0.7, page.T - 0.3))
    empty.set_axis_off()
    for panel in (axes[0, 0], axes[1, 0]):
        panel.set_ylabel("rate $η$")
    for panel in axes[1, :2]:
        panel.set_xlabel("epoch $t$")
    return drawing
