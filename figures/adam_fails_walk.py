"""Three walks on the losses 3w, −w, −w: Adam goes to the worst end, AMSGrad and descent to the best."""

from figures import style


def draw(page):
    drawing, axes = style.figure(height=3.3)
    for end, words, colour in ((1, "worst", style.VERMILION), (-1, "best", style.GREEN)):
        axes.plot([-2, 150], [end, end], color=style.RULE, linewidth=0.9, zorder=0)
        style.label(axes, (157, end), words, colour, offset=(0, 0), ha="left")
    looks = {
        "descent": (style.ORANGE, (100, -0.88), (0, 9)),
        "AMSGrad": (style.PURPLE, (26, -0.7), (20, 9)),
        "Adam": (style.BLUE, (22, 0.55), (-22, 6)),
    }
    for name, (colour, at, offset) in looks.items():
        axes.plot(page.walks[name][:151], color=colour, linewidth=1.3)
        style.label(axes, at, name, colour, offset=offset)
    style.minimum(axes, 153, -1)
    axes.plot([153], [1], "o", color=style.VERMILION, markersize=6)
    axes.set(xlabel="step", ylabel="weight $w$", ylim=(-1.1, 1.1), xlim=(-2, 175), xticks=range(0, 151, 50))
    axes.set_yticks([-1, -0.5, 0, 0.5, 1])
    return drawing
