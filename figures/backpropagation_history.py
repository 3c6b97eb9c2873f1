"""The loss of the network while it learns exclusive or, with its plateau."""

from figures import style


def draw(page):
    drawing, axes = style.figure(height=2.7)
    history = page.history[:501]
    level = page.np.mean((0.5 - page.Y) ** 2)
    axes.axhline(level, color=style.RULE, linewidth=1, zorder=0)
    axes.plot(range(len(history)), history, color=style.ORANGE)
    style.path(axes, [0], [history[0]], linestyle="")
    style.label(axes, (0, history[0]), f"start, {history[0]:.2f}", style.ORANGE, offset=(9, 0), ha="left")
    style.label(axes, (500, level), f"one half to everything, {level:.2f}", style.MUTED, offset=(0, 8), ha="right")
    axes.set(xlabel="step $k$", ylabel="mean squared error", ylim=(0, 0.95), yticks=[0, 0.2, 0.4, 0.6, 0.8])
    return drawing
