"""Sybil runs every step of every page, and of README.md, as a test item of its own."""

from pathlib import Path

import pytest
from sybil import Document, Region, Sybil

from scripts import pages, project, running
from scripts.pages import PageError, Step

ROOT = Path(__file__).parent


class Rehearsal:
    """One page for Sybil: any of its steps can be run alone, after the code above it."""

    def __init__(self, path: Path, text: str):
        name = path.relative_to(ROOT).as_posix()
        self.page = pages.parse(text, name)
        self.restart()

    def restart(self) -> None:
        """Forget what ran."""
        self.run, self.ran = None, 0

    def __call__(self, step: Step) -> str | None:
        """Run one step. Returns what is wrong, or None."""
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
    where = f"{page.path}:{change.line}: {change.kind} is stale"
    fix = f"To make it fresh: python scripts/build.py {page.path}"
    if change.files:
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
    """A page as the build reads it, so that a page which cannot be read says so in the same words."""

    @classmethod
    def parse(cls, path: str, *parsers, encoding: str = "utf-8") -> Document:
        try:
            pages.read(Path(path), Path(path).relative_to(ROOT).as_posix())
            return super().parse(path, *parsers, encoding=encoding)
        except PageError as error:
            raise pytest.Collector.CollectError(str(error)) from error


def steps(document: Document):
    """The Sybil parser: a region for each step of the page model."""
    rehearsal = Rehearsal(Path(document.path), document.text)
    for step in rehearsal.page.steps:
        yield Region(step.start, step.end, step, lambda example: rehearsal(example.parsed))


pytest_collect_file = Sybil(
    parsers=[steps],
    patterns=["docs/*.md", "docs/**/*.md", "README.md"],
    document_types={None: PageDocument},
).pytest()
