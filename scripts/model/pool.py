"""Run pages over the cores: a fresh process for each, from a fork server that has imported numpy and matplotlib."""

import multiprocessing
import os
import signal
import sys
from collections.abc import Iterable
from concurrent.futures import TimeoutError
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from functools import cached_property
from multiprocessing import forkserver
from pathlib import Path

from pebble import CONSTS, ProcessExpired, ProcessPool

from scripts.model import isolation, notebook, project
from scripts.model.page import Figure, Page, PageError, read
from scripts.model.project import Site
from scripts.model.run import Change, Run, apply

FORK_SERVER_IMPORTS = ["argparse", "difflib", "numpy.random", "matplotlib.figure", "matplotlib.backends.backend_svg"]
FORK_SERVER_IMPORTS += ["scour.scour", "scripts.model.cache", "scripts.model.draw", __name__]
GRACE = 5.0  # seconds after the time limit until a process that does not stop is killed


@dataclass
class Result:
    """What running one page gave: the changes it needs, or an error."""

    page: Page
    changes: list[Change] = field(default_factory=list)
    notebook: str | None = None  # of a lesson that can be downloaded
    error: PageError | None = None
    cached: bool = False  # whether it did not run because the cache knows it as fresh

    @cached_property
    def source(self) -> str:
        """The text of the page's file with the changes made."""
        return self.page.written(apply(self.page.text, self.changes), self.changes)

    @property
    def refreshed(self) -> Page:
        """The page with the changes made."""
        return self.page if not self.changes else project.parse(self.source, self.page.path)

    def files(self, root: Path) -> dict[str, str]:
        """The files that must be written, path from the project's folder to text."""
        files = {name: text for change in self.changes for name, text in change.files.items()}
        name = notebook.notebook_name(self.page)
        if self.notebook and not ((root / name).is_file() and (root / name).read_text("utf-8") == self.notebook):
            files[name] = self.notebook
        if not self.cached and self.source != self.page.source:
            files[self.page.path] = self.source
        return files


class Context(multiprocessing.context.ForkServerContext):
    """A fork server's context that keeps its locks: a pool drops them before it stops a process that still starts."""

    def __init__(self):
        self.locks = []

    def RLock(self):
        self.locks.append(super().RLock())
        return self.locks[-1]


def start_fork_server() -> Context:
    """Start the server that page processes are forked from, unless it runs. It imports in the background."""
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # a page has one core
    os.environ["MPLBACKEND"] = "agg"  # plt.show() does the same with a display and without
    context = Context()
    context.set_forkserver_preload(FORK_SERVER_IMPORTS)
    forkserver.ensure_running()
    return context


class Pool(AbstractContextManager):
    """Runs pages, each in a process of its own. Used as a context; `run` may be called many times."""

    def __init__(self, root: Path):
        self.root = root
        CONSTS.sleep_unit = 0.01  # seconds between two looks at the processes, of which each page needs a new one
        self.pool = ProcessPool(max_tasks=1, context=start_fork_server())

    def __exit__(self, *_) -> None:
        self.pool.stop()
        self.pool.join()

    def start(self) -> None:
        """Have processes ready. An interrupt before that may leave one that starts when this process has ended."""
        self.pool.schedule(int).result()

    def run(self, pages: Iterable[Page], site: Site | None = None) -> list[Result]:
        """Run pages, the longest first. `site` holds the counts for those that show them."""
        pages = list(pages)
        tasks = {}
        for each in sorted(pages, key=lambda page: len(page.steps), reverse=True):
            figures = sum(isinstance(step, Figure) for step in each.steps)
            count = max(1, min(figures, multiprocessing.cpu_count() // len(pages)))  # free cores share the figures
            calls = [[each, self.root, site, slice(part, None, count)] for part in range(count)]
            limit = each.meta.time_limit + GRACE
            tasks[each.path] = [self.pool.schedule(_run, args=call, timeout=limit) for call in calls]
        return [self._result(each, tasks[each.path]) for each in pages]

    def _result(self, page: Page, tasks: list) -> Result:
        try:
            (changes, notebook), *others = [task.result() for task in tasks]
            drawn = [change for changes, _ in others for change in changes if change.kind == "figure"]
            return Result(page, sorted([*changes, *drawn], key=lambda change: change.line), notebook)
        except PageError as error:
            return Result(page, error=error)
        except TimeoutError:
            message = f"still running after {page.meta.time_limit:g} s (time_limit)"
        except ProcessExpired as error:
            code = error.exitcode or 0
            how = f"signal {signal.Signals(-code).name}" if code < 0 else f"exit status {code}"
            message = f"the page's process ended before the page did, by {how}"
        return Result(page, error=page.error(1, message))


def _run(page: Page, root: Path, site: Site | None, drawn: slice) -> tuple[list[Change], str | None]:
    """Run a page in its process, of its figures those of a slice. Returns changes and notebook; raises PageError."""

    def stop(*_):
        message = f"still running here after {page.meta.time_limit:g} s (time_limit sets another limit)"
        raise isolation.TimeLimitError(message)

    isolation.limit_resources()
    sys.path.insert(0, str(root))  # its figures, where it is not the project of these scripts
    sys.dont_write_bytecode = True  # bytecode counts as fresh within the second in which its source was saved
    signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, page.meta.time_limit)
    try:
        run = Run(page, root, site)
        figures = [step for step in page.steps if isinstance(step, Figure)]
        steps = [step for step in page.steps if step not in figures or step in figures[drawn]]
        changes = [change for step in steps if (change := run.step(step))]
        signal.setitimer(signal.ITIMER_REAL, 0)
        refreshed = Result(page, changes).refreshed
        return changes, notebook.lesson_notebook(refreshed) if notebook.is_downloadable(refreshed) else None
    except isolation.TimeLimitError as error:  # between two steps
        raise page.error(1, str(error)) from None
    finally:
        isolation.end_group()


def run_all(chosen: list[Page], everything: Iterable[Page], root: Path, cache=None) -> list[Result]:
    """Run pages but for those that the cache knows as fresh. Pages that show the site's counts run last."""
    late = [page for page in chosen if project.shows_counts(page)]
    results: dict[str, Result] = {}
    for group in ([page for page in chosen if page not in late], late):
        known = {path: result.refreshed for path, result in results.items() if not result.error}
        site = project.count(known.get(page.path, page) for page in everything)
        fresh = [page for page in group if not page.steps or (cache and cache.is_fresh(page, site))]
        results |= {page.path: Result(page, cached=True) for page in fresh}
        if stale := [page for page in group if page.path not in results]:
            with Pool(root) as pool:
                results |= {result.page.path: result for result in pool.run(stale, site)}
    return [results[page.path] for page in chosen]


def save(result: Result, root: Path) -> list[str]:
    """Write what a result changes, each file atomically. Returns a line for each file.

    Raises PageError when the page was edited while it ran, or a file cannot be written.
    """
    files = result.files(root)
    for name in files:
        file = root / name
        if file.exists() and not file.stat().st_mode & 0o222:  # os.access lets root write
            raise PageError(name, 1, f"the file is read-only; to let the build write it: chmod u+w {name}")
    path = result.page.path
    if path in files and read(root / path, path) not in (result.page.source, result.source):
        raise PageError(path, 1, "the page was edited while it ran; run the build again")
    for name, text in files.items():
        try:
            project.write(root / name, text)
        except OSError as error:
            raise PageError(name, 1, f"the file cannot be written: {error.strerror}") from None
    kinds = [change.kind for change in result.changes if not change.files]
    what = ", ".join(many(kinds.count(kind), kind) for kind in dict.fromkeys(kinds)) or "put in form"
    return [f"{name}: {what if name == path else 'drawn' if name.endswith('.svg') else 'made'}" for name in files]


def many(count: int, noun: str) -> str:
    """A count with its noun: `1 page`, `2 pages`."""
    return f"{count:,} {noun}{'' if count == 1 else 's'}"
