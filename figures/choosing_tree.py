"""The decision: four questions that lead to a method, and two for every method."""

from matplotlib.patches import Rectangle

from figures import style

QUESTIONS = (
    ("no hidden layer,\nall data in a step", "Barzilai–Borwein"),
    ("inputs mostly zero", "AdaGrad"),
    ("no hidden layer,\ninputs on one scale", "descent"),
    ("fewer than ten trials", "Adam"),
    ("small weights", "decay"),
    ("the loss hovers", "falling rate"),
)


def box(axes, left, width, y, words, colour):
    fill = style.SHADE if colour == style.INK else style.PAPER
    axes.add_patch(Rectangle((left, y - 0.36), width, 0.72, facecolor=fill, edgecolor=colour, linewidth=1.2))
    style.label(axes, (left + width / 2, y), words, colour, offset=(0, 0), fontsize=11.5, linespacing=1.1)


def draw(page):
    drawing, axes = style.figure(height=5.6)
    for k, (question, end) in enumerate(QUESTIONS):
        y = -1.08 * k - (1.75 if k > 3 else 0)
        style.label(axes, (0, y), str(k + 1), style.MUTED, offset=(0, 0), fontsize=11)
        box(axes, 0.3, 4.6, y, question, style.INK)
        box(axes, 6.15, 3.6, y, end, style.GREEN)
        style.arrow(axes, (4.9, y), (6.15, y), style.MUTED, width=1.2)
        style.label(axes, (5.45, y), "yes", style.MUTED, offset=(0, 7), fontsize=10.5)
        if k < 4:
            style.arrow(axes, (2.6, y - 0.36), (2.6, y - 0.72), style.MUTED, width=1.2)
            style.label(axes, (2.6, y - 0.54), "no", style.MUTED, offset=(6, 0), ha="left", fontsize=10.5)
    box(axes, 0.3, 9.45, -4.32, "race momentum and Adam, with β", style.GREEN)
    style.label(axes, (0.3, -5.16), "in each case", style.MUTED, offset=(0, 0), ha="left", fontsize=11)
    axes.set(xlim=(-0.2, 9.85), ylim=(-7.6, 0.42))
    axes.axis("off")
    return drawing
