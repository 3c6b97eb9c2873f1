"""Four hikes and two lines with their errors; the loss over the weight, with the same two weights."""

import numpy as np

from figures import style


def draw(page):
    drawing, (data, bowl) = style.figure(columns=2, height=2.9, gridspec_kw={"width_ratios": [1, 1.05]})
    for w, colour in ((3, style.ORANGE), (4, style.GREEN)):
        data.plot([0, 4.3], [0, 4.3 * w], color=colour, linewidth=1.4)
        for x, y in zip(page.hours, page.km, strict=True):
            shift = 0.07 if w == 4 else 0
            data.plot([x + shift, x + shift], [y, w * x], color=colour, linewidth=1.8)
        style.label(data, (4.3, 4.3 * w), f"$w = {w}$", colour, offset=(2, 5), ha="left")
    data.plot(page.hours, page.km, color=style.INK, marker="o", linestyle="", zorder=4)
    data.set(
        xlabel="hours $x$", ylabel="kilometres", xlim=(0, 4.6), ylim=(0, 19), xticks=range(5), yticks=[0, 5, 10, 15]
    )

    w = np.linspace(2.2, 5.8, 70)
    bowl.plot(w, [page.loss(w) for w in w], color=style.INK)
    style.path(bowl, [3], [page.loss(3)])
    style.label(bowl, (3, page.loss(3)), f"{page.loss(3):.2f}", style.ORANGE, offset=(7, 4), ha="left")
    style.minimum(bowl, 4, page.loss(4))
    style.label(bowl, (4, page.loss(4)), f"{page.loss(4):.2f}", style.GREEN, offset=(0, 11))
    bowl.set(xlabel="weight $w$", ylabel="loss $L$", xticks=range(2, 7), ylim=(0, 25))
    return drawing
