"""One rate and one momentum in four formulas: the loss on the ravine, three curves for four."""

from figures import style


def draw(page):
    drawing, axes = style.figure(height=3.1)
    for rule, colour in ((page.mean, style.BLUE), (page.damped, style.PURPLE), (page.momentum, style.ORANGE)):
        axes.plot([page.loss(state[0]) for state in page.walks[rule]], color=colour)
    ends = {rule: page.loss(walk[-1][0]) for rule, walk in page.walks.items()}
    style.label(axes, (100, ends[page.mean]), "mean", style.BLUE, offset=(5, 8), ha="left")
    style.label(axes, (100, ends[page.damped]), "damped", style.PURPLE, offset=(5, -5), ha="left")
    style.label(axes, (52, 5e-3), "classical and\nmomentum", style.ORANGE, offset=(0, 0), ha="right")
    axes.set(xlabel="step", ylabel="loss", yscale="log", xlim=(-2, 122), ylim=(3e-6, 200))
    axes.minorticks_off()
    axes.set_xticks(range(0, 101, 20))
    axes.set_yticks([100, 1, 0.01, 0.0001], ["100", "1", "0.01", "0.0001"])
    return drawing
