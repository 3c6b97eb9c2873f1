"""The processes that pages run in, from outside: started, listened to, ended; and what each one gave.

What happens inside one is in `worker.py`.
"""

import contextlib
import multiprocessing
import os
import signal
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from multiprocessing import forkserver, resource_tracker
from pathlib import Path
from types import ModuleType

from scripts.model import downloads
from scripts.model import cache as freshness
from scripts.model import project
from scripts.model import isolation as tidiness
from scripts.model import worker
from scripts.model.page import Page, PageError
from scripts.model.project import Site
from scripts.model.worker import Done


@dataclass
class Result:
    """What running one page gave: the changes it needs, or an error, and the time it took."""

    page: Page
    changes: list = field(default_factory=list)
    error: PageError | None = None
    seconds: float = 0.0
    done: Done | None = None  # None: the page did not run, or not to its end
    site: Site | None = None  # the counts that it was given
    fresh: bool = False  # whether it did not run because the cache knows it as fresh

    @cached_property
    def text(self) -> str:
        """The page as it should stand."""
        from scripts.model import run as running

        return running.apply(self.page.text, self.changes)

    @cached_property
    def file(self) -> str:
        """The page's file as it should stand."""
        return self.page.written(self.text, self.changes)

    @property
    def out_of_form(self) -> bool:
        """Whether a lab's file is to be rewritten though nothing in it is stale: ids of cells, counts, metadata."""
        return not self.changes and not self.fresh and self.file != self.page.source

    @property
    def holds(self) -> Site:
        """What the page, as it should stand, adds to the counts of the site."""
        return self.done.holds if self.done else project.holds(self.page)

    def stale_notebook(self, root: Path) -> dict[str, str]:
        """The lesson's notebook, path to text, unless the one on disk is what the page gives."""
        if self.done is None or self.done.notebook is None:
            return {}
        name, text = downloads.name(self.page), self.done.notebook
        file = root / name
        return {} if file.is_file() and file.read_bytes() == text.encode("utf-8") else {name: text}

    def rests_on(self) -> dict[str, str | None] | None:
        """The digests of the files that the page rests on, drawings and notebook as they should stand."""
        if self.done is None or self.done.rests_on is None:
            return None
        made = {name: text for change in self.changes for name, text in change.files.items()}
        if self.done.notebook is not None:
            made[downloads.name(self.page)] = self.done.notebook
        return self.done.rests_on | {name: freshness.digest(text) for name, text in made.items()}


def cores() -> int:
    """How many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def context() -> multiprocessing.context.BaseContext:
    """Where the platform can, processes are forked from one that has imported numpy and matplotlib already."""
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # the cores are taken: by a page each
    context.set_forkserver_preload(["scripts.model.preload"])
    resource_tracker.ensure_running()  # it ends by letting Ctrl-C through, so it comes first
    # Which the server, and all that it forks, inherit: Ctrl-C is for this process.
    with interrupt_held_back(), _first_on_the_path(project.ROOT), _no_main_module():
        forkserver.ensure_running()
    return context


@contextlib.contextmanager
def _first_on_the_path(folder: Path) -> Iterator[None]:
    """Let a Python that starts now find this project's modules, wherever it starts; preload.py takes it back there."""
    before = os.environ.get("PYTHONPATH")
    os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, [str(folder), before]))
    try:
        yield
    finally:
        del os.environ["PYTHONPATH"]
        if before is not None:
            os.environ["PYTHONPATH"] = before


@contextlib.contextmanager
def _no_main_module() -> Iterator[None]:
    """Keep a page's process from importing the program that started it: it needs `worker.py` only."""
    program = sys.modules["__main__"]
    sys.modules["__main__"] = ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = program


@contextlib.contextmanager
def interrupt_held_back() -> Iterator[None]:
    """Let Ctrl-C and SIGTERM wait for the end of a few lines, where the platform can."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    mask = signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT, signal.SIGTERM])
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, mask)


class PageProcess:
    """A page's process, and what is known of it."""

    def __init__(self, context, page: Page, root: Path, site: Site | None):
        self.page, self.site = page, site
        self.result: Result | None = None
        self.line = 1
        self.began: float | None = None  # when its first step began: start-up does not count
        self.messages, theirs = context.Pipe(duplex=False)
        self.process = context.Process(target=worker.work, args=(theirs, page, root, site), daemon=True)
        with _no_main_module():
            self.process.start()
        theirs.close()

    def receive(self) -> None:
        """Take one message: the line that the page has come to, or its result."""
        try:
            kind, content = self.messages.recv()
        except (EOFError, OSError):
            self.process.join(5)
            self._fail(tidiness.ended(self.process.exitcode))
            return
        if kind == "line":
            self.line = content
            self.began = self.began or time.perf_counter()
        elif kind == "error":
            self._finish(Result(self.page, error=PageError(*content)))
        else:
            self._finish(Result(self.page, changes=content.changes, done=content, site=self.site))

    def limit(self) -> None:
        """End the page when its time is up, or its process is gone though one that it left holds the line to it."""
        if self.result is None and not self.process.is_alive() and not self.messages.poll():
            self._fail(tidiness.ended(self.process.exitcode))
        if self.result is None and self.began and time.perf_counter() - self.began > self.page.time_limit:
            allowed = f"{self.page.time_limit:g} s"
            self._fail(f"still running here after {allowed} (time_limit in the {self.page.head} sets another limit)")

    def stop(self) -> None:
        """End the process, whatever it does."""
        tidiness.end(self.process.pid)
        self.process.kill()
        self.process.join()
        self.messages.close()

    def _fail(self, message: str) -> None:
        self._finish(Result(self.page, error=self.page.error(self.line, message)))

    def _finish(self, result: Result) -> None:
        result.seconds = time.perf_counter() - self.began if self.began else 0.0
        self.result = result
