"""Two rankings that turn round: gradients over the target in the ravine, loss over the budget in the valley."""

from figures import style

COLOURS = {"descent": style.ORANGE, "momentum": style.BLUE, "RMSProp": style.PURPLE, "Adam": style.INK}
DASHES = {"descent": "-", "momentum": (0, (5, 2)), "RMSProp": (0, (2, 1.5)), "Adam": (0, (6, 1.5, 1.5, 1.5))}


def draw(page):
    drawing, (left, right) = style.figure(1, 2, height=3.5)
    for i, (label, colour) in enumerate(COLOURS.items()):
        places = [(target, row[i]) for target, row in page.by_target.items()]
        places = [(target, count if count < 600 else 400) for target, count in places]
        style.path(left, *zip(*places, strict=True), colour, linestyle=DASHES[label], markersize=4.5, clip_on=True)
        places = [(budget, row[i]) for budget, row in page.by_budget.items()]
        style.path(right, *zip(*places, strict=True), colour, linestyle=DASHES[label], markersize=4.5)
    at = page.by_target[1e-6]
    for i, (label, offset) in enumerate({"descent": -2, "momentum": -4, "": 0, "Adam": 4}.items()):
        style.label(left, (1e-6, at[i]), label, COLOURS.get(label, style.INK), offset=(7, offset), ha="left")
    style.label(left, (1e-4, page.by_target[1e-4][2]), "RMSProp", style.PURPLE, offset=(4, -12), ha="left")
    few, many = page.by_budget[10], page.by_budget[100]
    style.label(right, (100, many[0]), "descent", style.ORANGE, offset=(3, 10), ha="right")
    style.label(right, (10, few[2]), "RMSProp", style.PURPLE, offset=(-3, -13), ha="left")
    style.label(right, (100, many[1]), "momentum", style.BLUE, offset=(-16, 10), ha="right")
    style.label(right, (10, few[3]), "Adam", style.INK, offset=(9, 6), ha="left")
    left.set(xscale="log", xlim=(2e-2, 3e-9), ylim=(0, 180), xlabel="target", ylabel="gradients, ravine")
    left.minorticks_off()
    left.set_xticks([1e-2, 1e-4, 1e-6], ["10⁻²", "10⁻⁴", "10⁻⁶"])
    right.set(xscale="log", yscale="log", xlabel="budget", ylabel="loss left, valley", ylim=(0.12, 9), xlim=(8, 130))
    right.minorticks_off()
    right.set_yticks([0.2, 1, 5], ["0.2", "1", "5"])
    right.set_xticks([10, 30, 100], ["10", "30", "100"])
    return drawing
