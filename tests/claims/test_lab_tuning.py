"""The claims of docs/labs/tuning.ipynb: slopes by autograd, the lessons' methods, the findings with other seeds."""

import numpy as np

from scripts.model import project
from scripts.model.page import Code
from tests.claims.data import DIGITS
from tests.claims.oracles import assert_slopes

PAGE = "docs/labs/tuning.ipynb"
OTHERS = (11, 12, 13)  # seeds that the lab does not use


def test_network_methods_and_data(names, page_namespace):
    """The gradient is that of the loss, the methods are the lesson's, and the test digits wait for the last cell."""
    theta = names["start"](np.random.default_rng(3))
    X, y, A, _ = names["split"](np.random.default_rng(4).permutation(1437))
    parts = [part.reshape(s) for part, s in zip(np.split(theta, names["CUTS"]), names["SHAPES"], strict=True)]
    found = np.split(names["gradient"](theta, X[:40], y[:40]), names["CUTS"])
    W, b, V, c = (part.reshape(s) for part, s in zip(found, names["SHAPES"], strict=True))
    assert_slopes([(W, b), (V, c)], [tuple(parts[:2]), tuple(parts[2:])], X[:40], y[:40])
    lesson = page_namespace("docs/optimizers/fair-race.md")
    for label, method in lesson["methods"].items():
        walks = [lesson["race"](one, lambda w: w**3, (1, 2), 9, eta=0.1) for one in (method, names["METHODS"][label])]
        assert np.array_equal(walks[0][-1][0], walks[1][-1][0])
    known = DIGITS[np.random.default_rng(1).permutation(len(DIGITS))[1437:]]
    assert np.array_equal(np.column_stack([names["TEST"][0] * 16, names["TEST"][1]]), known)
    assert (len(X), len(A)) == (1077, 360)
    sources = [step.source for step in project.load(project.ROOT, project.ROOT / PAGE).steps if isinstance(step, Code)]
    assert [k for k, source in enumerate(sources) if "TEST" in source] == [1, len(sources) - 1]


def judged(names, label, eta):
    """The loss after ten epochs, and the share that is read, averaged over the other seeds."""
    return np.mean([names["experiment"](names["METHODS"][label], eta, seed) for seed in OTHERS], axis=0)


def test_findings_with_other_seeds(names):
    """Tuned, the four are level; a step inside a band is good, two outside are not; the default lies below."""
    rates, bands = np.array(names["RATES"]), names["band"]
    best = {label: judged(names, label, rates[i]) for label, i in names["best"].items()}
    assert np.ptp([read for _, read in best.values()]) < 1.5
    for label, (low, high) in bands.items():
        loss, read = best[label]
        inside = [judged(names, label, eta)[0] for eta in (low * 10**0.25, high / 10**0.25)]
        outside = [judged(names, label, eta)[0] for eta in (low / 10**0.5, high * 10**0.5)]
        assert max(inside) < 1.4 * loss < min(outside)
        assert judged(names, label, 0.001)[1] < read - 3
    assert bands["descent"][0] > max(bands["RMSProp"][1], bands["Adam"][1])
    assert judged(names, "descent", 0.001)[1] < 25 < 60 < judged(names, "momentum", 0.001)[1] < 80
