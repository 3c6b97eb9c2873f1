"""The loss over the steps in float32, and in half precision with and without a scale and a master copy."""

from figures import style


def draw(page):
    drawing, axes = style.figure(height=3.0)
    exact, lost, scaled, rough = [runs[0][0][::10] for runs in page.runs.values()]
    steps = range(0, 10 * len(exact), 10)
    axes.plot(steps, lost, color=style.PURPLE)
    axes.plot(steps, exact, color=style.ORANGE, linewidth=3.6)
    axes.plot(steps, scaled, color=style.BLUE, linewidth=1.2)
    axes.plot(steps, rough, color=style.BLUE, linewidth=1.2, linestyle="--")
    style.label(axes, (500, lost[0]), "half precision, no scale", style.PURPLE, offset=(0, -10))
    style.label(axes, (1000, rough[-1]), "no master copy", style.BLUE, offset=(0, 12), ha="right")
    style.label(axes, (1000, exact[-1]), "float32", style.ORANGE, offset=(-56, -14), ha="right")
    style.label(axes, (1000, scaled[-1]), "scaled", style.BLUE, offset=(0, -14), ha="right")
    axes.set(yscale="log", xlabel="step $k$", ylabel="mean squared error", xlim=(-8, 1020), ylim=(0.0032, 3.5))
    return drawing
