"""Steps of five tuned methods in a ravine at 0, 30 and 45 degrees."""

from figures import style


def draw(page):
    drawing, axes = style.figure(height=3.2)
    looks = {
        "rmsprop": ("RMSProp", style.MUTED, 0),
        "adagrad": ("AdaGrad", style.INK, 3),
        "descent": ("descent", style.ORANGE, 2),
        "adam": ("Adam", style.PURPLE, 1),
        "momentum": ("momentum", style.BLUE, -10),
    }
    for method, (name, colour, shift) in looks.items():
        style.path(axes, page.angles, page.taken[method], colour)
        style.label(axes, (45, page.taken[method][-1]), name, colour, offset=(7, shift), ha="left")
    axes.set(yscale="log", xlabel="the ravine is turned by", ylabel="steps", xlim=(-2, 59), ylim=(3, 600))
    axes.set_xticks(page.angles, [f"{angle}°" for angle in page.angles])
    axes.set_yticks([3, 10, 30, 100, 300], ["3", "10", "30", "100", "300"])
    axes.minorticks_off()
    return drawing
