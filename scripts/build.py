"""Run the pages: regenerate their outputs, values and figures in place, or check that they are fresh.

    python scripts/build.py [PAGE…]           rewrite what is stale; print only what changed
    python scripts/build.py --check [PAGE…]   change nothing; a diff for each stale step
    python scripts/build.py new PART/NAME     make a page from a template, with its place in the navigation

A page does not run when nothing that its last run rested on has changed (`freshness.py`). --check and --no-cache run
every page, and so does every build where the environment variable CI is set.

Exit status: 0 all is fresh, or was made so; 1 something is stale (--check); 2 something is wrong.
"""

import argparse
import difflib
import os
import signal
import stat
import sys
import time
from collections import Counter
from multiprocessing.connection import Connection, wait
from pathlib import Path

from scripts.model import downloads
from scripts.model import page as pages
from scripts.model import processes
from scripts.model import project
from scripts.model.files import NotWrittenError, write
from scripts.model.cache import Cache
from scripts.model.page import Figure, Page, PageError
from scripts.model.processes import PageProcess, Result
from scripts.model.progress import Progress
from scripts.model.project import Site

INTERRUPTED = 130


def main(arguments: list[str] | None = None) -> int:
    """The command line. Returns the exit status."""
    options = _options(arguments)
    started = time.perf_counter()
    try:
        return _new(options, started) if options.pages[:1] == ["new"] else _build(options, started)
    except KeyboardInterrupt:
        print("\nInterrupted. Each page and figure is as it was, or complete.", file=sys.stderr)
        return INTERRUPTED


def _options(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="build.py", description=__doc__.splitlines()[0])
    parser.add_argument(
        "pages", metavar="PAGE", nargs="*", help="a page or folder (default: every page); new PART/NAME"
    )
    parser.add_argument("--check", action="store_true", help="change nothing, print a diff for each stale step")
    parser.add_argument("--no-cache", action="store_true", help="run the pages that the cache knows as fresh, too")
    parser.add_argument("-v", "--verbose", action="store_true", help="a line for each page, with its time")
    parser.add_argument("--root", type=Path, default=project.ROOT, help="the project's folder (default: this one)")
    return parser.parse_args(arguments)


def _build(options: argparse.Namespace, started: float) -> int:
    root = options.root.resolve()
    try:
        chosen = _choose(root, options.pages)
    except ValueError as error:
        print(error, file=sys.stderr)
        return 2
    cache = None if options.check or options.no_cache or os.environ.get("CI") else Cache(root)
    if cache is None or cache.sees_change(chosen):
        processes.context()  # its imports take as long as the reading of many pages, so they begin here
    loaded, errors = project.load_all(root)
    if not errors:
        errors = project.figure_errors(root, [*loaded.values()]) + downloads.strays(root, [*loaded.values()])
    errors = [error for error in errors if not options.pages or root / error.path in chosen]
    if errors:
        return _fail(errors)
    results = run([loaded[file] for file in chosen], [*loaded.values()], root, cache)
    for result in results:
        tell_what_did_not_run(result.page)
    if options.verbose:
        for result in results:
            time_taken = "   fresh" if result.fresh else f"{result.seconds:6.2f} s"
            print(f"{time_taken}  {result.page.path}")
    if errors := [result.error for result in results if result.error]:
        return _fail(errors)
    if options.check:
        return _report(results, root, started)
    status = _write(results, root, started)
    if status == 0 and cache is not None:
        _remember(results, [*loaded.values()], cache)
    return status


def _remember(results: list[Result], everything: list[Page], cache: Cache) -> None:
    """Let the cache know the pages that ran and now stand as they should."""
    ran = [result for result in results if result.done]
    for result in ran:
        cache.keep(result.page, result.file, result.site, result.rests_on())
    if ran:
        cache.save(page.path for page in everything)


def _new(options: argparse.Namespace, started: float) -> int:
    """Make a page, then build it and the pages that count it."""
    from scripts.model import new

    root, names = options.root.resolve(), options.pages[1:]
    try:
        if options.check or len(names) != 1:
            raise ValueError("new: expected one page, for example: python scripts/build.py new idea/my-lesson")
        made = new.files(root, names[0])
        if errors := [error for name in made for error in read_only(root / name, name)]:
            return _fail(errors)
        write({root / name: text for name, text in made.items()})
    except ValueError as error:
        print(error, file=sys.stderr)
        return 2
    except NotWrittenError as error:
        print(f"{os.path.relpath(error.file, root)}:1: the file cannot be written: {error.strerror}", file=sys.stderr)
        return 2
    for name in made:
        print(f"{name}: {'has the page in its navigation' if name == 'mkdocs.yml' else 'made'}")
    counting = [page.path for page in project.load_all(root)[0].values() if project.shows_counts(page)]
    options.pages = [str(root / name) for name in (next(iter(made)), *counting)]
    return _build(options, started)


def _choose(root: Path, names: list[str]) -> list[Path]:
    """The pages that the arguments name. Raises ValueError for a name that is none."""
    everything = project.page_files(root)
    if not names:
        return everything
    chosen = []
    for name in names:
        places = [Path(name).resolve(), (root / name).resolve()]
        found = [file for file in everything if any(place in (file, *file.parents) for place in places)]
        if not found:
            kinds = "the .md files under docs/, docs/labs/*.ipynb and README.md"
            raise ValueError(f"{name}: no such page. Pages are {kinds}.")
        chosen += found
    return list(dict.fromkeys(chosen))


def _fail(errors: list[PageError]) -> int:
    for error in errors:
        print(error, file=sys.stderr)
    print(f"{_many(len(errors), 'error')}; nothing was written.", file=sys.stderr)
    return 2


def _many(count: int, noun: str) -> str:
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


# Running: one process for each page, over the cores.


def run(chosen: list[Page], everything: list[Page], root: Path, cache: Cache | None = None) -> list[Result]:
    """Run pages, each in its own process, but for those that the cache knows as fresh.

    Pages that show the site's counts run last, when those are known.
    """
    late = [page for page in chosen if project.shows_counts(page)]
    early = [page for page in chosen if page not in late]
    results = {result.page.path: result for result in _run_all(early, root, None, cache)}
    if late:
        holds = {path: result.holds for path, result in results.items()}
        site = project.total(holds.get(page.path) or project.holds(page) for page in everything)
        results |= {result.page.path: result for result in _run_all(late, root, site, cache)}
    return [results[page.path] for page in chosen]


def _run_all(todo: list[Page], root: Path, site: Site | None, cache: Cache | None) -> list[Result]:
    ready = {page.path: Result(page) for page in todo if not page.steps}
    waiting = [page for page in todo if page.steps]
    if cache is not None:
        ready |= {page.path: Result(page, fresh=True) for page in waiting if cache.is_fresh(page, site)}
        waiting = [page for page in waiting if page.path not in ready]
    waiting.sort(key=lambda page: sum(isinstance(step, Figure) for step in page.steps))
    context = processes.context() if waiting else None
    running: dict[Connection, PageProcess] = {}
    total = len(waiting)
    with Progress(total) as progress:
        try:
            while waiting or running:
                while waiting and len(running) < processes.cores():
                    with processes.interrupt_held_back():  # so that no process starts without being known here
                        started = PageProcess(context, waiting.pop(), root, site)
                        running[started.messages] = started
                for connection in wait(list(running), timeout=0.05):
                    running[connection].receive()
                for connection, each in list(running.items()):
                    each.limit()
                    if each.result is not None:
                        ready[each.page.path] = each.result
                        each.stop()
                        del running[connection]
                if running:
                    oldest = next(iter(running.values()))
                    progress.at(total - len(waiting) - len(running), oldest.page.path)
        finally:
            for each in running.values():
                each.stop()
    return [ready[page.path] for page in todo]


# Reporting and writing.


def tell_what_did_not_run(page: Page) -> None:
    """Print which blocks of a page did not run, because their library is not installed."""
    from scripts.model import run as running

    for library, blocks in running.absent(page).items():
        print(f"{page.path}: {_many(blocks, 'block')} not run without {library} (make frameworks installs and runs it)")


def _report(results: list[Result], root: Path, started: float) -> int:
    """Print a diff for each stale step. Returns 1 when there is one."""
    notebooks = {result.page.path: result.stale_notebook(root) for result in results}
    stale = [result for result in results if result.changes or notebooks[result.page.path] or result.out_of_form]
    for result in stale:
        if result.out_of_form:
            print(f"{result.page.path}:1: the notebook is out of form (ids of cells, counts, metadata)")
        for change in result.changes:
            reason = f" ({change.reason})" if change.reason else ""
            print(f"{result.page.path}:{result.page.place(change.line)}: {change.kind} is stale{reason}")
            print(_diff(result.page, change), end="")
        for name in notebooks[result.page.path]:
            print(f"{name}:1: the notebook is not what {result.page.path} gives")
    print(_summary(results, started))
    if not stale:
        return 0
    count = sum(len(result.changes) + len(notebooks[result.page.path]) + result.out_of_form for result in stale)
    names = " ".join(result.page.path for result in stale)
    print(f"{_many(count, 'stale step')}. To make them fresh: python scripts/build.py {names}")
    return 1


def _diff(page: Page, change) -> str:
    from scripts.model import run as running

    if change.files:
        return "".join(f"--- {name}\n+++ {name} (as the page draws it now)\n" for name in change.files)
    old, new = page.text.splitlines(), running.apply(page.text, [change]).splitlines()
    rows = difflib.unified_diff(old, new, page.path, f"{page.path} (as it runs now)", n=1, lineterm="")
    return "".join(f"{row}\n" for row in rows)


def _summary(results: list[Result], started: float) -> str:
    counts = Counter(step.kind for result in results for step in result.page.steps)
    parts = [_many(len(results), "page"), _many(counts["code"], "block")]
    parts += [_many(counts[kind], kind) for kind in ("output", "value", "figure")]
    return f"{', '.join(parts)} in {time.perf_counter() - started:.1f} s."


def _write(results: list[Result], root: Path, started: float) -> int:
    """Write every changed page and figure: all to temporary files first, then each renamed into place."""
    texts: dict[Path, str] = {}
    lines: list[str] = []
    errors: list[PageError] = []
    for result in results:
        kinds = Counter(change.kind for change in result.changes if not change.files)
        for change in result.changes:
            for name, text in change.files.items():
                texts[root / name] = text
                errors += read_only(root / name, name)
                lines.append(f"{name}: drawn")
        if kinds or result.out_of_form:
            file = root / result.page.path
            texts[file] = result.file
            what = ", ".join(_many(n, kind) for kind, n in kinds.items())
            lines.append(f"{result.page.path}: {what or 'put in form'}")
            errors += _changed_meanwhile(file, result) or read_only(file, result.page.path)
        for name, text in result.stale_notebook(root).items():
            texts[root / name] = text
            errors += read_only(root / name, name)
            lines.append(f"{name}: made")
    if errors:
        return _fail(errors)
    try:
        write(texts)
    except NotWrittenError as error:
        place = os.path.relpath(error.file, root.resolve())
        done = f"{_many(error.written, 'file')} of {len(texts)} written" if error.written else "nothing was written"
        print(f"{place}:1: the file cannot be written: {error.strerror}; {done}.", file=sys.stderr)
        return 2
    for row in lines:
        print(row)
    changed = f"{_many(len(texts), 'file')} changed" if texts else "nothing changed"
    fresh = sum(result.fresh for result in results)
    known = f"; {_many(fresh, 'page')} fresh by the cache" if fresh else ""
    print(f"{_summary(results, started)[:-1]}{known}; {changed}.")
    return 0


def _changed_meanwhile(file: Path, result: Result) -> list[PageError]:
    """Why the page that ran is not the page on disk any more. Another build may have written the same."""
    try:
        now = pages.read(file, result.page.path)
    except PageError as error:
        return [error]
    if now not in (result.page.source, result.file):
        return [PageError(result.page.path, 1, "the page was edited while it ran; run the build again")]
    return []


def read_only(file: Path, name: str) -> list[PageError]:
    """Whether a file is not to be written, told by its mode: os.access always allows it to the superuser."""
    if not file.exists() or file.stat().st_mode & (stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH):
        return []
    return [PageError(name, 1, f"the file is read-only; to let the build write it: chmod u+w {name}")]


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # as Ctrl-C: no page runs on after the build
    sys.exit(main())
