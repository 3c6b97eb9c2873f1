"""The claims of docs/labs/own-surface.ipynb, by other ways: autograd, plain loops, other surfaces."""

import numpy as np
import pytest
from autograd import grad
from autograd import numpy as anp

PAGE = "docs/labs/own-surface.ipynb"


def valley(theta):
    return (theta[1] - 2 * anp.sin(theta[0])) ** 2 + theta[0] ** 2 / 4


def walk(name, eta):
    """The losses along a path from (-4, 2), one weight at a time, with the gradient of autograd."""
    theta, m, s, losses = np.array([-4.0, 2.0]), [0, 0], [0, 0], []
    beta, decay = {"momentum": (0.9, 0), "RMSProp": (0, 0.9), "Adam": (0.9, 0.999)}.get(name, (0, 0))
    for k in range(1, 252):
        losses.append(valley(theta))
        for i, g in enumerate(grad(valley)(theta.copy())):
            m[i], s[i] = beta * m[i] + (0.1 if name == "Adam" else 1) * g, decay * s[i] + (1 - decay) * g * g
            fix = (1 - 0.9**k, 1 - 0.999**k) if name == "Adam" else (1, 1)
            theta[i] -= eta * m[i] / fix[0] / ((s[i] / fix[1]) ** 0.5 + 1e-8 if decay else 1)
    return np.array(losses)


def test_slopes_and_doubts(names):
    """Measured slopes are those of autograd; smooth ground is never doubtful, a kink and a missing loss are."""
    for theta in np.random.default_rng(7).uniform(-4, 4, (40, 2)):
        assert names["slopes"](names["loss"])(theta) == pytest.approx(grad(valley)(theta), abs=1e-7)
    assert not any(names["doubtful"](f).any() for f in (names["loss"], *(f for f, *_ in names["KNOWN"])))
    assert np.array_equal(names["doubtful"](lambda w1, w2: abs(w1) + w2**2), abs(names["w1"]) < 1e-9)
    assert np.array_equal(names["doubtful"](lambda w1, w2: np.sqrt(w1) + w2**2), names["w1"] < 1e-9)


def test_the_race_and_what_turns_it_round(names):
    """Steps and passages by plain loops; who is first by each rule; what the things to try show."""
    best, known, tuned, compete = (names[name] for name in ("best", "known", "tuned", "compete"))
    for name, run in best.items():
        above = walk(name, run.rate) >= 0.01 * valley([-4.0, 2.0])
        assert (np.flatnonzero(above)[-1] + 1, above.argmin()) == (run.steps, names["passed"][name])
    assert sorted(best, key=lambda name: best[name].steps) == ["Adam", "momentum", "descent", "RMSProp"]
    assert sorted(names["passed"], key=names["passed"].get)[2:] == ["RMSProp", "descent"]
    assert names["ahead"][2:] == ["momentum", "Adam"]
    assert [names["first"](there) for there in known.values()] == ["descent", "momentum", "descent"]
    turned = tuned(compete(lambda v, w: names["ravine"](0.866 * v + 0.5 * w, 0.866 * w - 0.5 * v), (-4.46, -0.27)))
    assert [name for name in turned if turned[name].steps == known["ravine"][name].steps] == ["descent", "momentum"]
    jump = tuned(compete(lambda v, w: (v**2 - 4) ** 2 / 4 + v + 5 * w**2, (3.5, 2)))
    assert (names["first"](jump), jump["descent"].arrived) == ("descent", 1)


def test_what_other_starts_and_grids_change(names, monkeypatch):
    """With the seed 2 descent leads; on finer grids the early leader is RMSProp, and the later ones stay."""
    starts = np.random.default_rng(2).uniform(names["MAP"][::2], names["MAP"][1::2], (20, 2))
    winners = [names["first"](names["tuned"](names["compete"](names["loss"], start))) for start in starts]
    assert winners.count("descent") > winners.count("Adam")
    assert "RMSProp" not in (*winners, *names["winners"])
    monkeypatch.setitem(names, "RATES", np.geomspace(1e-4, 10, 41))
    runs = names["compete"](names["loss"], names["START"])
    ahead = [min(runs, key=lambda name: runs[name][1][steps].min()) for steps in names["budgets"]]
    assert names["ahead"][0] == "descent"
    assert (ahead[0], *ahead[2:]) == ("RMSProp", "momentum", "Adam")
    assert sorted(names["tuned"](runs), key=lambda name: names["tuned"](runs)[name].steps) == names["order"]
