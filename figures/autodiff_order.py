"""The network as a graph of ten nodes, with the order in which they run forward and backward."""

from matplotlib.patches import FancyBboxPatch

from figures import style

# In the order forward: name, place, the nodes that it is made from. A test compares it with the page's own order.
NODES = (
    ("$X$", (0.55, 2.2), ()),
    ("$W_1$", (0.55, 1.2), ()),
    ("$b_1$", (0.55, 0.2), ()),
    ("linear", (2.0, 1.2), (0, 1, 2)),
    ("sigmoid", (2.0, 3.2), (3,)),
    ("$W_2$", (3.4, 1.2), ()),
    ("$b_2$", (3.4, 0.2), ()),
    ("linear", (4.0, 3.2), (4, 5, 6)),
    ("$Y$", (5.7, 1.2), ()),
    ("squared error", (5.7, 3.2), (7, 8)),
)


def draw(page):
    drawing, axes = style.figure(height=3.2)
    axes.set(xlim=(0, 6.4), ylim=(-0.35, 3.8))
    axes.axis("off")
    for k, (name, (x, y), parents) in enumerate(NODES):
        wide = 0.42 + 0.05 * len(name) * (not name.startswith("$"))
        shape = FancyBboxPatch((x - wide / 2, y - 0.17), wide, 0.34, boxstyle="round,pad=0.08", zorder=3)
        shape.set(facecolor=style.SHADE, edgecolor=style.INK, linewidth=1.3)
        axes.add_patch(shape)
        style.label(axes, (x, y), name, offset=(0, 0), zorder=4)
        style.label(axes, (x, y), f"{k + 1}", style.GREEN, offset=(-7, 17), fontsize=12)
        style.label(axes, (x, y), f"{len(NODES) - k}", style.VERMILION, offset=(8, 17), fontsize=12)
        for parent in parents:
            style.arrow(axes, NODES[parent][1], (x, y), style.MUTED, width=1.2, shrinkA=14, shrinkB=16, zorder=1)
    return drawing
