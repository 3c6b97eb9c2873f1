"""What the fork server imports last: matplotlib's grammar of formulas, built once for all page processes."""

import gc

from matplotlib.mathtext import MathTextParser

MathTextParser("path").parse("$w$")  # the grammar takes an eighth of the time that a lesson's two figures take
gc.freeze()  # what is imported stays: no page's process need look through it for garbage
