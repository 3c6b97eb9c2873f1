"""Seconds behind docs/data/batches.md: a pass over the data and the way to the target, for three batch sizes.

`python tests/benchmarks/batches.py` times the page's own `gradient` with the rates and the counts of updates that
the page finds, on the penguins and on many copies of them. It prints medians and checks what the page says in words.
The order of the samples is drawn before the clock starts, and the whole batch is used as it lies in memory.
"""

import sys
from itertools import islice
from pathlib import Path
from statistics import median
from time import perf_counter

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[2]))

from scripts.model import project
from scripts.model import run as running
from scripts.model.page import Code

PAGE = "docs/data/batches.md"
COPIES = (1, 10, 100, 1000)
RUNS = 9


def namespace() -> dict:
    """The page's names after its code ran."""
    page = project.load(project.ROOT, project.ROOT / PAGE)
    run = running.Run(page, project.ROOT)
    for step in page.steps:
        if isinstance(step, Code):
            run.step(step)
    return run.namespace


def clock(gradient, X, y, batches, eta: float) -> float:
    """Seconds for one update with each of the batches (None: all samples)."""
    theta = np.zeros(X.shape[1])
    begin = perf_counter()
    for batch in batches:
        theta = theta - eta * (gradient(X, y, theta) if batch is None else gradient(X[batch], y[batch], theta))
    return perf_counter() - begin


def seconds(names: dict, copies: int, runs: int = RUNS) -> dict[int, tuple[float, float]]:
    """Medians for each batch size of the page: one pass, and the updates to the target."""
    X, y = np.tile(names["X"], (copies, 1)), np.tile(names["y"], copies)
    found = {}
    for size, (updates, eta) in names["found"].items():
        passes, ways = [], []
        for seed in range(runs):
            whole = size == names["n"]
            order = np.random.default_rng(seed).permutation(len(y))
            batches = [None] if whole else names["batches_of"](order, size)
            passes.append(clock(names["gradient"], X, y, batches, eta))
            first = batches * updates if whole else list(islice(batches, updates))
            ways.append(clock(names["gradient"], X, y, first, eta))
        found[size] = median(passes), median(ways)
    return found


def main() -> None:
    """Print the table, then check the words of the page."""
    names = namespace()
    one, few, every = names["found"]
    print("milliseconds, medians of", RUNS)
    print("copies    samples   batch size   one pass   to the target")
    results = {copies: seconds(names, copies) for copies in COPIES}
    for copies, found in results.items():
        for size, (whole, way) in found.items():
            label = "all" if size == every else size
            samples = copies * names["n"]
            print(f"{copies:6} {samples:10,} {label:>12} {whole * 1e3:10.3f} {way * 1e3:15.3f}")
    for copies, found in results.items():
        lone = found[one][0] / found[every][0]
        print(f"{copies} copies: one pass of single samples takes {lone:,.0f} times as long as one of all samples,")
        for size, name in ((one, "single samples"), (few, "mini-batches")):
            ratio = found[size][1] / found[every][1]
            print(f"  the way to the target with {name} {ratio:.3f} times as long as with all samples")
        assert lone > 100, "one pass of single samples takes more than a hundred times as long"
    small, middle, large = results[1], results[100], results[1000]
    assert small[every][1] < small[few][1] < small[one][1], "on the penguins the batch is first, single samples last"
    assert small[one][1] > 3 * small[every][1], "by several times"
    assert middle[every][1] > 3 * middle[few][1], "on a hundred copies mini-batches are long before the batch"
    assert large[every][1] > 100 * large[few][1], "on a thousand copies hundreds of times"
    call = {size: small[size][0] / len(names["batches_of"](range(names["n"]), size)) for size in small}
    assert call[few] < 2 * call[one], "a call on 32 samples costs hardly more than a call on one"
    assert call[every] < 3 * call[one], "and one on all 342 takes about as long"
    assert large[few][1] < large[one][1] < large[every][1], "single samples are in between"


if __name__ == "__main__":
    main()
