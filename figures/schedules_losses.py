"""The loss above its lowest value after each epoch, for a constant rate, 1/t and cosine."""

from figures import style


def draw(page):
    drawing, axes = style.figure(height=3.2)
    epochs = range(1, page.T + 1)
    looks = ((page.inverse, style.PURPLE), (page.cosine, style.BLUE), (page.constant, style.ORANGE))
    for schedule, colour in looks:
        style.path(axes, epochs, page.curves[schedule], colour, linewidth=1.6, markersize=4.5)
    style.label(axes, (9, page.curves[page.inverse][8]), "1/t", style.PURPLE, offset=(0, 12))
    style.label(axes, (10, page.curves[page.constant][9]), "constant", style.ORANGE, offset=(0, 13))
    style.label(axes, (8.6, page.curves[page.cosine][8]), "cosine", style.BLUE, offset=(-12, -14))
    axes.set(yscale="log", ylim=(0.015, 40), xlabel="epochs", ylabel="loss above the lowest\n(thousandths)")
    axes.set(xticks=[1, 3, 6, 9, 12])
    axes.set_yticks([0.1, 1, 10], ["0.1", "1", "10"])
    axes.minorticks_off()
    return drawing
