"""What the best of n random settings needs, on the ravine and on the digits."""

import numpy as np

from figures import style


def draw(page):
    drawing, axes = style.figure(1, 2, height=3.2)
    counts = np.geomspace(1, 100, 25)
    for panel, problem in zip(axes, ("ravine", "digits"), strict=True):
        for name, colour in (("momentum", style.ORANGE), ("Adam", style.BLUE)):
            own, fresh = page.score[problem, name]
            for part, line in ((slice(3, 4), "-"), (slice(4), (0, (4, 2)))):
                kept = [page.kept(own[part], fresh[part], n) for n in counts]
                panel.semilogx(counts, kept, color=colour, linestyle=line, linewidth=1.6)
        panel.set(xlabel="trials", xlim=(1, 100), xticks=[1, 10, 100], xticklabels=["1", "10", "100"])
        panel.set_ylim(0)
        panel.minorticks_off()
        style.label(panel, (100, panel.get_ylim()[1]), problem, style.MUTED, offset=(0, -6), ha="right")
    own, fresh = page.score["digits", "momentum"]
    style.label(axes[1], (11, page.kept(own, fresh, 11)), "momentum", style.ORANGE, offset=(4, 10), ha="left")
    own, fresh = page.score["digits", "Adam"]
    style.label(axes[1], (3, page.kept(own, fresh, 100)), "Adam", style.BLUE, offset=(0, 12))
    axes[0].set_ylabel("gradients to the target")
    return drawing
