"""One weight over the steps at two rates, with the typical distance of the formula as a band around the best."""

from figures import style


def draw(page):
    drawing, axes = style.figure(height=3.2)
    steps = range(len(page.wild))
    for path, eta, colour in ((page.wild, 0.1, style.ORANGE), (page.calm, 0.01, style.BLUE)):
        band = page.floor(eta, 1) ** 0.5
        shade = style.SHADE if eta == 0.1 else style.RULE
        axes.fill_between([0, 400], page.best - band, page.best + band, color=shade, linewidth=0)
        axes.plot(steps, path[:, 0], color=colour, linewidth=1 if eta == 0.1 else 1.8, zorder=3 if eta == 0.1 else 4)
    axes.plot([0, 400], [page.best, page.best], color=style.GREEN, linewidth=1.2, zorder=2)
    style.label(axes, (400, page.best), "best", style.GREEN, offset=(4, 0), ha="left")
    style.label(axes, (30, 1.13), "rate 0.1", style.ORANGE, offset=(0, 0), ha="left")
    style.label(axes, (40, page.calm[40, 0]), "rate 0.01", style.BLUE, offset=(8, -6), ha="left")
    axes.set(xlabel="step $k$", ylabel="weight $w$", xlim=(-5, 440), xticks=[0, 100, 200, 300, 400])
    return drawing
