"""Borders after the first and the last step beside the widest margin; the angle to it by steps, and its formula."""

import numpy as np

from figures import style


def draw(page):
    drawing, (left, right) = style.figure(1, 2, height=2.8, gridspec_kw={"width_ratios": [1.15, 1]})
    for sample, sign in zip(np.array(page.samples), np.sign(page.Z @ page.widest), strict=True):
        assert sign > 0
        left.plot(*sample, "o", color=style.BLUE if sample @ page.widest > 0 else style.PURPLE, markersize=7)
    for k, words in ((1, "step 1"), (100_000, "step 100,000")):
        across = np.array([page.walk[k][1], -page.walk[k][0]]) / np.linalg.norm(page.walk[k])
        left.plot(*np.outer([-2.9, 2.9], across).T, color=style.ORANGE, linewidth=1.4)
        style.label(left, 2.9 * across, words, style.ORANGE, offset=(2, 10) if k == 1 else (-8, -17))
    across = np.array([page.widest[1], -page.widest[0]]) / np.linalg.norm(page.widest)
    left.plot(*np.outer([-2.9, 2.9], across).T, color=style.GREEN, linestyle=(0, (4, 3)))
    style.label(left, -2.9 * across, "widest", style.GREEN, offset=(0, 8))
    left.set(xlim=(-3, 3.6), ylim=(-3.2, 3.4), aspect="equal", xlabel="input 1", ylabel="input 2")
    left.set(xticks=[-2, 0, 2], yticks=[-2, 0, 2])
    steps = np.unique(np.geomspace(1, 100_000, 60).astype(int))
    late = steps[steps >= 20]
    formula = [page.angle(page.widest * np.log(k) + page.offset) for k in late]
    right.plot(late, formula, color=style.MUTED, linewidth=1.1, linestyle=(0, (4, 3)))
    right.plot(steps, [page.angle(page.walk[k]) for k in steps], color=style.ORANGE)
    style.label(right, (late[0], formula[0]), "formula", style.MUTED, offset=(4, 4), ha="left")
    end = page.angle(page.walk[100_000])
    style.label(right, (100_000, end), f"{end:.1f}°", style.ORANGE, offset=(0, -10), ha="right")
    right.set(xscale="log", ylim=(0, 30), xlabel="step $k$", ylabel="angle in degrees", yticks=[0, 10, 20, 30])
    right.minorticks_off()
    right.set_xticks([1, 100, 10_000], ["1", "100", "10,000"])
    return drawing
