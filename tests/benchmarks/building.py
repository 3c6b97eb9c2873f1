"""Seconds of the build: generated lessons, measured against the floor, each figure next to what is demanded of it.

    python tests/benchmarks/building.py [--lessons 40] [--runs 5] [--only cold check …]

A lesson has three blocks with outputs, nine values, two figures in the looks of figures/style.py, formulas, boxes
and prose. The projects stand in temporary folders and use this checkout's scripts, looks and libraries.

The floor is what no build can go below, and knows nothing of pages: one process imports numpy, matplotlib and the
looks once and forks in two. The two share the lessons, execute every block, call every figure's `draw` and let
matplotlib save it as SVG text, as the build asks it to. Making the drawing small (scour), its dark partner, reading
the pages, values and comparing are not in it. Any build with such small files makes them small, so the ratio to a
floor with scour is printed too, in brackets.

Each run takes its turn after the others, so a slow minute hits all alike. Medians of the wall clock; CPU seconds of
all processes follow them and are more reliable on a busy machine. Peak memory is that of the largest
process.
"""

import argparse
import contextlib
import ctypes
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median
from typing import NamedTuple

from scripts.model import project
from scripts.model.page import Code, Figure

ROOT = project.ROOT
KINDS = ("cold", "check", "site", "edit", "nothing", "growth")
PARTS = 4
SITE = ("make", "-s", "-o", ".venv/ready", "site")  # with the environment of this checkout as it is

LESSON = """---
title: Walk {k}
description: A generated lesson, number {k}, about a walk down a bowl.
---
# Walk {k}

> Subtract a small multiple of the slope, again and again, and the weight walks down to where the slope is zero.

You stand on a hillside in thick fog, and the slope tells you which way is down. So you take one step that way, feel
the ground again, and step again. That is the whole method, here with {steps} steps.

## One bowl

Take a loss with one weight $w$, whose lowest point is at $w = {low}$:

$$
L(w) = (w - {low})^2, \\qquad \\frac{{\\partial L}}{{\\partial w}} = 2(w - {low})
$$

One step of gradient descent is

$$
w \\leftarrow w - \\eta \\, \\frac{{\\partial L}}{{\\partial w}}
$$

| symbol | read it as | what it does here |
|---|---|---|
| $w$ | the weight | the number that you may change |
| $L$ | the loss | the height of the ground at $w$; you want it low |
| $\\eta$ | the *learning rate* | how far to go for each unit of slope |

/// predict | Predict
The weight starts at 0. Where is $w$ after one step? Write it down before you read on.
///

```python
import numpy as np

def loss(w):
    return (w - {low}) ** 2

def slope(w):
    return 2 * (w - {low})

w, eta, path = 0, {eta}, [0]
for k in range({steps}):
    w = w - eta * slope(w)
    path.append(w)
    print(f"step {{k + 1}}: w = {{w:.4f}}")
```

//// answer | Answer
After one step $w$ is 0<!-- = path[1]:.3f -->. The loss fell from 0<!-- = loss(0):.2f --> to
0<!-- = loss(path[1]):.3f -->.

/// check | Where is $w$ after one step?
- 0<!-- = path[1]:.2f -->: The slope is negative, and the minus turns it around.
- 0<!-- = -path[1]:.2f -->: You added the slope. Down is against it.
///
////

![A bowl with the points of a walk down its left side, to w = 0.](../figures/bowl_{k}.svg)<!-- = path[-1]:.3f -->

*The walk goes down in {steps} steps, each shorter than the one before.*

## Two weights

The same rule holds for two weights at once. What is left of the distance after $k$ steps is $(1 - 2\\eta)^k$, here
0<!-- = (1 - 2 * eta) ** len(path[1:]):.4f -->. The surface is

$$
S(u, v) = \\tfrac{{1}}{{2}} u^2 + {steep} v^2, \\qquad \\nabla S = \\begin{{pmatrix}} u \\\\ {wide} v \\end{{pmatrix}}
$$

```python
def surface(u, v):
    return u**2 / 2 + {steep} * v**2

point, walk = np.array([4.0, 1.0]), [(4.0, 1.0)]
for k in range(12):
    point = point - {rate} * np.array([point[0], 2 * {steep} * point[1]])
    walk.append(tuple(point))
print(f"after {{len(walk) - 1}} steps: u = {{point[0]:.4f}}, v = {{point[1]:.4f}}")
```

![A valley with the path of a walk, down to 0.](../figures/map_{k}.svg)<!-- = surface(*point):.4f -->

*The path crosses the valley before it follows it.*

The first move lowers the surface from 0<!-- = surface(*walk[0]):.2f --> to
0<!-- = surface(*walk[1]):.3f -->, the second to 0<!-- = surface(*walk[2]):.3f -->. Nobody turned
the learning rate down. What changed was the slope: the bowl flattens towards its bottom, and a step is the learning
rate *times the slope*. Less slope, shorter step.

## How this goes wrong

/// wrong | A rate that is too large
With $\\eta > 1$ each step lands further away, on the other side, than it started.
///

//// exercise | Exercise 1
Start at the minimum's mirror image. Where does the first step lead?

/// hint
The slope there has the other sign.
///

/// solution
By symmetry to the mirror image of the first step, so to 0<!-- = 2 * {low} - path[1]:.3f -->.

```python
mirror = 2 * {low}
print(f"{{mirror - eta * slope(mirror):.3f}}")
```
///
////

/// short | In short
- One step is $w \\leftarrow w - \\eta\\, \\partial L / \\partial w$.
- The steps shrink because the slope does.
- The start decides the direction, the rule stays the same.
///

The next lesson is [one further on](walk-{following:04}.md).
"""

BOWL = """\"\"\"The bowl, the steps of the walk, and the weights they reach on the axis.\"\"\"

import numpy as np

from figures import style


def draw(page):
    drawing, axes = style.figure(height=3.1)
    w = np.linspace(-0.6, 2.2 * page.path[-1], 70)
    axes.plot(w, page.loss(w), color=style.INK)
    losses = [page.loss(w) for w in page.path]
    axes.vlines(page.path, -1.6, losses, color=style.MUTED, linewidth=0.8, linestyle=(0, (1, 2)))
    style.path(axes, page.path, losses)
    for k, (w, height) in enumerate(zip(page.path, losses)):
        name = f"start, $w_{k} = {w:g}$" if k == 0 else f"$w_{k}$"
        style.label(axes, (w, height), name, style.ORANGE, offset=(8, 5), ha="left")
    style.label(axes, (page.path[-1], 0), "minimum", style.GREEN, offset=(0, -12))
    axes.set(xlabel="weight $w$", ylabel="loss $L$", ylim=(-1.6, None))
    return drawing
"""
MAP = """\"\"\"A valley seen from above: contours and the path of the walk.\"\"\"

import numpy as np

from figures import style


def draw(page):
    drawing, axes = style.figure(height=3.4)
    u, v = np.meshgrid(np.linspace(-1, 4.5, style.GRID), np.linspace(-1.4, 1.4, style.GRID))
    axes.contour(u, v, page.surface(u, v), levels=[0.5, 2, 4, 6, 8], colors=style.RULE, linewidths=0.8)
    style.path(axes, *zip(*page.walk))
    style.label(axes, page.walk[0], "start", style.ORANGE, offset=(-6, -9), ha="right")
    for k in (1, 2, 3):
        style.label(axes, page.walk[k], f"{k}", style.ORANGE, offset=(9, 3))
    style.minimum(axes, 0, 0)
    style.label(axes, (0, 0), "minimum", style.GREEN, offset=(2, -12))
    axes.set(xlabel="weight $u$", ylabel="weight $v$")
    return drawing
"""
GLOSSARY = """---
title: Glossary
description: The terms of the generated lessons.
---
# Glossary

## loss

How wrong you are, as one number.

## learning rate

How far to go for each unit of slope.

## gradient descent

Subtract a small multiple of the slope, again and again.
"""

# The floor. It gets the lessons as lists of code and figure names; `small` is whether scour runs.
FLOOR = """
import contextlib, importlib, io, json, os, sys
os.environ["OPENBLAS_NUM_THREADS"] = "1"
root, small = sys.argv[1], sys.argv[2] == "small"
sys.path.insert(0, root)
import numpy
import matplotlib
from matplotlib.backends.backend_svg import FigureCanvasSVG
from figures import style
if small:
    from scripts.model import draw as drawing

class Names:
    def __init__(self, names):
        self.__dict__.update(names)

with open(root + "/floor.json") as file:
    lessons = json.load(file)
metadata = {"Date": None, "Creator": None, "Format": None, "Type": None}
first = os.fork()
for lesson in lessons[bool(first)::2]:
    names = {"__name__": "__main__"}
    for kind, content in lesson:
        if kind == "code":
            with contextlib.redirect_stdout(io.StringIO()):
                exec(compile(content, "block", "exec"), names)
        else:
            with matplotlib.rc_context(style.RC):
                figure = importlib.import_module("figures." + content).draw(Names(names))
                if small:
                    drawing.svg(figure)
                else:
                    FigureCanvasSVG(figure).print_svg(io.StringIO(), metadata=metadata)
if first:
    sys.exit(os.waitpid(first, 0)[1] != 0)
"""


class Cost(NamedTuple):
    """What a command took: seconds on the clock, CPU seconds of all its processes, peak MB of the largest."""

    wall: float
    cpu: float
    memory: float


class Generated:
    """A generated project of so many lessons, in a temporary folder."""

    def __init__(self, lessons: int, folder: Path):
        self.lessons, self.root = lessons, folder
        for name in ("scripts", "figures/fonts", *(f"docs/{name}" for name in _furniture())):
            shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
        for name in ("figures/style.py", "Makefile", "pyproject.toml", "uv.lock", "LICENSE"):
            shutil.copy2(ROOT / name, folder / name)
        (folder / ".venv").symlink_to(ROOT / ".venv")
        self.numbers = range(lessons)
        for k in self.numbers:
            self.write(self.page(k), self.text(k))
            self.write(f"figures/bowl_{k}.py", BOWL)
            self.write(f"figures/map_{k}.py", MAP)
        self.write("docs/index.md", "---\ntitle: Home\ndescription: Generated.\n---\n# Home\n\nLessons.\n")
        self.write("docs/reference/glossary.md", GLOSSARY)
        for name in ("licences", "errata"):
            self.write(f"docs/reference/{name}.md", f"# {name.capitalize()}\n\nEvery page links here.\n")
        checked = "# How this is checked\n\nThere are 0<!-- = site.blocks --> blocks, 0<!-- = site.values --> values.\n"
        self.write("docs/reference/how-it-is-checked.md", checked)
        self.write("mkdocs.yml", self._mkdocs())
        self._floor()

    def page(self, k: int) -> str:
        """The path of a lesson."""
        return f"docs/part-{k * PARTS // self.lessons}/walk-{k:04}.md"

    def text(self, k: int, eta: float | None = None) -> str:
        """A lesson before its first run."""
        last = k + 1 == self.lessons or self.page(k + 1).split("/")[1] != self.page(k).split("/")[1]
        eta = eta or 0.1 + 0.002 * (k % 40)
        steep = 2 + k % 3
        numbers = {"low": 3 + k % 4, "steps": 4 + k % 3, "steep": steep, "wide": 2 * steep, "rate": 0.8 / steep / 2}
        return LESSON.format(k=k, eta=f"{eta:.4f}", following=k if last else k + 1, **numbers)

    def write(self, name: str, text: str) -> None:
        """Write one file of the project."""
        file = self.root / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")

    def _mkdocs(self) -> str:
        before, _, rest = (ROOT / "mkdocs.yml").read_text("utf-8").partition("\nnav:\n")
        rows = ["nav:", "  - Home: index.md"]
        part = None
        for k in self.numbers:
            name = self.page(k).removeprefix("docs/")
            if part != (part := name.split("/")[0]):
                rows.append(f"  - {part}:")
            rows.append(f"      - {name}")
        names = ("glossary", "licences", "errata", "how-it-is-checked")
        rows += ["  - Reference:", *(f"      - reference/{name}.md" for name in names)]
        return before + "\n" + "\n".join(rows) + "\n\n" + rest[rest.index("\ntheme:") + 1 :]

    def _floor(self) -> None:
        lessons = []
        for k in self.numbers:
            page = project.parse(self.text(k), self.page(k))
            steps = [step for step in page.steps if isinstance(step, Code | Figure)]
            lessons.append([("code", s.source) if isinstance(s, Code) else ("figure", s.name) for s in steps])
        self.write("floor.json", json.dumps(lessons))
        self.write("floor.py", FLOOR)

    def clear(self) -> None:
        """Back to the state before the first run."""
        for name in ("docs/figures", ".cache", "site"):
            shutil.rmtree(self.root / name, ignore_errors=True)
        for k in self.numbers:
            self.write(self.page(k), self.text(k))
            (self.root / self.page(k)).with_suffix(".ipynb").unlink(missing_ok=True)

    # What is measured.

    def run(self, *command: str) -> Cost:
        """Run a command in the project."""
        environment = os.environ | {
            "NO_MKDOCS_2_WARNING": "1",
            "PYTHONPATH": str(self.root),
            "PYTHONDONTWRITEBYTECODE": "",
        }
        environment.pop("CI", None)  # where build.py would leave its cache alone
        log = self.root / "log.txt"
        with log.open("w") as output:
            begin = time.perf_counter()
            process = subprocess.Popen(command, cwd=self.root, stdout=output, stderr=output, env=environment)
            _, status, used = os.wait4(process.pid, 0)
            wall = time.perf_counter() - begin
        cpu, memory = used.ru_utime + used.ru_stime, used.ru_maxrss
        with contextlib.suppress(ChildProcessError):  # the server of processes outlives the build by a moment
            while True:
                used = os.wait4(-1, 0)[2]
                cpu, memory = cpu + used.ru_utime + used.ru_stime, max(memory, used.ru_maxrss)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            sys.exit(f"{' '.join(command)} failed:\n{log.read_text()[-3000:]}")
        return Cost(wall, cpu, memory / 1024)

    def floor(self, small: bool = False) -> Cost:
        """The floor, without scour or with it."""
        return self.run(sys.executable, "floor.py", str(self.root), "small" if small else "plain")

    def build(self, *arguments: str) -> Cost:
        """build.py as it stands."""
        return self.run(sys.executable, "scripts/build.py", *arguments)

    def cold(self) -> Cost:
        """build.py where nothing is fresh."""
        self.clear()
        return self.build()

    def site(self) -> Cost:
        """`make site` where nothing is fresh."""
        self.clear()
        return self.run(*SITE)

    def mkdocs(self) -> Cost:
        """The plain build of the same pages."""
        shutil.rmtree(self.root / "site", ignore_errors=True)
        return self.run(sys.executable, "-m", "mkdocs", "build")

    def edit(self, run: int) -> None:
        """Change one number in the code of one lesson."""
        file = self.root / self.page(self.lessons // 2)
        head, _, rest = file.read_text("utf-8").partition("w, eta, path = 0, ")
        file.write_text(f"{head}w, eta, path = 0, {0.2 + run / 1000:.4f}{rest[rest.index(', [0]') :]}", "utf-8")


def _furniture() -> list[str]:
    """The folders of docs/ that hold no pages."""
    folders = (folder for folder in (ROOT / "docs").iterdir() if folder.is_dir() and folder.name != "figures")
    return [f.name for f in folders if f.name == "overrides" or not (*f.glob("*.md"), *f.glob("*.ipynb"))]


def main() -> None:
    """Measure what is asked for and print it."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--lessons", type=int, default=40, help="how many (default: 40; with `nothing`, four times)")
    parser.add_argument("--runs", type=int, default=5, help="interleaved runs, of which the median counts")
    parser.add_argument("--only", nargs="+", choices=KINDS, default=KINDS, metavar="PART", help=" ".join(KINDS))
    parser.add_argument("--sizes", type=int, nargs="+", default=[40, 160, 1000], help="numbers of lessons for growth")
    options = parser.parse_args()
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(36, 1, 0, 0, 0)  # a build's processes come to this one when the build has ended
    with tempfile.TemporaryDirectory(prefix="fall-line-benchmark-") as folder:
        some = Generated(options.lessons, Path(folder) / "some")
        print(f"{options.lessons} lessons, {3 * options.lessons} blocks, {2 * options.lessons} figures; ", end="")
        print(f"medians of {options.runs} interleaved runs on {os.cpu_count()} cores\n", flush=True)
        _against_the_floor(some, options)
        if "edit" in options.only:
            _edited(some, options)
        if "nothing" in options.only:
            _nothing(Generated(4 * options.lessons, Path(folder) / "more"), options)
        if "growth" in options.only:
            for size in options.sizes:
                _growth(Generated(size, Path(folder) / f"growth-{size}"))


def _against_the_floor(some: Generated, options: argparse.Namespace) -> None:
    tasks = {"the floor": some.floor, "the floor with scour": lambda: some.floor(small=True)}
    if {"cold", "check", "site"}.isdisjoint(options.only):
        return
    tasks["cold build.py"] = some.cold  # its fresh pages are what the next ones need
    if "check" in options.only:
        tasks["build.py --check"] = lambda: some.build("--check")
    if "site" in options.only:
        tasks |= {"plain mkdocs build": some.mkdocs, "make site, cold": some.site}
    costs = _interleaved(tasks, options.runs)
    floor, small = costs["the floor"], costs["the floor with scour"]
    for name in ("the floor", "the floor with scour"):
        _say(name, costs[name])
    for name, limit in (("cold build.py", 1.3), ("build.py --check", 1.3)):
        if name in costs:
            _say(name, costs[name], floor, limit, small)
    if "site" in options.only:
        plain = costs["plain mkdocs build"]
        _say("plain mkdocs build", plain)
        _say("make site, cold", costs["make site, cold"], _sum(floor, plain), 1.25, _sum(small, plain))


def _edited(some: Generated, options: argparse.Namespace) -> None:
    some.build()
    some.build()
    taken = []
    for run in range(options.runs):
        some.edit(2 * run)
        edited = some.build()
        some.edit(2 * run + 1)
        taken.append((edited, some.run(*SITE)))
    edited, site = zip(*taken, strict=True)
    _say("one changed number", _median(edited), limit=1.5)
    _say("make site after it", _median(site))


def _nothing(more: Generated, options: argparse.Namespace) -> None:
    more.build()
    more.build()
    cost = _median([more.build() for _ in range(options.runs)])
    _say(f"nothing to do, {more.lessons} lessons", cost, limit=1.0)


def _growth(project: Generated) -> None:
    cost = project.cold()
    each = f"{cost.wall / project.lessons * 1e3:.0f} ms a page ({cost.cpu / project.lessons * 1e3:.0f} of CPU)"
    _say(f"cold, {project.lessons:,} lessons", cost, note=each)
    _say("  and with nothing to do", project.build())
    shutil.rmtree(project.root)


def _interleaved(tasks: dict, runs: int) -> dict[str, Cost]:
    taken: dict[str, list[Cost]] = {name: [] for name in tasks}
    for _ in range(runs):
        for name, task in tasks.items():
            taken[name].append(task())
    return {name: _median(costs) for name, costs in taken.items()}


def _median(costs) -> Cost:
    return Cost(*(median(values) for values in zip(*costs, strict=True)))


def _sum(one: Cost, two: Cost) -> Cost:
    return Cost(one.wall + two.wall, one.cpu + two.cpu, max(one.memory, two.memory))


def _say(name: str, cost: Cost, floor: Cost | None = None, limit: float = 0, small: Cost | None = None, note: str = ""):
    row = f"{name:28} {cost.wall:6.2f} s {cost.cpu:7.2f} s CPU {cost.memory:5.0f} MB   {note}".rstrip()
    if floor:
        ratio = cost.wall / floor.wall
        row += f"   {ratio:.2f} × floor, demanded {limit:.2f}: {'kept' if ratio <= limit else 'MISSED'}"
        row += f" (CPU {cost.cpu / floor.cpu:.2f} ×; scour in the floor: {cost.wall / small.wall:.2f} ×)"
    elif limit:
        row += f"   demanded {limit:.1f} s: {'kept' if cost.wall <= limit else 'MISSED'}"
    print(row, flush=True)


if __name__ == "__main__":
    main()
