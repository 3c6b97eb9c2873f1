"""Three searches on one map of two weights: every place they asked for the loss, and where they stood."""

import numpy as np

from figures import style

NAMES = ("guessing", "wandering", "slope")
COLOURS = (style.BLUE, style.PURPLE, style.ORANGE)


def draw(page):
    drawing, panels = style.figure(columns=3, height=2.35, sharey=True)
    loss, _ = page.make_hikes(2)
    lowest, curve = quadratic(loss)
    angle = np.linspace(0, 2 * np.pi, 31)
    ring = np.linalg.solve(np.linalg.cholesky(curve / 2).T, [np.cos(angle), np.sin(angle)])  # where the loss is 1
    for axes, name, colour, tried in zip(panels, NAMES, COLOURS, page.trails, strict=True):
        for height in (2, 12, 40):
            axes.plot(*(lowest[:, None] + np.sqrt(height) * ring), color=style.MUTED, linewidth=0.7)
        stood = standing(name, tried, loss)
        shown = stood if name == "slope" else np.array(tried)  # its nudges are too small to see
        xs, ys = shown.T
        dots = np.array([xs - 0.01, xs + 0.01, xs + np.nan]).T.ravel(), np.repeat(ys, 3)  # one line: a small file
        axes.plot(*dots, color=colour, linewidth=2.4)
        if name != "guessing":
            axes.plot(*stood.T, color=colour, linewidth=0.9)
        axes.plot(*tried[0], marker="o", markersize=6, color=colour, markeredgecolor=style.PAPER)
        style.minimum(axes, *lowest, markersize=9)
        style.label(axes, (5, 10), f"{name}, {len(tried)}", colour, offset=(0, 9))
        axes.set(xlabel="$w_1$", xlim=(0, 10), ylim=(0, 10), xticks=[0, 5, 10], yticks=[0, 5, 10], aspect="equal")
    style.label(panels[1], page.trails[1][0], "start", style.PURPLE, offset=(7, 0), ha="left")
    panels[0].set_ylabel("$w_2$")
    return drawing


def standing(name, tried, loss):
    """The places where the search stood: every third try of the slope, the improvements of wandering."""
    if name == "slope":
        return np.array(tried[::3])
    kept = [tried[0]]
    for w in tried[1:]:
        if loss(w) < loss(kept[-1]):
            kept.append(w)
    return np.array(kept)


def quadratic(loss):
    """The minimum of a quadratic of two weights, and its second derivatives, from its values around zero."""
    e = np.eye(2)
    slope = np.array([(loss(e[i]) - loss(-e[i])) / 2 for i in range(2)])
    zero = loss(np.zeros(2))
    curve = np.array([[loss(e[i] + e[j]) - loss(e[i]) - loss(e[j]) + zero for j in range(2)] for i in range(2)])
    return np.linalg.solve(curve, -slope), curve
