"""Run the pages of a project in this process, and say what is stale, and which changed digit would not be noticed.

python tests/pages/again.py ROOT   figures are left out; the last line says how many digits were changed
"""

import sys
import unicodedata
from dataclasses import replace
from pathlib import Path

from scripts.model import project
from scripts.model.page import PageError
from scripts.model.run import Run, is_absent


def mutants(text: str) -> list[str]:
    """The text with each of its digits, superscripts included, one higher in turn (9 becomes 0)."""
    found = []
    for place, char in enumerate(text):
        if unicodedata.digit(char, None) is not None:
            alphabet = "⁰¹²³⁴⁵⁶⁷⁸⁹" if char in "⁰¹²³⁴⁵⁶⁷⁸⁹" else "0123456789"
            found.append(text[:place] + alphabet[(alphabet.index(char) + 1) % 10] + text[place + 1 :])
    return found


def is_fresh(run: Run, step) -> bool:
    """Whether a run takes a step for fresh: it is neither stale nor refused."""
    try:
        return run.step(step) is None
    except PageError:
        return False


def main(root: Path) -> None:
    """Print what is found."""
    pages = project.load_all(root)[0].values()
    site, tried = project.count(pages), 0
    for page in pages:
        run = Run(page, root, site)
        absent = {step.output for step in page.steps if step.kind == "code" and is_absent(step)}
        for step in (step for step in page.steps if step.kind != "figure" and step not in absent):
            where = f"{page.path}:{page.place(step.line)}: {step.kind}"
            if run.step(step):
                print(f"{where} is stale")
            for text in mutants(step.text) if step.kind in ("output", "value") else []:
                tried += 1
                if is_fresh(run, replace(step, text=text)):
                    print(f"{where} would pass as {text}")
    print(f"{tried} digits changed")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
