"""What momentum and the ruler for matrices gain on turned, uneven inputs, over the number of gradients."""

from figures import style

BUDGETS = (25, 50, 100, 200, 400)  # as on the page


def draw(page):
    drawing, axes = style.figure(height=2.6)
    style.path(axes, BUDGETS, page.budgets["momentum"], style.ORANGE)
    style.path(axes, BUDGETS, page.budgets["U V^T"], style.BLUE, linestyle=(0, (5, 2)))
    style.label(axes, (100, page.budgets["momentum"][2]), "momentum", style.ORANGE, offset=(14, -12))
    style.label(axes, (50, page.budgets["U V^T"][1]), "$U V^T$", style.BLUE, offset=(-8, 12))
    axes.set(xscale="log", xlabel="gradients", ylabel="powers of ten gained", ylim=(0, 14))
    axes.minorticks_off()
    axes.set_xticks(BUDGETS, [str(b) for b in BUDGETS])
    axes.set_yticks([0, 4, 8, 12])
    return drawing
