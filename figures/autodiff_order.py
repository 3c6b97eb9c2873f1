"""The network as a graph of ten nodes, with the order in which they run forward and backward."""

from matplotlib.patches import FancyBboxPatch

from figures import style

# In the order forward: name, place, the nodes that it is made from. A test compares it with the page's own order.
NODES = (
    ("$X$", (0.4, 2.0), ()),
    ("$W_1$", (1.3, 0.4), ()),
    ("$b_1$", (2.1, 0.4), ()),
    ("linear", (1.7, 2.0), (0, 1, 2)),
    ("sigmoid", (3.05, 2.0), (3,)),
    ("$W_2$", (4.0, 0.4), ()),
    ("$b_2$", (4.8, 0.4), ()),
    ("linear", (4.4, 2.0), (4, 5, 6)),
    ("$Y$", (5.85, 0.4), ()),
    ("squared\nerror", (5.85, 2.0), (7, 8)),
)


def draw(page):
    drawing, axes = style.figure(height=2.4)
    axes.set(xlim=(0, 6.4), ylim=(-0.3, 2.8), aspect="equal")
    axes.axis("off")
    boxes = []
    for k, (name, (x, y), parents) in enumerate(NODES):
        width = 0.75 if parents else 0.42
        box = FancyBboxPatch((x - width / 2, y - 0.2), width, 0.4, boxstyle="round,pad=0.06", zorder=3)
        box.set(facecolor=style.SHADE, edgecolor=style.INK, linewidth=1.3)
        axes.add_patch(box)
        boxes.append(box)
        style.label(axes, (x, y), name, offset=(0, 0), fontsize=10, linespacing=0.95, zorder=4)
        side, edge = width / 2, 0.26 if y > 1 else -0.26
        away = 8 if y > 1 else -8
        style.label(axes, (x - side, y + edge), f"{k + 1}", style.GREEN, offset=(3, away), fontsize=12)
        style.label(axes, (x + side, y + edge), f"{len(NODES) - k}", style.VERMILION, offset=(-3, away), fontsize=12)
        for parent in parents:
            ends = {"patchA": boxes[parent], "patchB": box, "shrinkB": 2}
            style.arrow(axes, NODES[parent][1], (x, y), style.MUTED, width=1.2, zorder=1, **ends)
    return drawing
