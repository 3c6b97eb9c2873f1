"""The weights that settled walks visit, over the rate: lines while they are few, then cells, dark if visited often."""

import numpy as np

from figures import style

CELLS, LOW, TOP = 72, -0.04, 1.36
LINES = 2.54  # up to this rate there are at most four weights


def columns(axes, etas, visited, least, **options):
    """Upright lines through the cells that hold more than a share `least` of the mean over visited cells."""
    xs, ys, edges = [], [], np.linspace(0, TOP, CELLS + 1)
    for eta, weights in zip(etas, visited.T, strict=True):
        counts = np.histogram(weights, edges)[0]
        few = np.count_nonzero(counts) < 16  # a cycle: all of it is dark
        often = np.flatnonzero(counts > (0 if few else least * counts[counts > 0].mean()))
        for run in np.split(often, np.flatnonzero(np.diff(often) > 1) + 1):
            if len(run):
                xs += [eta, eta, np.nan]
                ys += [edges[run[0]], edges[run[-1] + 1], np.nan]
    axes.plot(xs, ys, color=style.ORANGE, solid_capstyle="butt", **options)


def draw(page):
    drawing, axes = style.figure(height=3.6)
    etas, visited = page.etas, np.array(page.visited)
    calm = etas < LINES
    order = np.sort(visited[-8:, calm], axis=0)
    for branch in (0, 2, 4, 6):
        axes.plot(etas[calm], order[branch], color=style.ORANGE, linewidth=1.4)
    columns(axes, etas[~calm], visited[:, ~calm], 0, linewidth=1.4, alpha=0.4)
    columns(axes, etas[~calm], visited[:, ~calm], 1.5, linewidth=1.4)
    for eta, name in ((2, "2"), (6**0.5, "$\\sqrt{6}$"), (page.end, f"{page.end:.2f}"), (8**0.5, "$\\sqrt{8}$")):
        axes.plot([eta] * 2, [LOW, TOP], color=style.MUTED, linewidth=0.8, linestyle=(0, (2, 3)), zorder=0)
        style.label(axes, (eta, TOP), name, style.MUTED, offset=(0, 7))
    style.label(axes, (1.9, 1), "rest", offset=(0, 9))
    style.label(axes, (2.22, 0.56), "period 2", offset=(0, 0))
    style.label(axes, (2.5, 0.38), "4", offset=(0, 0))
    style.label(axes, (8**0.5, 0.06), "3", offset=(-8, 0))
    axes.set(xlabel="rate $\\eta$", ylabel="weight $w$", xlim=(1.78, 3.02), ylim=(LOW, TOP))
    axes.set_xticks([1.8, 2, 2.2, 2.4, 2.6, 2.8, 3])
    return drawing
