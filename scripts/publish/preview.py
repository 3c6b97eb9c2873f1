"""The live preview: the pages that a save runs, MkDocs' build of what changed, and the server for browsers."""

import contextlib
import json
import logging
import os
import threading
import time
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from logging.handlers import BufferingHandler
from pathlib import Path
from queue import SimpleQueue

import watchfiles
from jinja2 import FileSystemBytecodeCache
from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.plugins import BasePlugin
from mkdocs.structure.files import File
from mkdocs.utils import write_file

from scripts.model import project
from scripts.model.cache import Cache
from scripts.model.page import Figure, Page, PageError
from scripts.model.pool import Pool, Result, save
from scripts.publish import check

BATCH = 4  # pages that run before the preview looks for newer saves

FOLLOW = Path(__file__).with_name("preview.html").read_text("utf-8")  # added to each page


def plan(pages: dict[str, Page], changed: set[str]) -> tuple[list[str], bool]:
    """The pages to run when files have changed, all by name, and whether the whole site is to be rendered."""
    modules = {name[8:-3] for name in changed if name.startswith("figures/")}
    datasets = {name.rpartition("/")[2] for name in changed if name.startswith("docs/datasets/")}
    assets = [name for name in changed if name.startswith("docs/") and not name.endswith((".md", ".ipynb"))]

    def is_concerned(page: Page) -> bool:
        figures = {step.name for step in page.steps if isinstance(step, Figure)}
        uses = (figures and modules & (figures | {"style"})) or any(name in page.text for name in datasets)
        return page.path in changed or bool(uses)

    everything = "docs/reference/glossary.md" in changed or any("docs/figures/" not in name for name in assets)
    return [name for name, page in pages.items() if is_concerned(page)], everything


class Site(BasePlugin):
    """The site, built by MkDocs, of which it is a plugin; and the news of it for browsers.

    A dirty build renders the pages whose source is newer than what was built. So a built page gets an old date (1970)
    when it is to be rendered anew, and a late one (2038) when its source has an error and the last good page stays.
    """

    def __init__(self, root: Path, folder: Path, url: str):
        self.root, self.folder, self.templates = root, folder / "site", FileSystemBytecodeCache(str(folder))
        self.settings = {"config_file": str(root / "mkdocs.yml"), "site_url": url, "strict": False}
        self.pages: dict[str, File] = {}  # MkDocs' files, by names such as docs/idea/loss.md
        self.titles: dict[str, str] = {}
        self.errors: dict[str, str] = {}  # by name; "mkdocs.yml" for the whole site
        self.findings: dict[str, list[str]] = {}  # of the check of the built pages, by name
        self.log = BufferingHandler(capacity=10_000)
        logging.getLogger("mkdocs").addHandler(self.log)
        self.condition = threading.Condition()  # held while the site changes
        now = time.time_ns() // 1_000_000
        self.news = {"number": now, "whole": now, "changed": {}, "errors": []}  # for the script in a page

    def update(self, changed: set[str], everything: bool = False) -> None:
        """Render the pages that changed and all new ones, let browsers reload them, and say what is wrong."""
        with self.condition:
            titles = self.titles
            for name in self.pages if everything else self.pages.keys() & changed:
                os.utime(self.pages[name].abs_dest_path, (0, 0))
            for name in self.pages.keys() & self.errors.keys():
                os.utime(self.pages[name].abs_dest_path, (2**31, 2**31))
            self.errors.pop("mkdocs.yml", None)
            self.rendered, self.rendering = {}, ""  # the pages by name; which of them is being read just now
            self.log.flush()
            try:
                config = load_config(site_dir=str(self.folder), **self.settings)
                config.plugins["preview"] = self
                build(config, dirty=True)
            except Exception as error:
                name = self.rendering or "mkdocs.yml"
                self.errors[name] = str(error) if str(error).startswith(name) else f"{name}:1: {error}"
                if self.rendering:
                    file = self.pages[name] = self.rendered[name]
                    if not os.path.exists(file.abs_dest_path):
                        write_file(b"<h1>This page cannot be shown yet</h1>", file.abs_dest_path)
                    return self.update(set())  # the others
            if titles and self.titles != titles and not everything:
                return self.update(set(), everything=True)  # each page's navigation shows them
            for name, file in self.rendered.items():
                with contextlib.suppress(PageError):  # the page was saved meanwhile, or the last good one stays
                    page = project.load(self.root, self.root / name)
                    self.findings[name] = check.findings(page, Path(file.abs_dest_path))
            found = [text for name in sorted(self.pages) for text in self.findings.get(name, [])]
            said = [record.getMessage() for record in self.log.buffer if "'dirty' build" not in record.getMessage()]
            errors, number = [*self.errors.values(), *found, *said], self.news["number"] + 1
            for error in [error for error in errors if error not in self.news["errors"]]:
                print(error, flush=True)
            rendered = {"/" + file.url.removeprefix("./"): number for file in self.rendered.values()}
            whole = number if everything else self.news["whole"]
            self.news = {"number": number, "whole": whole, "changed": self.news["changed"] | rendered, "errors": errors}
            self.condition.notify_all()

    def on_pre_page(self, page, config, files):
        """An event of MkDocs' build: a page is about to be read."""
        self.rendering = f"docs/{page.file.src_uri}"
        self.rendered[self.rendering] = page.file
        return page

    def on_env(self, env, config, files):
        """An event of MkDocs' build: give the pages that were not read the titles that navigation shows."""
        self.rendering = ""
        env.bytecode_cache = self.templates
        before, self.pages = self.pages, {f"docs/{file.src_uri}": file for file in files.documentation_pages()}
        for name in before.keys() - self.pages.keys():
            Path(before[name].abs_dest_path).unlink(missing_ok=True)
        for name in self.titles.keys() & self.pages.keys() - self.rendered.keys():
            self.pages[name].page.title = self.titles[name]
        self.titles = {name: file.page.title for name, file in self.pages.items()}
        return env


class Handler(SimpleHTTPRequestHandler):
    """Serves the site's files, and answers the question of a page's script as soon as there is news."""

    def __init__(self, site: Site, *arguments):
        self.site = site
        with contextlib.suppress(ConnectionError):  # the browser has gone
            super().__init__(*arguments, directory=str(site.folder))

    def do_GET(self) -> None:
        path, _, known = self.path.partition("?")
        file = Path(self.translate_path(path)) / ("index.html" if path.endswith("/") else "")
        if path != "/~preview" and not (file.suffix == ".html" and file.exists()):
            return super().do_GET()
        with self.site.condition:
            if path == "/~preview":
                self.site.condition.wait_for(lambda: self.site.news["number"] > int(known), timeout=30)
            text = json.dumps(self.site.news).replace("<", "\\u003c")
            if path != "/~preview":
                text = (file.read_text("utf-8") if file.exists() else "") + FOLLOW.replace("NEWS", text)
        self.send_response(200)
        self.send_header("Content-Type", "application/json" if path == "/~preview" else "text/html")
        self.end_headers()
        self.wfile.write(text.encode("utf-8"))

    def end_headers(self) -> None:
        self.send_header("Cache-Control", "no-store")  # else a browser may keep an older drawing
        super().end_headers()

    def log_message(self, format: str, *arguments: object) -> None:
        """Say nothing of each request."""


class Preview:
    """Runs the pages that a save concerns, and updates the site."""

    def __init__(self, root: Path, site: Site, pool: Pool):
        self.root, self.site, self.pool = root, site, pool
        self.pages: dict[str, Page] = {}  # as they could last be parsed, by name
        self._load()
        self.counts, cache = project.count(self.pages.values()), Cache(root)
        runnable = [page for page in self.pages.values() if page.steps]
        self.waiting = [page.path for page in runnable if not cache.is_fresh(page, self.counts)]  # the next one first

    def _load(self, saved: set[str] | None = None) -> set[str]:
        """Parse pages anew, all or those that were saved. Returns the names of all pages."""
        names = {file.relative_to(self.root).as_posix() for file in project.page_files(self.root)}
        for name in names if saved is None else names & saved:
            self.site.errors.pop(name, None)
            try:
                self.pages[name] = project.load(self.root, self.root / name)
            except PageError as error:
                self.site.errors[name] = str(error)
        return names

    def take(self, saved: set[str]) -> None:
        """Act on files that were saved, made or deleted."""
        known = {name: page for name, page in self.pages.items() if name not in self.site.errors}
        names = self._load(saved)
        for name in (gone := self.pages.keys() - names):
            del self.pages[name]
            self.site.errors.pop(name, None)
        same = {name for name, page in known.items() if self.pages.get(name) is page}  # or written by the preview
        changed = {name for name in saved - same if (self.root / name).is_file()}
        for name in sorted(name for name in changed if name.startswith("scripts/") or name == "mkdocs.yml"):
            print(f"{name} has changed: restart make serve", flush=True)
        concerned, everything = plan(self.pages, changed)
        unreadable = changed & self.site.errors.keys()
        runs = [name for name in concerned if self.pages[name].steps and name not in unreadable]
        self.waiting = runs + [name for name in self.waiting if name in self.pages.keys() - runs]
        if (others := changed & names - {*runs}) or gone or everything:
            self.site.update(others, everything)

    def run(self) -> None:
        """Run the next pages and show them."""
        batch, self.waiting = self.waiting[:BATCH], self.waiting[BATCH:]
        results = self.pool.run([self.pages[name] for name in batch], self.counts)
        self.site.update({result.page.path for result in results if self._finish(result)})

    def recount(self) -> None:
        """Let the pages that show the site's counts run, when those have changed."""
        if not self.waiting and self.counts != (counts := project.count(self.pages.values())):
            self.waiting = [name for name, page in self.pages.items() if project.shows_counts(page)]
            self.counts = counts

    def _finish(self, result: Result) -> bool:
        """Write what a run gave. Returns False when the author has saved the page meanwhile: it will run again."""
        name = result.page.path
        try:
            if result.error:
                raise result.error
            lines = save(result, self.root)
        except PageError as error:
            with contextlib.suppress(PageError):
                if project.load(self.root, self.root / name) is result.page:
                    self.site.errors[name] = str(error)
            return name in self.site.errors
        self._load({name})  # says what is wrong with a newer text
        self.pages[name] = result.refreshed
        print(*lines, f"{name}: ran", sep="\n", flush=True)
        return True


def serve(root: Path, folder: Path, pool: Pool, port: int) -> None:
    """Show the site in an empty folder, then follow the project's files without end. Raises OSError (port taken)."""
    server = ThreadingHTTPServer(("127.0.0.1", port), lambda *arguments: Handler(site, *arguments))
    site = Site(root, folder, f"http://127.0.0.1:{server.server_port}/")
    saved, stop = SimpleQueue(), threading.Event()

    def watch(folders: list[Path], recursive: bool) -> None:
        for changes in watchfiles.watch(*folders, step=10, stop_event=stop, recursive=recursive):
            saved.put({Path(path).relative_to(root).as_posix() for _, path in changes})

    threading.Thread(target=watch, args=([root / "docs", root / "figures", root / "scripts"], True)).start()
    threading.Thread(target=watch, args=([root], False)).start()
    try:
        preview = Preview(root, site, pool)
        site.update(set())
        threading.Thread(target=server.serve_forever, daemon=True).start()
        print(f"Serving on {site.settings['site_url']} (Ctrl-C ends it)", flush=True)
        while True:
            if preview.waiting and saved.empty():
                preview.run()
            else:
                preview.take(saved.get())
            preview.recount()
    finally:
        stop.set()
