"""A warm-up as planned and as used: asked after the epoch, and counted from 1."""

from figures import style


def draw(page):
    drawing, axes = style.figure(1, 2, height=2.4, sharey=True)
    cases = ((page.late, "asked after"), (page.from_one, "counted from 1"))
    for panel, (used, title) in zip(axes, cases, strict=True):
        panel.plot(range(page.T), page.planned, "o", color=style.INK, markerfacecolor=style.PAPER, markersize=8)
        panel.plot(range(page.T), used, "o", color=style.VERMILION, markersize=4)
        style.label(panel, (page.T - 0.5, 0.096), title, offset=(0, 0), ha="right")
        panel.set(xticks=[0, 3, 6, 9], yticks=[0, 0.04, 0.08], ylim=(0, 0.105), xlim=(-0.9, page.T - 0.1))
        panel.set_xlabel("epoch $t$")
    axes[0].set_ylabel("rate $η$")
    return drawing
