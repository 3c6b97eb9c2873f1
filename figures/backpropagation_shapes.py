"""The shapes of the product H.T @ slope_P, with one row, the column and the entry that they give marked."""

from matplotlib.patches import Rectangle

from figures import style

SIDE = 0.42


def grid(axes, left, middle, shape, marked, name, words):
    """A box of cells whose middle is at a height; `marked` are the cells to fill."""
    rows, columns = shape
    top = middle + rows * SIDE / 2
    for row in range(rows):
        for column in range(columns):
            colour = style.SHADE if marked(row, column) else "none"
            place = (left + column * SIDE, top - (row + 1) * SIDE)
            axes.add_patch(Rectangle(place, SIDE, SIDE, facecolor=colour, edgecolor=style.INK, linewidth=1.1))
    centre = left + columns * SIDE / 2
    style.label(axes, (centre, top), name, offset=(0, 10))
    style.label(axes, (centre, top - rows * SIDE), words, style.MUTED, offset=(0, -12), fontsize=9.5)
    return left + columns * SIDE


def draw(page):
    drawing, axes = style.figure(height=2.5)
    axes.set(xlim=(0, 5), ylim=(0, 2.5), aspect="equal")
    axes.axis("off")
    samples, hidden = page.H.shape
    outputs = page.P.shape[1]
    end = grid(axes, 0.35, 1.25, (hidden, samples), lambda row, _: row == 1, "H.T", f"{hidden} × {samples} samples")
    style.label(axes, (end + 0.35, 1.25), "@", offset=(0, 0), fontsize=12)
    end = grid(axes, end + 0.7, 1.25, (samples, outputs), lambda *_: True, "slope_P", f"{samples} samples × {outputs}")
    style.label(axes, (end + 0.45, 1.25), "=", offset=(0, 0), fontsize=12)
    shape = page.slopes[2].shape
    grid(axes, end + 0.95, 1.25, shape, lambda row, _: row == 1, "slopes for W2", f"{shape[0]} × {shape[1]}, as W2")
    return drawing
