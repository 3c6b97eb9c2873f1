"""Sybil runs every step of every page, and of README.md, as a test item of its own."""

import os
from pathlib import Path

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # as in the build; before numpy is imported

import pytest
from sybil import Document, Region, Sybil

from scripts.model import page as pages
from scripts.model import project
from scripts.model import run as running
from scripts.model import isolation as tidiness
from scripts.model.page import PageError, Step

ROOT = Path(__file__).parent
_left_out: tuple[type[Step], ...] = ()


def pytest_addoption(parser):
    help_ = "leave figures out: each version of Matplotlib draws them a little differently"
    parser.addoption("--text", action="store_true", help=help_)


def pytest_configure(config):
    global _left_out
    _left_out = (pages.Figure,) if config.getoption("--text") else ()


class Rehearsal:
    """One page for Sybil: any of its steps can be run alone, after the code above it."""

    turn: "Rehearsal | None" = None  # the page that runs; what it did to sys.path ends with its turn

    def __init__(self, page: pages.Page):
        self.page = page
        self.restart()

    def restart(self) -> None:
        """Forget what ran."""
        self.run, self.ran = None, 0

    def __call__(self, step: Step) -> str | None:
        """Run one step. Returns what is wrong, or None."""
        last, Rehearsal.turn = Rehearsal.turn, self
        if last is not self:
            if last and last.imports.put_back(ROOT / running.DATA_SETS):
                last.restart()
            self.imports = tidiness.Imports()
        place = self.page.steps.index(step)
        if self.run is None or place < self.ran:
            self.run, self.ran = running.Run(self.page, ROOT, _site()), 0
        try:
            for earlier in self.page.steps[self.ran : place]:
                if isinstance(earlier, pages.Code):
                    self.run.step(earlier)
            self.ran = place + 1
            change = self.run.step(step)
        except PageError as error:
            self.restart()
            return str(error)
        return None if change is None else describe(self.page, change)


def describe(page: pages.Page, change: running.Change) -> str:
    """One stale step in words: where, what stands there, what the run gives, and the command that mends it."""
    where = f"{page.path}:{page.place(change.line)}: {change.kind} is stale"
    fix = f"To make it fresh: python scripts/build.py {page.path}"
    if change.kind == "figure":
        return f"{where}: {change.reason}\n{fix}"
    found, expected = page.text[change.start : change.end], change.text
    reason = f" ({change.reason})" if change.reason else ""
    return f"{where}{reason}\non the page: {found.strip()!r}\nas it runs:  {expected.strip()!r}\n{fix}"


_counted: list[project.Site] = []


def _site() -> project.Site:
    if not _counted:
        _counted.append(project.count([project.load(ROOT, file) for file in project.page_files(ROOT)]))
    return _counted[0]


class PageDocument(Document):
    """A page as the build reads it, so that a page which cannot be read says so in the same words.

    Of a lab it is the Markdown that the notebook is read as.
    """

    @classmethod
    def parse(cls, path: str, *parsers, encoding: str = "utf-8") -> Document:
        try:
            page = project.load(ROOT, Path(path))
        except PageError as error:
            raise pytest.Collector.CollectError(str(error)) from error
        document = cls(page.text, path)
        document.page = page
        for parser in parsers:
            for region in parser(document):
                document.add(region)
        return document


def steps(document: Document):
    """The Sybil parser: a region for each step of the page model."""
    rehearsal = Rehearsal(document.page)
    for step in rehearsal.page.steps:
        if not isinstance(step, _left_out):
            yield Region(step.start, step.end, step, lambda example: evaluate(rehearsal, example.parsed))


def evaluate(rehearsal: Rehearsal, step: Step) -> str | None:
    """Run a step, but leave out what needs a library that is not installed, and say so."""
    code = step
    if isinstance(step, pages.Output):
        code = next(each for each in rehearsal.page.steps if getattr(each, "output", None) is step)
    if isinstance(code, pages.Code) and running.is_absent(code):
        pytest.skip(f"needs {code.needs}: make frameworks")
    return rehearsal(step)


pytest_collect_file = Sybil(
    parsers=[steps],
    patterns=["docs/*.md", "docs/**/*.md", "docs/labs/*.ipynb", "README.md"],
    document_types={None: PageDocument},
).pytest()
