"""Loss and misread share over the epochs, on training and on validation digits."""

import numpy as np

from figures import style


def draw(page):
    drawing, panels = style.figure(1, 2, height=2.7)
    epochs = np.arange(len(page.runs[0.5]))
    train, valid = (page.X_train, page.y_train), (page.X_valid, page.y_valid)
    places = (train, style.ORANGE, "training", 8, -24), (valid, style.BLUE, "validation", 23, 13)
    for (X, y), colour, name, epoch, offset in places:
        losses = [page.loss(net, X, y) for net in page.runs[0.5]]
        shares = [100 * page.misread(net, X, y) / len(y) for net in page.runs[0.5]]
        for panel, values in zip(panels, (losses, shares), strict=True):
            panel.semilogy(epochs, values, color=colour, linewidth=1.5)
            style.label(panel, (epoch, values[epoch]), name, colour, offset=(0, offset))
    panels[0].set(ylim=(0.01, 4), yticks=[0.01, 0.1, 1], yticklabels=["0.01", "0.1", "1"], ylabel="loss")
    panels[1].set(ylim=(0.05, 140), yticks=[0.1, 1, 10, 100], yticklabels=["0.1", "1", "10", "100"])
    panels[1].set_ylabel("misread, %")
    for panel in panels:
        panel.minorticks_off()
        panel.set(xlabel="epochs", xticks=[0, 10, 20, 30])
    return drawing
