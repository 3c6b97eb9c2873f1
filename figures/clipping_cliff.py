"""The cliff: loss over the two weights of the counter, a plain step that flies off, and a clipped walk."""

import numpy as np

from figures import style


def loss(w, b):
    return sum((b * w**j - 0.8**j) ** 2 for j in range(30)) / 2


def walk(steps, c):
    path = [np.array([0.9, 2.0])]
    for _ in range(steps):
        w, b = path[-1]
        shares = [(b * w**j - 0.8**j, b * j * w ** max(j - 1, 0), w**j) for j in range(30)]
        g = np.array([sum(miss * by for miss, by, _ in shares), sum(miss * by for miss, _, by in shares)])
        path.append(path[-1] - 0.03 * g * min(1, c / np.hypot(*g)))
    return np.array(path)


def draw(page):
    drawing, axes = style.figure(height=3.3)
    w, b = np.linspace(-1.65, 1.35, 61), np.linspace(-0.6, 2.6, 25)
    flight, clipped, goal = walk(1, np.inf), walk(300, 1), (0.8, 1)
    ground = loss(w, b[:, None])
    levels = [0.03, 0.3, 1.5, 30, 1e3, 1e6]
    axes.contourf(w, b, ground, levels=[1e3, 1e30], colors=[style.SHADE])
    axes.contour(w, b, ground, levels=levels, colors=style.MUTED, linewidths=0.7)
    style.arrow(axes, flight[0], flight[1], style.ORANGE, zorder=4)
    style.path(axes, *np.transpose(clipped[::4]), style.BLUE, markersize=3.5, linewidth=1.4)
    style.path(axes, *flight[:1].T, style.ORANGE)
    style.minimum(axes, *goal)
    style.label(axes, flight[0], "start", style.ORANGE, offset=(2, 12), bbox=style.BEHIND)
    style.label(axes, flight[1], "one plain step", style.ORANGE, offset=(2, 14), ha="left", bbox=style.BEHIND)
    style.label(axes, clipped[30], "clipped", style.BLUE, offset=(-10, 0), ha="right", bbox=style.BEHIND)
    style.label(axes, goal, "minimum", style.GREEN, offset=(0, -14), bbox=style.BEHIND)
    for side in (-1.4, 1.2):
        style.label(axes, (side, -0.25), "wall", style.INK, offset=(0, 0), bbox=style.BEHIND)
    axes.set(xlabel="weight $w$", ylabel="weight $b$", xlim=(-1.65, 1.35), ylim=(-0.6, 2.6))
    axes.set(xticks=[-1, 0, 1], yticks=range(3))
    return drawing
