"""The one place for looks: the palette in its light and dark form, sizes, and the few marks figures share."""

from pathlib import Path

import numpy as np
from cycler import cycler
from matplotlib import font_manager
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Circle, PathPatch
from matplotlib.path import Path as Outline

FONT = "Fall Line Sans"
for _file in sorted((Path(__file__).parent / "fonts").glob("*.ttf")):
    font_manager.fontManager.addfont(_file)

# name: (light, dark). Lines keep 3:1 against the paper, text 4.5:1 (use the *_TEXT partner for labels).
PALETTE = {
    "PAPER": ("#fbf8f1", "#111827"),
    "INK": ("#25231f", "#e8e4da"),  # loss, terrain, axes
    "MUTED": ("#6b655c", "#a3adbd"),  # notes, secondary labels
    "RULE": ("#d9d1c3", "#354056"),  # grid and contour lines, ornaments
    "SHADE": ("#efe8da", "#1c2639"),  # filled areas
    "ORANGE": ("#cc6200", "#f5a13d"),  # the descent path
    "ORANGE_TEXT": ("#a84e00", "#f6ab52"),
    "GREEN": ("#008560", "#3ecf9d"),  # the minimum
    "GREEN_TEXT": ("#00704f", "#52d6a8"),
    "VERMILION": ("#d1382b", "#ff7f66"),  # the gradient, uphill
    "VERMILION_TEXT": ("#b92d22", "#ff8e78"),
    "BLUE": ("#0072b2", "#66bdf0"),  # a second method
    "BLUE_TEXT": ("#00669e", "#78c5f2"),
    "PURPLE": ("#a1497e", "#e394c8"),  # a third method
    "PURPLE_TEXT": ("#963f74", "#e7a1cf"),
}
PAPER, INK, MUTED, RULE, SHADE = (PALETTE[name][0] for name in ("PAPER", "INK", "MUTED", "RULE", "SHADE"))
ORANGE, ORANGE_TEXT = PALETTE["ORANGE"][0], PALETTE["ORANGE_TEXT"][0]
GREEN, GREEN_TEXT = PALETTE["GREEN"][0], PALETTE["GREEN_TEXT"][0]
VERMILION, VERMILION_TEXT = PALETTE["VERMILION"][0], PALETTE["VERMILION_TEXT"][0]
BLUE, BLUE_TEXT = PALETTE["BLUE"][0], PALETTE["BLUE_TEXT"][0]
PURPLE, PURPLE_TEXT = PALETTE["PURPLE"][0], PALETTE["PURPLE_TEXT"][0]

RC = {
    "font.family": [FONT, "DejaVu Sans"],  # the second for single signs that the first lacks
    "font.size": 10.5,
    "mathtext.fontset": "custom",
    "mathtext.rm": FONT,
    "mathtext.it": f"{FONT}:italic",
    "mathtext.bf": f"{FONT}:semibold",
    "mathtext.cal": f"{FONT}:italic",
    "mathtext.fallback": "stixsans",
    "text.color": INK,
    "axes.edgecolor": MUTED,
    "axes.labelcolor": INK,
    "axes.facecolor": "none",
    "axes.linewidth": 0.8,
    "axes.labelsize": 10.5,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.unicode_minus": True,
    "axes.xmargin": 0.03,
    "figure.facecolor": PAPER,
    "figure.constrained_layout.use": True,
    "xtick.color": MUTED,
    "ytick.color": MUTED,
    "xtick.labelcolor": INK,
    "ytick.labelcolor": INK,
    "xtick.labelsize": 9.5,
    "ytick.labelsize": 9.5,
    "xtick.major.width": 0.8,
    "ytick.major.width": 0.8,
    "xtick.minor.visible": False,
    "ytick.minor.visible": False,
    "lines.linewidth": 1.8,
    "lines.solid_capstyle": "round",
    "lines.markersize": 5.5,
    "contour.linewidth": 0.8,
    "hatch.linewidth": 0.6,
    "svg.fonttype": "path",
    "svg.hashsalt": "fall line",
}

# Around the cells of a lab, which know nothing of this module. Its colours C0, C1, … look alike in plain Jupyter.
LAB = RC | {
    "figure.figsize": (5.0, 3.0),
    "axes.prop_cycle": cycler(color=[BLUE, ORANGE, GREEN, VERMILION, PURPLE, INK, RULE, MUTED, SHADE, PAPER]),
}

GRID = 80  # points to a side of a contour grid, at most
BEHIND = {"facecolor": PAPER, "edgecolor": "none", "pad": 0.8}  # the `bbox` of a label: keeps contours out of it


def figure(rows: int = 1, columns: int = 1, *, height: float = 3.0, **options) -> tuple[Figure, Axes]:
    """A new figure, 5 inches wide (360 units of its SVG), and its axes as `Figure.subplots` gives them.

    height: inches. options: passed to `Figure.subplots` (`sharey`, `width_ratios` via `gridspec_kw`, …).
    """
    drawing = Figure(figsize=(5.0, height))
    return drawing, drawing.subplots(rows, columns, **options)


def losses(run: dict, level: float, **options) -> tuple[Figure, Axes]:
    """A new figure, and its axes, of a run's training loss, `run["loss"]`, and validation loss, `run["held"]`.

    level: where a dashed line runs. options: those of `Axes.plot`, for the training loss.
    """
    drawing, axes = figure(height=1.9)
    axes.plot([0, len(run["loss"]) - 1], [level, level], color=MUTED, linestyle="--", linewidth=1)
    axes.plot(run["loss"], color=INK, linewidth=1.3, **options)
    axes.plot(run["held"], color=BLUE, linewidth=1.3)
    axes.set(xlabel="step", ylabel="loss")
    return drawing, axes


def text(colour: str) -> str:
    """The partner of a line colour that is dark enough for text (4.5:1)."""
    for name, (light, _) in PALETTE.items():
        if light == colour:
            return PALETTE.get(f"{name}_TEXT", PALETTE[name])[0]
    raise ValueError(f"{colour} is not in the palette of figures/style.py")


def label(axes: Axes, at: tuple[float, float], words: str, colour: str = INK, **options) -> None:
    """Write a direct label at a data point. options: `offset` in points (default (0, 6)), `ha`, `va`, `fontsize`."""
    offset = options.pop("offset", (0, 6))
    options = {"ha": "center", "va": "center", "annotation_clip": False} | options
    axes.annotate(words, at, xytext=offset, textcoords="offset points", color=text(colour), **options)


def arrow(axes: Axes, start: tuple[float, float], end: tuple[float, float], colour: str, **options) -> None:
    """An arrow between two data points. options: `width` of the line in points, and those of FancyArrowPatch."""
    properties = {"arrowstyle": "-|>", "mutation_scale": 10, "shrinkA": 0, "shrinkB": 0, "color": colour}
    properties |= {"linewidth": options.pop("width", 1.6)} | options
    axes.annotate("", end, xytext=start, arrowprops=properties, annotation_clip=False)


def path(axes: Axes, xs, ys, colour: str = ORANGE, **options) -> None:
    """A descent path: a line through the iterates with a dot on each. options: those of `Axes.plot`."""
    properties = {"marker": "o", "markeredgecolor": PAPER, "markeredgewidth": 0.8, "zorder": 3} | options
    axes.plot(xs, ys, color=colour, **properties)


def minimum(axes: Axes, x: float, y: float, **options) -> None:
    """Mark a minimum. options: those of `Axes.plot`."""
    properties = {
        "marker": "*",
        "markersize": 11,
        "markeredgecolor": PAPER,
        "linestyle": "",
        "zorder": 4,
    } | options
    axes.plot([x], [y], color=GREEN, **properties)


def dots(axes, xs, ys, colour, width=2.6):
    """Small dots as one path of very short dashes with round ends: a tenth of the file that markers make."""
    xs, ys = np.unique(np.column_stack([xs, ys]), axis=0).T
    gaps = np.full_like(xs, np.nan)
    dashes = np.column_stack([xs, xs + 0.05, gaps]).ravel(), np.column_stack([ys, ys, gaps]).ravel()
    axes.plot(*dashes, color=colour, linewidth=width, zorder=2)


def squares(cells, left, top):
    """One path around all given squares (row, column), neighbours in a row joined, rows downwards."""
    corners, codes = [], []
    taken = sorted(map(tuple, cells))
    while taken:
        row, first = taken.pop(0)
        last = first
        while taken and taken[0] == (row, last + 1):
            last = taken.pop(0)[1]
        x0, x1, y0, y1 = left + first, left + last + 1, top - row, top - row - 1
        corners += [(x0, y0), (x1, y0), (x1, y1), (x0, y1), (x0, y0)]
        codes += [Outline.MOVETO, Outline.LINETO, Outline.LINETO, Outline.LINETO, Outline.CLOSEPOLY]
    return corners, codes


def pictures(axes, images, columns, height=12.6, shades=(0.18, 0.45, 0.75, 1.0)):
    """Pictures of 8 by 8 squares from 0 to 1, in rows; one path for each opacity of ink. Returns their top centres."""
    places = [(11 * (k % columns), -height * (k // columns)) for k in range(len(images))]
    outlines = {level: ([], []) for level in range(1, len(shades) + 1)}
    for image, (left, top) in zip(images, places, strict=True):
        levels = np.ceil(image.reshape(8, 8) * len(shades)).astype(int)
        for level, outline in outlines.items():
            for whole, part in zip(outline, squares(np.argwhere(levels == level).tolist(), left, top), strict=True):
                whole += part
        axes.plot(*np.add([(0, 0), (8, 0), (8, -8), (0, -8), (0, 0)], (left, top)).T, color=MUTED, linewidth=0.6)
    for (corners, codes), shade in zip(outlines.values(), shades, strict=True):
        axes.add_patch(PathPatch(Outline(corners, codes), facecolor=INK, alpha=shade, linewidth=0))
    rows = -(-len(images) // columns)
    axes.set(xlim=(-1, 11 * columns - 2), ylim=(-height * rows + height - 8.6, height - 10), aspect="equal")
    axes.axis("off")
    return [(left + 4, top) for left, top in places]


def number(value, digits=3):
    """A number as a wire carries it: whole ones bare, others with a few digits, with a real minus."""
    shown = f"{value:.0f}" if value == round(value) else f"{value:.{digits}f}".removesuffix("0" * (digits - 1))
    return shown.replace("-", "−")


def wire(axes, points, value, slope, at, **options):
    """A wire through points, an arrow at its end; above the place `at` its number, below it its slope, unless None."""
    before, end = points[-2:]
    axes.plot(*zip(*points[:-1], strict=True), color=MUTED, linewidth=1.2, zorder=1)
    arrow(axes, before, end, MUTED, width=1.2, mutation_scale=8)
    label(axes, at, number(value), GREEN, offset=(0, 7.5), **options)
    if slope is not None:
        label(axes, at, number(slope), VERMILION, offset=(0, -8), **options)


def gate(axes, at, sign, radius):
    """A gate of a circuit: a circle with a sign in it."""
    axes.add_patch(Circle(at, radius, facecolor=SHADE, edgecolor=INK, linewidth=1.3, zorder=3))
    label(axes, at, sign, offset=(0, 0), fontsize=11, zorder=4)
