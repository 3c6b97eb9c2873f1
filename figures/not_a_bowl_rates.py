"""The error over the steps for four runs of the page: sublinear bends up, linear is straight, quadratic bends down."""

from figures import style


def draw(page):
    drawing, axes = style.figure(height=3.3)
    near = [w for w in page.runs["log cosh"] if abs(w) <= 1][:11]
    thirds = page.newton(page.slopes["quartic"], page.curvatures["quartic"], 1, 10)
    for errors, colour, words, place, side in (
        (page.quartic[:11], style.ORANGE, "descent on $w^4$", (10, 1), "right"),
        (thirds, style.BLUE, "Newton on $w^4$", (10, 0.09), "right"),
        ([abs(w) for w in near], style.INK, r"descent on $\log\cosh w$", (10, 2e-4), "right"),
        (page.errors, style.PURPLE, "Newton on $e^{-w} + w$", (4.7, 4e-6), "left"),
    ):
        axes.plot(range(len(errors)), errors, "o-", color=colour, markersize=3.6)
        style.label(axes, place, words, colour, offset=(0, 0), ha=side)
    axes.set(xlabel="step", ylabel="error", yscale="log", xlim=(-0.3, 10.5), ylim=(3e-9, 3))
    axes.minorticks_off()
    axes.set_yticks([1, 1e-2, 1e-4, 1e-6, 1e-8], ["1", "0.01", "0.0001", "10$^{-6}$", "10$^{-8}$"])
    return drawing
