"""What five steps leave of each direction: the best constant rate, and Chebyshev steps within their bound."""

from figures import style


def draw(page):
    drawing, axes = style.figure(height=3.0)
    lam = page.curvatures[::16]
    axes.axhline(0, color=style.RULE, linewidth=0.9)
    for side in (-1, 1):
        axes.axhline(side * page.worst[5], color=style.MUTED, linewidth=0.9, linestyle=(0, (4, 3)))
    axes.plot(lam, page.left([2 / 26] * 5)[::16], color=style.ORANGE)
    axes.plot(lam, page.left(page.chebyshev(5, 1, 25))[::16], color=style.BLUE)
    style.label(axes, (2.9, 0.5), "constant rate", style.ORANGE, offset=(0, 0), ha="left")
    style.label(axes, (10.2, -0.262), "Chebyshev steps", style.BLUE, offset=(0, -11))
    style.label(axes, (24.6, page.worst[5]), "bound", style.MUTED, offset=(0, 8), ha="right")
    axes.set(xlabel="curvature $λ$", ylabel="share left $p(λ)$", xlim=(0.5, 25.5), ylim=(-0.75, 0.75))
    axes.set_xticks([1, 5, 10, 15, 20, 25])
    return drawing
