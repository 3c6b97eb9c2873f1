"""The curvatures of the Hessian for raw, centred and standardised features, on a logarithmic line."""

import numpy as np

from figures import style


def draw(page):
    drawing, axes = style.figure(height=2.3)
    rows = (("raw", page.raw), ("centred", page.centred), ("standardised", page.standard))
    for height, (_, features) in zip((2, 1, 0), rows, strict=True):
        values = np.linalg.eigvalsh(page.hessian(features))
        axes.plot([values[0], values[-1]], [height, height], color=style.RULE, linewidth=5, zorder=1)
        axes.plot(values, [height] * len(values), "o", color=style.INK, markersize=6, zorder=2)
        kappa = values[-1] / values[0]
        words = f"κ = {kappa / 1e6:.1f} million" if kappa > 1e6 else f"κ = {kappa:.3g}"
        style.label(axes, (np.sqrt(values[0] * values[-1]), height), words, style.MUTED, offset=(0, 13))
    axes.set(xlabel="curvature", xscale="log", xlim=(0.001, 300_000), ylim=(-0.5, 2.7))
    axes.minorticks_off()
    axes.set_xticks([0.01, 1, 100, 10_000], ["0.01", "1", "100", "10,000"])
    axes.set_yticks([2, 1, 0], [name for name, _ in rows])
    axes.tick_params(axis="y", length=0)
    axes.spines["left"].set_visible(False)
    return drawing
