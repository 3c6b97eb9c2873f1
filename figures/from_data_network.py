"""The first screen of the lesson: two hours that feed one prediction, as the explorer on the page starts."""

import numpy as np
from matplotlib.patches import Circle

from figures import style

INPUTS, WEIGHTS, TARGET = [2, 1], [1, 3], 10
RADIUS = 0.26


def draw(page):
    drawing, axes = style.figure(height=2.5)
    axes.set(xlim=(0.15, 5.15), ylim=(0, 2.5), aspect="equal")
    axes.axis("off")
    output = np.array([3.6, 1.15])
    prediction = np.dot(INPUTS, WEIGHTS)
    for x, w, place in zip(INPUTS, WEIGHTS, np.array([[0.75, 1.95], [0.75, 0.35]]), strict=True):
        reach = output - place
        along = reach / np.linalg.norm(reach)
        start, end = place + RADIUS * along, output - (RADIUS + 0.04) * along
        style.arrow(axes, start, end, style.INK, width=1.4)
        node(axes, place, x)
        turned = {"rotation": np.degrees(np.arctan2(reach[1], reach[0])), "rotation_mode": "anchor"}
        above = 11.5 * np.array([-along[1], along[0]])
        style.label(axes, (start + end) / 2, f"weight {w}", style.ORANGE, offset=above, **turned)
    node(axes, output, prediction)
    style.label(axes, (0.75, 1.95), "inputs", style.MUTED, offset=(0, 29))
    style.label(axes, output, "prediction", style.MUTED, offset=(0, 29))
    style.label(axes, output, f"target {TARGET}", style.GREEN, offset=(28, 8), ha="left")
    style.label(axes, output, f"error {style.number(prediction - TARGET)}", offset=(28, -8), ha="left")
    return drawing


def node(axes, place, value):
    axes.add_patch(Circle(place, RADIUS, facecolor=style.SHADE, edgecolor=style.INK, linewidth=1.4, zorder=3))
    style.label(axes, place, str(value), offset=(0, 0), fontsize=12, zorder=4)
