"""What is left of the loss above its minimum, over the steps: measured (thick) and by the formula (thin)."""

import numpy as np

from figures import style


def draw(page):
    drawing, axes = style.figure(height=3.2)
    colours = {"raw": style.PURPLE, "centred": style.BLUE, "standardised": style.ORANGE}
    designs = {"raw": page.raw, "centred": page.centred, "standardised": page.standard}
    ends = page.count | {"raw": page.many}
    for name, colour in colours.items():
        formula = np.unique(np.geomspace(1, ends[name], 60).round().astype(int))
        axes.plot(formula, [page.left_after(designs[name], page.mass, k) for k in formula], color=colour, linewidth=1)
        run = np.unique(np.geomspace(1, min(ends[name], 2000), 40).round().astype(int))
        axes.plot(run, [page.left[name][k] for k in run], color=colour, linewidth=2.6)
    axes.axhline(1e-6, color=style.MUTED, linewidth=0.9, linestyle=(0, (4, 3)))
    style.label(axes, (ends["standardised"], 1e-6), f"{ends['standardised']}", style.ORANGE, offset=(0, -9))
    style.label(axes, (ends["centred"], 1e-6), f"{ends['centred']:,}", style.BLUE, offset=(0, -9))
    style.label(axes, (ends["raw"], 1e-6), f"{ends['raw'] / 1e6:.0f} million", style.PURPLE, offset=(0, -9))
    style.label(axes, (13, 2e-4), "standard-\nised", style.ORANGE, offset=(6, 0), ha="left")
    style.label(axes, (900, 1e-3), "centred", style.BLUE, offset=(8, 0), ha="left")
    style.label(axes, (100_000, 3e-3), "raw", style.PURPLE, offset=(0, 9))
    axes.set(xlabel="steps", ylabel="share left", xscale="log", yscale="log", ylim=(2e-7, 2), xlim=(0.8, 1e9))
    axes.minorticks_off()
    axes.set_xticks([1, 100, 10_000, 1e6, 1e8], ["1", "100", "10,000", "1 million", "100 million"])
    axes.set_yticks([1, 1e-2, 1e-4, 1e-6], ["1", "0.01", "0.0001", "0.000001"])
    return drawing
