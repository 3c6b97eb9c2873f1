"""The network by hand: numbers and slopes of the nodes, weights and their slopes on the edges."""

import numpy as np
from matplotlib.patches import Circle

from figures import style

RADIUS = 0.27


def node(axes, place, value, slope=None):
    axes.add_patch(Circle(place, RADIUS, facecolor=style.SHADE, edgecolor=style.INK, linewidth=1.3, zorder=3))
    style.label(axes, place, value.replace("-", "−"), style.GREEN, offset=(0, 0), fontsize=10, zorder=4)
    if slope is not None:
        style.label(axes, place, f"{slope:.3f}".replace("-", "−"), style.VERMILION, offset=(0, -26))


def edge(axes, start, end, weight, slope, share):
    """An edge with its weight above and the slope for it below, at a share of its length."""
    reach = end - start
    along = reach / np.linalg.norm(reach)
    style.arrow(axes, start + RADIUS * along, end - (RADIUS + 0.03) * along, style.MUTED, width=1.2, mutation_scale=8)
    turned = {"rotation": np.degrees(np.arctan2(reach[1], reach[0])), "rotation_mode": "anchor", "fontsize": 9.5}
    above = 8 * np.array([-along[1], along[0]])
    style.label(axes, start + share * reach, f"{weight:g}".replace("-", "−"), offset=above, **turned)
    words = f"{slope:.3f}".replace("-", "−")
    style.label(axes, start + share * reach, words, style.VERMILION, offset=-above, **turned)


def draw(page):
    drawing, axes = style.figure(height=3.2)
    axes.set(xlim=(0, 5), ylim=(0, 3.2), aspect="equal")
    axes.axis("off")
    inputs = [np.array([0.5, y]) for y in (2.45, 0.75)]
    hidden = [np.array([2.55, y]) for y in (2.45, 0.75)]
    output = np.array([4.45, 1.6])
    for i, start in enumerate(inputs):
        for j, end in enumerate(hidden):
            edge(axes, start, end, page.W1[i][j], page.slope_W1[i][j], 0.5 if i == j else 0.28)
        node(axes, start, f"{page.x[i]}")
    for j, start in enumerate(hidden):
        edge(axes, start, output, page.W2[j], page.slope_W2[j], 0.5)
        node(axes, start, f"{page.h[j]:.3f}", page.slope_h[j])
    node(axes, output, f"{page.yhat:.3f}", page.slope_yhat)
    for place, words in ((inputs[0], "inputs"), (hidden[0], "hidden layer")):
        style.label(axes, place, words, style.MUTED, offset=(0, 29))
    style.label(axes, output, f"output,\ntarget {page.y}", style.MUTED, offset=(0, 36))
    return drawing
