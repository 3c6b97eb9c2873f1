"""All penguins by bill and flipper, the borders between the most probable species, and the mistakes."""

import numpy as np

from figures import style

COLOURS = {"Adelie": style.ORANGE, "Chinstrap": style.BLUE, "Gentoo": style.PURPLE}
PLACES = {"Adelie": (34.5, 212), "Chinstrap": (55, 186), "Gentoo": (54.5, 233)}


def draw(page):
    drawing, axes = style.figure(height=3.7)
    raw = page.sizes[:, [0, 2]]
    mean, spread = raw.mean(axis=0), raw.std(axis=0)
    flippers = np.linspace(169, 236, 400)
    ones = np.ones(len(flippers))
    for one, two, third in ((0, 1, 2), (1, 2, 0), (0, 2, 1)):  # where two scores tie, above the third
        d = page.theta[:, one] - page.theta[:, two]
        bills = mean[0] - spread[0] * (d[2] + d[1] * (flippers - mean[1]) / spread[1]) / d[0]
        scores = np.c_[(bills - mean[0]) / spread[0], (flippers - mean[1]) / spread[1], ones] @ page.theta
        shown = np.flatnonzero((scores[:, third] < scores[:, one]) & (bills > 31) & (bills < 60.5))
        ends = shown[[0, -1]]
        axes.plot(bills[ends], flippers[ends], color=style.MUTED, linewidth=1)
    hits = page.said == page.species
    for name, colour in COLOURS.items():
        own = page.species == name
        style.dots(axes, *raw[own & hits].T, colour)
        axes.plot(*raw[own & ~hits].T, "x", color=colour, markersize=6, markeredgewidth=1.4)
        style.label(axes, PLACES[name], name, colour, offset=(0, 0))
    axes.set(xlabel="bill length (mm)", ylabel="flipper length (mm)", xlim=(31, 60.5), ylim=(169, 236))
    axes.set(yticks=[170, 190, 210, 230])
    return drawing
