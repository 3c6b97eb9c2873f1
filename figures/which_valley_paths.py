"""Two valleys and a plateau, with the paths from five starts."""

import numpy as np

from figures import style

# start: a dot every so many steps up to a last one, and where its label stands
STARTS = {
    -4: (1001, 1, {"offset": (0, 11)}),
    -1.2: (3, 16, {"offset": (-5, 8), "ha": "right"}),
    -1: (5, 121, {"offset": (4, 8), "ha": "left"}),
    7: (50, 701, {"offset": (0, 11)}),
    10: (1001, 1, {"offset": (0, 11)}),
}


def draw(page):
    drawing, axes = style.figure(height=3.3)
    grid = np.linspace(-4.3, 10.6, 150)
    axes.plot(grid, [page.land(w) for w in grid], color=style.INK)
    for start, (every, last, place) in STARTS.items():
        path = page.paths[start]
        walked = np.linspace(start, path[-1], 50)
        axes.plot(walked, [page.land(w) for w in walked], color=style.ORANGE)
        style.path(
            axes, path[:last:every], [page.land(w) for w in path[:last:every]], linestyle="", markeredgewidth=0.5
        )
        words = f"{start}".replace("-", "−")
        style.label(axes, (start, page.land(start)), words, style.ORANGE, **place)
    for start, name in {-1.2: "local minimum", -1: "global minimum"}.items():
        at = page.paths[start][-1]
        style.minimum(axes, at, page.land(at))
        style.label(axes, (at, page.land(at)), name, style.GREEN, offset=(0, -13))
    style.label(axes, (8.4, 1), "plateau", style.MUTED, offset=(0, -11))
    axes.set(xlabel="weight $w$", ylabel="loss $L$", ylim=(-0.16, 1.16), yticks=[0, 0.5, 1])
    return drawing
