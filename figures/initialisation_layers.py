"""The spread of values and of slopes at each layer, for three sizes of weights."""

from figures import style

COLOURS = {"small": style.BLUE, "right": style.ORANGE, "large": style.PURPLE}


def draw(page):
    drawing, panels = style.figure(1, 2, height=2.9)
    for name, colour in COLOURS.items():
        for panel, spreads, at in zip(panels, page.runs[name], (7, 3), strict=True):
            style.path(panel, range(len(spreads)), spreads, colour, markersize=4)
            words = f"{page.tests[name]:g}"
            offset = (15 if at == 3 else -15, -5) if name == "small" else (0, -11 if name == "right" else 10)
            style.label(panel, (at, spreads[at]), words, colour, offset=offset)
    for panel, words in zip(panels, ("spread of the values", "spread of the slopes"), strict=True):
        panel.set_yscale("log")
        panel.set(xlabel="layer", xticks=range(0, 11, 2), ylabel=words, ylim=(3e-4, 60))
        panel.set(yticks=[0.001, 0.01, 0.1, 1, 10], yticklabels=["0.001", "0.01", "0.1", "1", "10"])
        panel.minorticks_off()
    return drawing
