"""The error after each step at four rates, on one scale: halved, hit, bounced, diverged."""

from figures import style

FATES = "halves", "hits at once", "bounces", "diverges"


def draw(page):
    drawing, axes = style.figure(2, 2, height=3.9, sharex=True, sharey=True)
    for panel, (rate, errors), fate in zip(axes.flat, page.runs.items(), FATES, strict=True):
        panel.axhline(0, color=style.RULE, linewidth=1, zorder=0)
        style.path(panel, range(len(errors)), errors)
        style.label(panel, (0, 15.5), f"$η = {rate:g}$, {fate}", style.INK, offset=(2, 0), ha="left")
        panel.set(xticks=range(len(errors)), yticks=[-15, -10, -5, 0, 5, 10, 15], ylim=(-19, 18))
    for panel in axes[1]:
        panel.set_xlabel("step $k$")
    for panel in axes[:, 0]:
        panel.set_ylabel("error")
    return drawing
