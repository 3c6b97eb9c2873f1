"""The misread test digits as pictures in four shades, with what was written → what was read."""

from figures import style


def draw(page):
    drawing, axes = style.figure(height=3.7)
    places = style.pictures(axes, page.X_test[page.missed], columns=5)
    for place, written, read in zip(places, page.y_test[page.missed], page.read[page.missed], strict=True):
        style.label(axes, place, f"{written} → {read}", offset=(0, 9))
    return drawing
