"""Run the pages of a project a second time, in other surroundings, the blocks alone: what they would print as programs.

python tests/again.py ROOT   prints what was found, as JSON; figures are left out
"""

import json
import multiprocessing
import os
import re
import shutil
import subprocess
import sys
import unicodedata
from dataclasses import replace
from itertools import groupby
from pathlib import Path

from scripts.model import project
from scripts.model.page import PageError, Step, Value
from scripts.model.run import Run, is_absent

KEPT = re.compile("(PATH|HOME|LANG|OPENBLAS_.*|OMP_.*|MKL_.*|NPY_.*)")  # variables of every surroundings
FORK = multiprocessing.get_context("fork")


def run(*command: object, **variables: str) -> subprocess.CompletedProcess:
    """Run Python in surroundings that have few of this process's environment variables, and on another day."""
    kept = {name: value for name, value in os.environ.items() if KEPT.fullmatch(name)}
    others = {"PYTHONHASHSEED": "7", "TZ": "DAY-24", "MPLBACKEND": "agg"} | variables
    return subprocess.run([sys.executable, *command], env=kept | others, capture_output=True, text=True)


def run_again(root: Path, to: Path) -> dict:
    """What a second run of the pages of a project gives, beside nothing but the data sets.

    `found`: what differs, and the digits that could change without being noticed; `digits`: how many were changed;
    `values`: of each lesson, what the expression of each value gives, by the place of its number.
    """
    shutil.copytree(root / "docs", to / "docs", ignore=shutil.ignore_patterns("fonts", "overrides", "javascripts"))
    done = run(__file__, to)
    assert done.returncode == 0, f"the second run fails:\n{done.stdout}{done.stderr}"
    return json.loads(done.stdout)


def mutants(text: str) -> list[str]:
    """The text with each of its digits, superscripts included, one higher in turn (9 becomes 0)."""
    found = []
    for place, char in enumerate(text):
        if unicodedata.digit(char, None) is not None:
            alphabet = "⁰¹²³⁴⁵⁶⁷⁸⁹" if char in "⁰¹²³⁴⁵⁶⁷⁸⁹" else "0123456789"
            found.append(text[:place] + alphabet[(alphabet.index(char) + 1) % 10] + text[place + 1 :])
    return found


def check(this: Run, steps: list[Step]) -> dict:
    """What is found where some steps stand: see `run_again`."""
    report = {"found": [], "digits": 0, "values": {}}
    for step in steps:
        where = f"{this.page.path}:{this.page.place(step.line)}: {step.kind}"
        if this.step(step):
            report["found"].append(f"{where} is stale")
        if step.kind == "value" and this.page.meta.kind == "lesson":
            report["values"][step.start] = float(eval(step.expression, dict(this.namespace)))
        for text in mutants(step.text) if step.kind in ("output", "value") else []:
            report["digits"] += 1
            if is_fresh(this, replace(step, text=text)):
                report["found"].append(f"{where} would pass as {text}")
    return report


def is_fresh(this: Run, step: Step) -> bool:
    """Whether a run takes a step for fresh: it is neither stale nor refused."""
    try:
        return this.step(step) is None
    except PageError:
        return False


def check_apart(this: Run, steps: list[Step]) -> dict:
    """The same, in a copy of this process: what the steps do is not seen by the blocks that follow."""
    here, there = FORK.Pipe(duplex=False)
    copy = FORK.Process(target=lambda: there.send(check(this, steps)))
    copy.start()
    there.close()
    report = here.recv()
    copy.join()
    return report


def main(root: Path) -> None:
    """Print what is found."""
    pages = project.load_all(root)[0].values()
    site, reports = project.count(pages), {}
    for page in pages:
        this = Run(page, root, site)
        absent = {step.output for step in page.steps if step.kind == "code" and is_absent(step)}
        steps = [step for step in page.steps if step.kind != "figure" and step not in absent]
        reports[page.path] = [
            (check_apart if are_values else check)(this, [*some])
            for are_values, some in groupby(steps, lambda step: isinstance(step, Value))
        ]
    every = [report for page in reports.values() for report in page]
    json.dump(
        {
            "found": [line for report in every for line in report["found"]],
            "digits": sum(report["digits"] for report in every),
            "values": {
                path: {start: value for report in some for start, value in report["values"].items()}
                for path, some in reports.items()
            },
        },
        sys.stdout,
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]))
