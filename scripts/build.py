"""Run the pages: regenerate their outputs, values and figures in place, or check that they are fresh.

    python scripts/build.py [PAGE…]           rewrite what is stale; print only what changed
    python scripts/build.py --check [PAGE…]   change nothing; a diff for each stale step
    python scripts/build.py new PART/NAME     make a page from a template, with its place in the navigation
    python scripts/build.py format [PAGE…]    put the value comments of pages into their shortest form

A page does not run when nothing that it rests on has changed since it last ran (`model/cache.py`). --check and
--no-cache run every page, and so does every build where the environment variable CI is set.

Exit status: 0 all is fresh, or was made so; 1 something is stale (--check); 2 something is wrong.
"""

import argparse
import difflib
import os
import signal
import sys
import time
from collections import Counter
from pathlib import Path

from scripts.model import new, notebook, numbers, pool, project, run
from scripts.model.cache import Cache
from scripts.model.page import Code, Page, PageError
from scripts.model.pool import Result, many


def main(arguments: list[str] | None = None) -> int:
    """The command line. Returns the exit status."""
    parser = argparse.ArgumentParser(prog="build.py", description=__doc__.splitlines()[0])
    parser.add_argument("pages", metavar="PAGE", nargs="*", help="a page or folder (default: all); new …; format …")
    parser.add_argument("--check", action="store_true", help="change nothing, print a diff for each stale step")
    parser.add_argument("--no-cache", action="store_true", help="run the pages that the cache knows as fresh, too")
    parser.add_argument("--root", type=Path, default=project.ROOT, help="the project's folder (default: this one)")
    options = parser.parse_args(arguments)
    if options.check and options.pages[:1] in (["new"], ["format"]):
        parser.error(f"--check changes nothing, and {options.pages[0]} has to: leave one out")
    try:
        return {"new": _new, "format": _format}.get(options.pages[0] if options.pages else "", _build)(options)
    except (ValueError, PageError) as error:
        print(error, file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("\nInterrupted. Each page and figure is as it was, or complete.", file=sys.stderr)
        return 130


def _build(options: argparse.Namespace) -> int:
    started = time.perf_counter()
    root = options.root.resolve()
    chosen = _choose(root, options.pages)
    cache = None if options.check or options.no_cache or os.environ.get("CI") else Cache(root)
    if cache is None or cache.is_older_than(chosen):
        pool.start_fork_server()  # its imports take as long as the reading of many pages
    loaded, errors = project.load_all(root)
    if not errors:
        errors = project.figure_errors(root, loaded.values()) + notebook.orphans(root, loaded.values())
    if errors := [error for error in errors if not options.pages or root / error.path in chosen]:
        return _fail(errors)
    results = pool.run_all([loaded[file] for file in chosen], loaded.values(), root, cache)
    for result in results:
        absent = Counter(each.needs for each in result.page.steps if isinstance(each, Code) and run.is_absent(each))
        for library, blocks in absent.items():
            print(f"{result.page.path}: {many(blocks, 'block')} not run without {library} (make frameworks runs it)")
    if errors := [result.error for result in results if result.error]:
        return _fail(errors)
    if options.check:
        return _report(results, root, started)
    return _write(results, loaded.values(), root, cache, started)


def _new(options: argparse.Namespace) -> int:
    """Make a page, then build it and the pages that count it."""
    root, names = options.root.resolve(), options.pages[1:]
    if len(names) != 1:
        raise ValueError("new: expected one page, for example: python scripts/build.py new idea/my-lesson")
    made = new.files(root, names[0])
    for name, text in made.items():
        project.write(root / name, text)
        print(f"{name}: {'has the page in its navigation' if name == 'mkdocs.yml' else 'made'}")
    counting = [page.path for page in project.load_all(root)[0].values() if project.shows_counts(page)]
    options.pages = [str(root / name) for name in (next(iter(made)), *counting)]
    return _build(options)


def _format(options: argparse.Namespace) -> int:
    """Put the value comments of pages into their shortest form; which numbers they tie stays."""
    root = options.root.resolve()
    for page in [project.load(root, file) for file in _choose(root, options.pages[1:])]:
        text = numbers.replaced(page.text, ((ties.start, ties.end, ties.text) for ties in page.ties))
        if text != page.text:
            project.write(root / page.path, page.written(text, []))
            print(f"{page.path}: put in form")
    return 0


def _choose(root: Path, names: list[str]) -> list[Path]:
    """The pages that the arguments name. Raises ValueError for a name that is none."""
    everything = project.page_files(root)
    if not names:
        return everything
    chosen = []
    for name in names:
        places = {Path(name).resolve(), (root / name).resolve()}
        found = [file for file in everything if places & {file.resolve(), *file.parents}]
        if not found:
            kinds = "the .md files under docs/, docs/labs/*.ipynb and README.md"
            raise ValueError(f"{name}: no such page. Pages are {kinds}.")
        chosen += found
    return list(dict.fromkeys(chosen))


def _fail(errors: list[PageError]) -> int:
    for error in errors:
        print(error, file=sys.stderr)
    print(f"{many(len(errors), 'error')}; nothing was written.", file=sys.stderr)
    return 2


def _report(results: list[Result], root: Path, started: float) -> int:
    """Print a diff for each stale step. Returns 1 when there is one."""
    stale: Counter[str] = Counter()
    for result in results:
        page = result.page
        for change in result.changes:
            reason = f" ({change.reason})" if change.reason else ""
            print(f"{page.path}:{page.place(change.line)}: {change.kind} is stale{reason}")
            print(_diff(page, change), end="")
            stale[page.path] += 1
        files = set(result.files(root)) - {name for change in result.changes for name in change.files}
        for name in files - {page.path if result.changes else None}:
            print(f"{name}:1: the notebook is not what {page.path} gives")
            stale[page.path] += 1
    print(_summary(results, started))
    if stale:
        print(f"{many(stale.total(), 'stale step')}. To make them fresh: python scripts/build.py {' '.join(stale)}")
        print(run.STALE_AGAIN)
    return 1 if stale else 0


def _diff(page: Page, change: run.Change) -> str:
    if change.files:
        return "".join(f"--- {name}\n+++ {name} (as the page draws it now)\n" for name in change.files)
    old, new = page.text.splitlines(), run.apply(page.text, [change]).splitlines()
    rows = difflib.unified_diff(old, new, page.path, f"{page.path} (as it runs now)", n=1, lineterm="")
    return "".join(f"{row}\n" for row in rows)


def _write(results: list[Result], everything, root: Path, cache: Cache | None, started: float) -> int:
    """Write what changed, and let the cache know what is fresh now."""
    lines: list[str] = []
    for result in results:
        for line in pool.save(result, root):
            print(line)
            lines.append(line)
    cached = sum(result.cached for result in results)
    known = f"; {many(cached, 'page')} fresh by the cache" if cached else ""
    print(f"{_summary(results, started)[:-1]}{known}; {many(len(lines), 'file') if lines else 'nothing'} changed.")
    if cache is not None and cached < len(results):
        refreshed = {result.page.path: result.refreshed for result in results}
        site = project.count(refreshed.get(page.path, page) for page in everything)
        for page in (result.refreshed for result in results if not result.cached):
            cache.keep(page, site)
        cache.save()
    return 0


def _summary(results: list[Result], started: float) -> str:
    counts = Counter(step.kind for result in results for step in result.page.steps)
    parts = [many(len(results), "page"), many(counts["code"], "block")]
    parts += [many(counts[kind], kind) for kind in ("output", "value", "figure")]
    return f"{', '.join(parts)} in {time.perf_counter() - started:.1f} s."


if __name__ == "__main__":
    project.allow_any_console()
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # as Ctrl-C: no page runs on after the build
    sys.exit(main())
