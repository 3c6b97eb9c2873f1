"""Six digits that the network will misread, without their labels."""

from figures import style


def draw(page):
    drawing, axes = style.figure(height=1.15)
    style.pictures(axes, page.X[page.hard], columns=len(page.hard), height=10.4)
    return drawing
