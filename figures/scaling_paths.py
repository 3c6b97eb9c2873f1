"""The loss over the weights of bill depth and flipper, in millimetres and standardised, thirty steps in each."""

from pathlib import Path

import numpy as np

from figures import style

DATA = Path(__file__).parents[1] / "docs/datasets/penguins.csv"

SHARES = (0.01, 0.05, 0.2, 0.5, 1)  # of the height of the start above the minimum
TURN = np.linspace(0, 2 * np.pi, 37)


def contours(axes, hessian, best, start):
    """The ovals on which the loss lies at a share of its height at the start: half-axes √(2 · height / λ)."""
    curvatures, directions = np.linalg.eigh(hessian)
    height = (start - best) @ hessian @ (start - best) / 2
    for share in SHARES:
        circle = np.stack([np.cos(TURN), np.sin(TURN)])
        oval = directions @ (np.sqrt(2 * share * height / curvatures)[:, None] * circle)
        axes.plot(best[0] + oval[0], best[1] + oval[1], color=style.RULE, linewidth=0.8)


def draw(page):
    table = np.genfromtxt(DATA, delimiter=",", skip_header=1, usecols=(3, 4, 5))  # before the page's code
    table = table[~np.isnan(table).any(axis=1)]
    table = table - table.mean(axis=0)  # so that no bias is needed
    lengths, target = table[:, :2], table[:, 2]
    drawing, axes = style.figure(1, 2, height=2.9)
    rows = (
        (axes[0], "in millimetres", lengths, (-24, 54), (-9, 69)),
        (axes[1], "standardised", lengths / lengths.std(axis=0), (-580, 580), (-180, 980)),
    )
    for place, name, features, across, up in rows:
        hessian = 2 * features.T @ features / len(features)
        path = [np.zeros(2)]
        for _ in range(30):
            slopes = 2 * features.T @ (features @ path[-1] - target) / len(target)
            path.append(path[-1] - slopes / np.linalg.eigvalsh(hessian)[-1])
        best = np.linalg.lstsq(features, target)[0]
        contours(place, hessian, best, path[0])
        place.plot(*zip(*path, strict=True), color=style.ORANGE)
        style.path(place, *zip(*path[:2], *path[10::10], strict=True), markersize=4, linestyle="")
        style.minimum(place, *best)
        style.label(place, path[0], "start", style.ORANGE, offset=(8, 0), ha="left", bbox=style.BEHIND)
        style.label(place, best, "minimum", style.GREEN, offset=(0, 11), bbox=style.BEHIND)
        style.label(place, (0.5, 1.05), name, style.INK, offset=(0, 0), xycoords="axes fraction")
        place.set(xlabel="weight of bill depth", aspect="equal", xlim=across, ylim=up)
        place.locator_params(nbins=4)
    axes[0].set_ylabel("weight of flipper")
    return drawing
