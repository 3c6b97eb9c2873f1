"""The plane of rate and momentum: where some walk goes round, where quadratics diverge, and where none can go round."""

import numpy as np

from figures import style

ENDS, STARTS = np.array([1.2, 1.4, 1.6, 1.8, 2, 2.5, 3, 4, 6]), np.linspace(-6, 6, 25)


def draw(page):
    drawing, axes = style.figure(height=3.6)
    rates, betas = np.linspace(0.06, 0.156, 33), np.linspace(0, 0.9, 25)
    eta, beta, end, w = np.meshgrid(rates, betas, ENDS, STARTS, indexing="ij", sparse=True)
    stable = (eta < 2 * (1 + beta) / 25 - 0.0015)[:, :, :, 0]
    eta = np.where(stable[..., None], eta, 0.01)  # the others are not asked
    v, far = 0, 0
    for k in range(300):
        v = beta * v + page.slope(w, end)
        w = w - eta * v
        far = np.maximum(far, abs(w)) if k > 290 else 0
    some = np.any(far > 0.05, axis=(2, 3)) & stable[:, :, 0]
    axes.contourf(rates, betas, some.T, levels=[0.5, 1.5], colors=[style.BLUE], alpha=0.35)
    b = np.array([0, 0.9])
    axes.plot(2 * (1 + b) / 25, b, color=style.INK, linewidth=1.2)
    axes.plot(2 * (1 - b) / 25, b, color=style.MUTED, linewidth=1.2, linestyle=(0, (4, 3)))
    axes.plot([1 / 9], [4 / 9], "o", color=style.BLUE, markersize=7, markeredgecolor=style.PAPER)
    style.label(axes, (1 / 9, 4 / 9), "best pair", style.BLUE, offset=(-13, -5), ha="right")
    style.label(axes, (0.112, 0.72), "goes round", style.BLUE, offset=(0, 0))
    style.label(axes, (0.022, 0.3), "sure to arrive", style.MUTED, offset=(0, 0), ha="left")
    style.label(axes, (0.125, 0.2), "diverges", style.INK, offset=(0, 0), ha="left")
    axes.set(xlabel="rate $η$", ylabel="momentum $β$", xlim=(0.02, 0.16), ylim=(0, 0.9))
    axes.set_xticks([0.02, 0.04, 0.08, 0.12, 0.16])
    axes.set_yticks([0, 0.3, 0.6, 0.9])
    return drawing
