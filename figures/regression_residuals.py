"""The residuals of the line against flipper length, Chinstraps in blue, one typical miss to each side as a band."""

from figures import style


def draw(page):
    drawing, axes = style.figure(height=3.0)
    axes.axhspan(-page.miss, page.miss, color=style.SHADE, linewidth=0)
    axes.axhline(0, color=style.INK, linewidth=1)
    chinstrap = page.species == "Chinstrap"
    for chosen, colour, width in ((~chinstrap, style.MUTED, 2.4), (chinstrap, style.BLUE, 4.2)):
        style.dots(axes, page.flipper[chosen], page.residuals[chosen], colour, width)
    style.label(axes, (232, page.miss), f"+{page.miss:.2f}", style.MUTED, offset=(3, 0), ha="left")
    style.label(axes, (232, -page.miss), f"−{page.miss:.2f}", style.MUTED, offset=(3, 0), ha="left")
    style.label(axes, (213, -1.0), "Chinstrap", style.BLUE, offset=(0, 0))
    axes.set(xlabel="flipper (mm)", ylabel="residual (kg)", xlim=(169, 232), ylim=(-1.25, 1.45), yticks=[-1, 0, 1])
    return drawing
