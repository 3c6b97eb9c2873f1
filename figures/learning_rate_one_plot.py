"""The loss over the steps for four rates: creeping and leaping draw the same curve."""

from figures import style

STEPS = 12


def draw(page):
    drawing, axes = style.figure(height=2.8)
    looks = {
        1.0: {"color": style.MUTED},
        0.1: {"color": style.ORANGE},
        0.9: {"color": style.BLUE, "linestyle": (0, (2, 3)), "linewidth": 2.2},
        0.5: {"color": style.PURPLE},
    }
    losses = {rate: [page.loss(w) for w in page.descend(rate, STEPS)] for rate in looks}
    for rate, look in looks.items():
        axes.plot(range(STEPS + 1), losses[rate], marker="o", markeredgecolor=style.PAPER, **look)
    style.label(axes, (8, losses[1.0][8]), "1.0 bounces", style.MUTED, offset=(0, 9))
    style.label(axes, (3, losses[0.1][3]), "0.1 creeps", style.ORANGE, offset=(10, 12), ha="left")
    style.label(axes, (4, losses[0.9][4]), "0.9 leaps", style.BLUE, offset=(10, 11), ha="left")
    style.label(axes, (1, losses[0.5][1]), "0.5 lands", style.PURPLE, offset=(2, 13), ha="left")
    axes.set(xlabel="step $k$", ylabel="loss $L$", xlim=(-0.4, STEPS + 0.4), ylim=(-0.6, 10), yticks=[0, 3, 6, 9])
    return drawing
