import numpy as np

from figures import style


def draw(page):
    fig, ax = style.figure()
    w = np.linspace(-0.5, 6.5, 80)
    ax.plot(w, [page.loss(x) for x in w], color=style.INK)
    style.path(ax, page.path, [page.loss(x) for x in page.path])
    style.minimum(ax, 3, 0)
    style.label(ax, (0, 9), r"$w_0 = 0$", style.ORANGE, offset=(24, 4))
    ax.set_xlabel("weight $w$")
    ax.set_ylabel("loss $L$")
    style.label(ax, (3, 0), "η ∂L/∂w ∇ κ → −2", style.GREEN, offset=(0, 12))
    return fig
