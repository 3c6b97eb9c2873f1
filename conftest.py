"""Sybil runs every step of every page, and of README.md, as a test item of its own."""

import os
from functools import cache, partial
from pathlib import Path

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # as in the build; before numpy is imported
os.environ["MPLBACKEND"] = "agg"

import pytest
from sybil import Document, Region, Sybil

from scripts.model import project, run
from scripts.model.page import Code, Figure, Output, Page, PageError, Step
from scripts.model.project import ROOT


def pytest_addoption(parser):
    help_ = "leave figures out: each version of Matplotlib draws them a little differently"
    parser.addoption("--no-figures", action="store_true", help=help_)


class PageRun:
    """A page whose steps are run one by one: any step can be run alone, after the code above it."""

    def __init__(self, page: Page):
        self.page = page
        self.run: run.Run | None = None
        self.next = 0  # the step that follows the last one that ran

    def check(self, step: Step) -> str | None:
        """Run one step. Returns what is wrong, or None."""
        index = self.page.steps.index(step)
        if self.run is None or index < self.next:
            self.run, self.next = run.Run(self.page, ROOT, _site_counts()), 0
        try:
            for earlier in self.page.steps[self.next : index]:
                if isinstance(earlier, Code):
                    self.run.step(earlier)
            change = self.run.step(step)
        except PageError as error:
            self.run = None
            return str(error)
        self.next = index + 1
        return None if change is None else _describe(self.page, change)


@cache
def _site_counts() -> project.Site:
    return project.count(project.load_all(ROOT)[0].values())  # a page that cannot be read fails by itself


def _describe(page: Page, change: run.Change) -> str:
    """One stale step in words: where, what is there, what the run gives, and the command that makes it fresh."""
    where = f"{page.path}:{page.place(change.line)}: {change.kind} is stale"
    fix = f"To make it fresh: python scripts/build.py {page.path}\n{run.STALE_AGAIN}"
    if change.kind == "figure":
        return f"{where}: {change.reason}\n{fix}"
    found, expected = page.text[change.start : change.end], change.text
    reason = f" ({change.reason})" if change.reason else ""
    return f"{where}{reason}\non the page: {found.strip()!r}\nas it runs:  {expected.strip()!r}\n{fix}"


class PageDocument(Document):
    """A page as the build reads it. Of a lab it is the Markdown that the notebook is read as."""

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


def parse_steps(document: PageDocument):
    """The Sybil parser: a region for each step."""
    page_run = PageRun(document.page)
    for step in document.page.steps:
        yield Region(step.start, step.end, step, partial(_evaluate, page_run))


def _evaluate(page_run: PageRun, example) -> str | None:
    """Run a step, but skip what needs a library that is not installed."""
    step = code = example.parsed
    if isinstance(step, Output):
        code = next(each for each in page_run.page.steps if isinstance(each, Code) and each.output is step)
    if isinstance(code, Code) and run.is_absent(code):
        pytest.skip(f"needs {code.needs}: make frameworks")
    return page_run.check(step)


def pytest_collection_modifyitems(config, items):
    """First what takes longest, the second run of all pages. Without figures: leave out the items that draw one."""
    items.sort(key=lambda item: "second_run" not in getattr(item, "fixturenames", ()))
    if config.getoption("--no-figures"):
        items[:] = [
            item for item in items if not (hasattr(item, "example") and isinstance(item.example.parsed, Figure))
        ]


pytest_collect_file = Sybil(
    parsers=[parse_steps],
    patterns=["docs/*.md", "docs/**/*.md", "docs/labs/*.ipynb", "README.md"],
    document_types={None: PageDocument},
).pytest()
