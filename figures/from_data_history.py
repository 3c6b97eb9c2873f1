"""The mean squared error of four samples after each epoch."""

from figures import style


def draw(page):
    drawing, axes = style.figure(height=2.7)
    epochs = range(len(page.history))
    axes.plot(epochs, page.history, color=style.ORANGE, zorder=3)
    first, last = page.history[0], page.history[-1]
    for epoch, loss in ((epochs[0], first), (epochs[-1], last)):
        style.path(axes, [epoch], [loss], linestyle="")
    style.label(axes, (epochs[0], first), f"start, {first:.2f}", style.ORANGE, offset=(9, 0), ha="left")
    style.label(axes, (epochs[-1], last), f"{last:.3f}", style.ORANGE, offset=(-4, 12))
    axes.set(xlabel="epochs", ylabel="mean squared error", ylim=(0, 10.4), yticks=[0, 2, 4, 6, 8, 10])
    return drawing
