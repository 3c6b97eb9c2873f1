"""What the live preview does when a file changes: which pages it runs, what it writes, renders and says.

One thread does all of it, in small pieces: a page runs in a process of its own, the site is rebuilt page by page, and
between two pieces a save comes first.
"""

import contextlib
import hashlib
import os
import re
import shutil
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from multiprocessing import Pipe
from multiprocessing.connection import wait
from pathlib import Path

from scripts import build
from scripts.model import processes
from scripts.model import project
from scripts.publish import watching
from scripts.model.files import write
from scripts.model.cache import Cache
from scripts.publish.live import Live
from scripts.model.notebook import Notebook
from scripts.model.page import Code, Figure, Page, PageError
from scripts.model.processes import PageProcess, Result
from scripts.publish.rendering import Messages, RenderError, Site, of_settings, publish

FOLDERS = ("docs", "figures", "scripts")
FILES = ("mkdocs.yml", "README.md")
SOON, LATER = 0.3, 2.0  # seconds without a save until the site is rebuilt: when other pages show the change; when not
REST = 0.5  # seconds that browsers get to show what was saved, before a rebuild goes on
WHOLE = ("mkdocs.yml", "docs/reference/glossary.md")  # what every page depends on
_UNDRAWN = re.compile(r"target 'figures/(\w+?)(?:-dark)?\.svg' is not found")  # its page has yet to run
SHOWN = 20  # errors in the banner


Rests = dict[Path, set[str] | None]  # the files that a page's last run read; None: not known


def affected(root: Path, loaded: dict[Path, Page], rests: Rests, changed: set[Path]) -> list[Path]:
    """The pages to run again: those that changed, and those that show or read what changed."""
    names = {file.relative_to(root).as_posix() for file in changed}
    drawings = {file.stem.removesuffix("-dark") for file in changed if file.parent == root / "docs/figures"}
    readable = {name for name in names if name.startswith(("figures/", "docs/datasets/"))}

    def uses(file: Path, page: Page) -> bool:
        if file.with_suffix(".ipynb") in changed or drawings & {s.name for s in page.steps if isinstance(s, Figure)}:
            return True
        read = rests.get(file)
        return bool(page.steps and readable if read is None else read & names)

    again = {file for file, page in loaded.items() if uses(file, page)} | changed
    return [file for file in page_files(root) if file in again]


def page_files(root: Path) -> list[Path]:
    """The project's pages, without what editors put beside them."""
    return [file for file in project.page_files(root) if watching.is_ours(file, root)]


class Preview:
    """Keeps the served site in step with the project's files. `work` is its endless loop.

    `restart` is called when the preview's own modules have changed. It gives the reason why that cannot be done yet.
    """

    def __init__(self, root: Path, live: Live, url: str, folder: Path, restart):
        self.root, self.live, self.url, self.folder, self.restart = root, live, url, folder, restart
        self.errors: dict[str, str] = {}  # by the file or the work that they come from
        self.cache = Cache(root)
        self.rests: Rests = {}
        self.loaded: dict[Path, Page] = {}  # as they last could be parsed
        self.unfit: set[Path] = set()  # pages that cannot be parsed, or that show a figure which they must not
        self.good: dict[str, str] = {}  # the pages of docs/ as they last ran well
        self.shown: dict[str, str] = {}  # the same as they were last rendered
        self.announced = False
        self.ran = False  # whether a page has, of which the cache was not told
        self.waiting: list[Path] = []  # pages to run, the next one last
        self.running: dict[Path, list[PageProcess]] = {}  # the processes of a page
        self.saved: set[Path] = set()  # waiting or running pages that the author has just saved
        self.counted: project.Site | None = None  # the counts that the pages that show them were run with
        self.site: Site | None = None
        self.coming: tuple[Site, Iterator[None]] | None = None
        self.behind: set[Path] = set()  # pages that changed while the site was rebuilt
        self.due: float | None = 0.0  # when the site is to be rebuilt
        self.rest = 0.0  # until when a rebuild that has begun rests
        self.messages = Messages()
        self.bell, self.ring = Pipe(duplex=False)
        self.watch = watching.Watch(root, FOLDERS, lambda: self.ring.send_bytes(b"!"))
        self.known = {file: _digest(file) for file in self._files()}

    # The loop.

    def work(self) -> None:
        """Follow the project's files until the process is ended."""
        processes.context()  # imports what pages need, while this process imports and builds
        self._load(page_files(self.root))
        self._queue_stale()
        while True:
            settled, seconds = self.watch.settled()
            if settled:
                self._take(settled)
            seconds = self._go_on(seconds)
            speaking = {each.messages: each for job in self.running.values() for each in job if each.result is None}
            for connection in wait([self.bell, *speaking], seconds):
                if connection is self.bell:
                    self.bell.recv_bytes()
                else:
                    speaking[connection].receive()
            for file, job in [*self.running.items()]:
                for each in job:
                    each.limit()
                if all(each.result for each in job):
                    self._finish(file)

    def _go_on(self, seconds: float | None) -> float | None:
        """Start pages that wait, do one piece of a rebuild. Returns the seconds to wait for news."""
        self._start_pages()
        rest = max(0.0, self.rest - time.monotonic())
        if self.coming:
            if not self.saved and not rest:
                self._rebuild_on()
        elif self.due is not None and time.monotonic() >= self.due and not self.saved:
            self._rebuild()
        self.live.busy = bool(self.running or self.waiting or self.coming) or (self.due, seconds) != (None, None)
        times = [seconds] if seconds is not None else []
        times += [rest] if self.coming and not self.saved else []
        times += [max(0.0, self.due - time.monotonic())] if self.due is not None and not self.saved else []
        times += [0.05] if self.running else []  # their time limits
        return min(times, default=None)

    def stop(self) -> None:
        """End all that was started."""
        self.watch.stop()
        for file in [*self.running]:
            self._forget(file)

    # What changed.

    def _files(self) -> list[Path]:
        found = [file for name in FOLDERS for file in (self.root / name).rglob("*")]
        found += [self.root / name for name in FILES]
        return [file for file in found if watching.is_ours(file, self.root) and file.is_file()]

    def _take(self, settled: set[Path]) -> None:
        """Act on files of which there was news."""
        if self.root in settled:  # a folder came or went
            settled = {*settled, *self.known, *self._files()}
        changed = set()
        for file in settled - {self.root}:
            inside = file.relative_to(self.root).parts
            if inside[0] not in FOLDERS and file.name not in FILES:
                continue
            digest = _digest(file)
            if digest != self.known.get(file):
                changed.add(file)
                self.known.pop(file) if digest is None else self.known.update({file: digest})
        if changed:
            self._changed(changed)

    def _changed(self, changed: set[Path]) -> None:
        if any(file.suffix == ".py" and file.parent == self.root / "scripts" for file in changed):
            self._say("scripts", self.restart())
        again = affected(self.root, self.loaded, self.rests, changed)
        freed = self._load([file for file in again if file in changed])
        for file in changed - self.known.keys():
            self.loaded.pop(file, None)
            self.good.pop(self._uri(file), None)
            self.shown.pop(self._uri(file), None)
            self._say(self._page_of(self._uri(file)), None)
            self._forget(file)
            self._say(self._name(file), None)
        for file in [*again, *(freed - {*again})]:
            self._queue(file, saved=file in changed or file in freed)
        self._publish(self._copied(changed))
        if any(self._name(file) in WHOLE or "overrides" in file.parts or self._is_new(file) for file in changed):
            self._rebuild()

    def _is_new(self, file: Path) -> bool:
        """Whether a page came or went, or another file of docs/ went."""
        uri = self._uri(file)
        if uri is None or (file not in self.known):
            return uri is not None
        return (file.suffix == ".md" or _is_lab(file)) and (self.site is None or self.site.place(uri) is None)

    def _load(self, files: list[Path]) -> set[Path]:
        """Parse pages anew. One that cannot be used keeps its last good form, and why is said.

        Returns the other pages that could not be used, and now can: for another one shows a figure no longer.
        """
        errors: dict[Path, PageError] = {}
        for file in {*files, *self.unfit} & {*page_files(self.root)}:
            try:
                self.loaded[file] = project.load(self.root, file)
            except PageError as error:
                errors[file] = error
        for error in project.figure_errors(self.root, [*self.loaded.values()]):
            if (file := self.root / error.path) in self.loaded:
                errors.setdefault(file, error)
        freed = self.unfit - errors.keys() - {*files}
        self.unfit = {*errors}
        for file, error in errors.items():
            self._say(self._name(file), str(error))
        return freed & self.loaded.keys()

    def _queue_stale(self) -> None:
        """Let the pages run that the cache of build.py does not know as fresh."""
        self.counted = counts = project.count([*self.loaded.values()])
        for file, page in self.loaded.items():
            if self.cache.is_fresh(page, counts):
                self.rests[file] = set(self.cache.known[page.path]["rests_on"])
            elif page.steps:
                self._queue(file, saved=False)

    def _queue(self, file: Path, saved: bool) -> None:
        """Let a page run: at once when it was saved, else when there is time."""
        saved = saved or file in self.saved
        self._forget(file)
        if file in self.unfit or file not in self.loaded:
            return
        if saved:
            self.saved.add(file)
            self.waiting.append(file)
        elif project.shows_counts(self.loaded[file]):
            self.counted = None  # it runs when all others have
        else:
            self.waiting.insert(len(self.waiting) if self._address(file) in self.live.open_pages() else 0, file)

    def _forget(self, file: Path) -> None:
        """End the run of a page as it was before, and do not begin one."""
        for each in self.running.pop(file, []):
            each.stop()
        if file in self.waiting:
            self.waiting.remove(file)
        self.saved.discard(file)

    # Running pages.

    def _start_pages(self) -> None:
        if not self.announced and not self.saved:
            return  # the first sight of the site comes first
        if not self.waiting and not self.running:
            self._queue_counting_pages()
            self._remember()
        while self.waiting and (len(self.running) < processes.cores() or self.waiting[-1] in self.saved):
            file, counts = self.waiting.pop(), project.count([*self.loaded.values()])
            page = self.loaded[file]
            job = self.running[file] = []
            for part in _parts(page) if file in self.saved else [page]:
                with processes.interrupt_held_back():
                    job.append(PageProcess(processes.context(), part, self.root, counts))

    def _queue_counting_pages(self) -> None:
        """Let the pages that show the site's counts run, when the counts are not those that they were run with."""
        counts = project.count([*self.loaded.values()])
        if counts != self.counted and self.loaded.keys() >= {*page_files(self.root)}:
            self.counted = counts
            self.waiting += [file for file, page in self.loaded.items() if project.shows_counts(page)]

    def _remember(self) -> None:
        """Let the cache of build.py know what has run."""
        if self.ran:
            self.cache.save(page.path for page in self.loaded.values())
            self.ran = False

    def _finish(self, file: Path) -> None:
        """A page has run: write what is stale, and show it."""
        result = _together(self.loaded[file], self.running.pop(file))
        saved = file in self.saved
        self.saved.discard(file)
        if not self._stands(file, result.page):
            return  # the author has saved it again, or is about to: there will be news
        self._say(result.page.path, str(result.error) if result.error else None)
        self.rests[file] = None
        if result.error:
            return
        try:
            texts = self._write(result)
        except PageError as error:
            self._say(result.page.path, str(error))
            return
        if texts is None:
            return
        self.loaded[file] = project.parse(result.file if file in texts else result.page.source, result.page.path)
        self.cache.keep(result.page, self.loaded[file].source, result.site, read := result.rests_on())
        self.rests[file], self.ran = None if read is None else set(read), True
        if texts or saved:
            build.tell_what_did_not_run(result.page)
            print(_summary(result, texts), flush=True)
        if uri := self._uri(file):
            self.good[uri] = self.loaded[file].source
            wrong = self._page_of(uri) in self.errors  # the text that is shown may be back: then it is mended
            if texts or wrong or (saved if _is_lab(file) else self.shown.get(uri) != self.good[uri]):
                self._show(file, {*texts} - {file})

    def _stands(self, file: Path, page: Page) -> bool:
        """Whether a page on disk is the one that ran, and nobody is writing it."""
        return file not in self.watch.open and _digest(file) == _digest_of(page.source)

    def _write(self, result: Result) -> dict[Path, str] | None:
        """Write what a run makes fresh. Returns it; None when the page was saved meanwhile. Raises PageError."""
        texts = {self.root / name: text for change in result.changes for name, text in change.files.items()}
        file = self.root / result.page.path
        if any(not change.files for change in result.changes) or result.out_of_form:
            texts[file] = result.file
        texts |= {self.root / name: text for name, text in result.stale_notebook(self.root).items()}
        for each in texts:
            if errors := build.read_only(each, self._name(each)):
                raise errors[0]
        try:
            write({each: text for each, text in texts.items() if each != file})
            if file in texts and not rewrite(file, texts[file], lambda: self._stands(file, result.page)):
                return None
        except OSError as error:
            raise PageError(result.page.path, 1, f"{error.filename}: cannot be written: {error.strerror}") from None
        self.known |= {each: _digest_of(text) for each, text in texts.items()}
        return texts

    # Showing pages.

    def _show(self, file: Path, others: set[Path]) -> None:
        """Render a page, and bring it to the browser with the files that belong to it."""
        uri = self._uri(file)
        if self.coming:
            self.behind |= {file, *others}
        if self.site is None or self.site.place(uri) is None:
            return
        if _is_lab(file):
            self._rebuild()
            return
        brought = self._copied(others)
        try:
            elsewhere = self.site.render(uri, self.good[uri])
            self.shown[uri] = self.good[uri]
            self._say(self._page_of(uri), None)
        except RenderError as error:
            self.messages.drop()
            self._say(self._page_of(uri), str(error))
            return
        self._publish([*brought, self.site.place(uri)])
        self.rest = time.monotonic() + REST
        self._tell(uri)
        self.due = time.monotonic() + (SOON if elsewhere else LATER)

    def _page_of(self, uri: str | None) -> str:
        return f"docs/{uri} as a page"

    def _copied(self, files: set[Path]) -> list[Path]:
        """Copy files that are no pages into the site's stage. Returns where they are now."""
        if self.coming:
            self.behind |= files
        uris = [self._uri(file) for file in files if file in self.known]
        uris = [uri for uri in uris if uri and not uri.endswith(".md") and not uri.startswith(("overrides/", "labs/"))]
        if self.site is None:
            return []
        for uri in uris:
            with contextlib.suppress(FileNotFoundError):  # gone again
                self.site.copy(uri)
        return [place for uri in uris if (place := self.site.place(uri)).is_file()]

    def _publish(self, places: list[Path] | None) -> None:
        """Bring files of the stage, or all, to the served folder. Browsers see all of it or nothing."""
        if places == []:
            return
        with self.live.news:
            if publish(self.site.stage, self.live.folder, places):
                self.live.changed(self._listed())

    def _rebuild(self) -> None:
        """Begin to build the whole site anew."""
        if self.coming:
            shutil.rmtree(self.coming[0].stage, ignore_errors=True)
        stage = self.folder / f"stage-{time.monotonic_ns()}"
        stage.mkdir()
        site = Site(self.root, stage, self.url)
        self.coming, self.behind, self.due = (site, site.build(self.shown)), set(), None

    def _rebuild_on(self) -> None:
        """Do one piece of the rebuild; in the end, let its site take the place of the other."""
        site, pieces = self.coming
        try:
            next(pieces)
            return
        except StopIteration:
            self.coming = None
            self._say("mkdocs.yml", None)
        except RenderError as error:
            self.coming = None
            settings = self.messages.drop()
            self._say("mkdocs.yml", of_settings(self.root, settings) if settings else str(error))
            shutil.rmtree(site.stage, ignore_errors=True)
            self._announce()
            return
        failed = site.failed.keys()
        if self.site is not None:
            failed |= self.site.failed.keys()
            shutil.rmtree(self.site.stage, ignore_errors=True)
        self.site = site
        self.shown |= site.sources
        self._publish(None)
        for uri in failed - {uri for uri in failed if f"docs/{uri}" in self.errors}:
            self._say(self._page_of(uri), site.failed.get(uri))
        self._tell("")
        self._announce()
        behind, self.behind = self.behind, set()
        for file in sorted(behind):
            if self._uri(file) in self.good:
                self._show(file, set())
            else:
                self._publish(self._copied({file}))

    def _announce(self) -> None:
        if not self.announced:
            print(f"Serving on {self.url} (Ctrl-C ends it)", flush=True)
            self.announced = True

    # Saying.

    def _say(self, source: str, error: str | None) -> None:
        """Say what is wrong with a file or a work, once; or that it is well again."""
        if error == self.errors.get(source):
            return
        if error is None:
            print(f"Mended: {self.errors.pop(source)}", flush=True)
        else:
            self.errors[source] = error
            print(f"{error}\nThe browser keeps the last good page.", file=sys.stderr, flush=True)
        self.live.changed(self._listed())

    def _tell(self, what: str) -> None:
        for warning in self.messages.told(what):
            undrawn = _UNDRAWN.search(warning)
            if not (undrawn and (self.root / f"figures/{undrawn[1]}.py").is_file()):
                print(f"WARNING: {warning}", file=sys.stderr, flush=True)

    def _listed(self) -> list[str]:
        errors = list(self.errors.values())
        return errors[:SHOWN] + ([f"and {len(errors) - SHOWN} more errors"] if len(errors) > SHOWN else [])

    def _uri(self, file: Path) -> str | None:
        """A file's name inside docs/, as MkDocs has it. None: it is elsewhere."""
        docs = self.root / "docs"
        return file.relative_to(docs).as_posix() if docs in file.parents else None

    def _name(self, file: Path) -> str:
        return file.relative_to(self.root).as_posix()

    def _address(self, file: Path) -> str | None:
        """The address of a page on the served site."""
        place = self.site.place(self._uri(file) or "") if self.site else None
        return "/" + place.relative_to(self.site.stage).as_posix().removesuffix("index.html") if place else None


def _parts(page: Page) -> list[Page]:
    """A page for two processes, where there are two cores: each runs the code, and draws every other figure."""
    others = {*[step for step in page.steps if isinstance(step, Figure)][1::2]}
    if not others or isinstance(page, Notebook) or processes.cores() < 2:
        return [page]
    first = tuple(step for step in page.steps if step not in others)
    second = tuple(step for step in page.steps if step in others or isinstance(step, Code))
    return [replace(page, steps=first), replace(page, steps=second)]


def _together(page: Page, job: list) -> Result:
    """What the processes of a page gave, as one result."""
    for each in job:
        each.stop()
    results = [each.result for each in job]
    if errors := [result for result in results if result.error]:
        return replace(min(errors, key=lambda result: result.error.line), page=page)
    read = [result.done.rests_on for result in results]
    rests_on = None if None in read else {name: mark for each in read for name, mark in each.items()}
    done = replace(results[0].done, rests_on=rests_on)
    changes = [change for result in results for change in result.changes]
    seconds = max(result.seconds for result in results)
    return replace(results[0], page=page, changes=changes, done=done, seconds=seconds)


def rewrite(file: Path, text: str, stands) -> bool:
    """Write a page unless its author has saved it meanwhile: `stands` is asked just before the new text is there.

    Returns whether it was written. Raises OSError.
    """
    target = file.resolve()
    spare = target.with_name(f".{target.name}.{os.getpid()}.new")
    try:
        spare.write_bytes(text.encode("utf-8"))
        shutil.copymode(target, spare)
        if not stands():
            return False
        spare.replace(target)
        return True
    finally:
        spare.unlink(missing_ok=True)


def _summary(result: Result, texts: dict[Path, str]) -> str:
    kinds = Counter(change.kind for change in result.changes)
    changes = ", ".join(f"{count} {kind}{'s' * (count > 1)}" for kind, count in kinds.items())
    if not changes:
        changes = "the notebook" if texts else "nothing stale"
    return f"{result.page.path}: ran in {result.seconds:.2f} s; {changes}{' written' if texts else ''}"


def _is_lab(file: Path) -> bool:
    return file.suffix == ".ipynb" and file.parent.name == "labs"


def _digest(file: Path) -> bytes | None:
    try:
        return hashlib.blake2b(file.read_bytes(), digest_size=16).digest()
    except OSError:
        return None


def _digest_of(text: str) -> bytes:
    return hashlib.blake2b(text.encode("utf-8"), digest_size=16).digest()
