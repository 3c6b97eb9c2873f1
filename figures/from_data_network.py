"""The network of two inputs with its numbers: weights and slopes on the edges, target and error at the output."""

import numpy as np
from matplotlib.patches import Circle

from figures import style

RADIUS = 0.26


def draw(page):
    drawing, axes = style.figure(height=2.5)
    axes.set(xlim=(0.15, 5.15), ylim=(0, 2.5), aspect="equal")
    axes.axis("off")
    output = np.array([3.6, 1.15])
    places = np.array([[0.75, 1.95], [0.75, 0.35]])
    for place, value, weight, slope in zip(places, page.inputs, page.weights, page.gradient, strict=True):
        reach = output - place
        along = reach / np.linalg.norm(reach)
        start, end = place + RADIUS * along, output - (RADIUS + 0.04) * along
        style.arrow(axes, start, end, style.INK, width=1.4)
        node(axes, place, value)
        turned = {"rotation": np.degrees(np.arctan2(reach[1], reach[0])), "rotation_mode": "anchor"}
        above = 11.5 * np.array([-along[1], along[0]])
        style.label(axes, (start + end) / 2, f"weight {weight}", offset=above, **turned)
        style.label(axes, (start + end) / 2, f"slope {slope}", style.VERMILION, offset=-above, **turned)
    node(axes, output, page.inputs @ page.weights)
    style.label(axes, places[0], "inputs", style.MUTED, offset=(0, 29))
    style.label(axes, output, "prediction", style.MUTED, offset=(0, 29))
    style.label(axes, output, f"target {page.target}", style.GREEN, offset=(28, 8), ha="left")
    style.label(axes, output, f"error {page.error_of(page.weights)}", offset=(28, -8), ha="left")
    return drawing


def node(axes, place, value):
    axes.add_patch(Circle(place, RADIUS, facecolor=style.SHADE, edgecolor=style.INK, linewidth=1.4, zorder=3))
    style.label(axes, place, str(value), offset=(0, 0), fontsize=12, zorder=4)
