"""What flat ground costs: steps to leave a saddle over the noise, and steps to cross a plateau over the bias."""

from figures import style


def draw(page):
    drawing, (left, right) = style.figure(1, 2, height=2.8, sharey=True)
    means = [steps.mean() for steps in page.left.values()]
    places = range(len(means))
    style.path(left, places, means)
    for place, mean in zip(places, means, strict=True):
        style.label(left, (place, mean), f"{mean:.0f}", style.ORANGE, offset=(0, -11))
    left.set_xticks(places, ["$10^{-2}$", "$10^{-4}$", "$10^{-6}$", "$10^{-8}$"])
    left.set(xlabel="size of the noise", ylabel="steps", yscale="log", ylim=(30, 4000), xlim=(-0.4, 3.4))
    style.label(left, (1.5, 1500), "saddle", style.INK, offset=(0, 0))
    places = range(len(page.cost))
    style.path(right, places, page.cost.values(), style.BLUE)
    for place, steps in zip(places, page.cost.values(), strict=True):
        style.label(right, (place, steps), f"{steps:,}", style.BLUE, offset=(6, -8), ha="left")
    right.set_xticks(places, [f"−{-bias}" for bias in page.cost])
    right.set(xlabel="output bias at the start", xlim=(-0.3, 5))
    style.label(right, (1.2, 1500), "plateau", style.INK, offset=(0, 0))
    left.minorticks_off()
    left.set_yticks([100, 1000], ["100", "1,000"])
    return drawing
