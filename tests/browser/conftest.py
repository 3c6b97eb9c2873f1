"""A browser and a server for the tests of this folder: one of each for the whole run."""

import contextlib
import functools
import http.server
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import BrowserContext, Page

from scripts import handout
from tests import hosting
from tests.browser import waiting
from tests.browser.explorers import explorer  # noqa: F401 - a fixture of the explorers' tests

Page.wait_for_function = waiting.wait_for_function
WIDTHS = {"phone": 390, "wide": 1280}
LEFT = ("net::ERR_ABORTED", "NS_BINDING_ABORTED")  # what leaving a page does to what is still on its way
SHIFTS = """
window.shifts = [];
new PerformanceObserver((list) => {
  for (const e of list.getEntries()) {
    const nodes = e.sources.map((source) => source.node?.className || source.node?.nodeName);
    if (!e.hadRecentInput) window.shifts.push([e.value, ...nodes]);
  }
}).observe({ type: "layout-shift", buffered: true });
"""


class _Handler(http.server.SimpleHTTPRequestHandler):
    """The site's folder at the path of its address; its own page for what is missing."""

    protocol_version = "HTTP/1.1"

    def __init__(self, *arguments, prefix: str, **options):
        self.prefix = prefix
        super().__init__(*arguments, **options)

    def do_GET(self):
        """A page asked for with `?cut=text` arrives in two pieces, the second behind this text and after a pause."""
        cut = parse_qs(urlsplit(self.path).query).get("cut")
        if cut is None:
            super().do_GET()
            return
        body = Path(self.translate_path(urlsplit(self.path).path), "index.html").read_bytes()
        place = body.index(cut[0].encode()) + len(cut[0].encode())
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body[:place])
        time.sleep(0.3)
        self.wfile.write(body[place:])

    def handle(self):
        with contextlib.suppress(ConnectionError):  # a browser that leaves hangs up
            super().handle()

    def translate_path(self, path):
        inside = path.startswith(self.prefix)
        return super().translate_path("/" + path.removeprefix(self.prefix) if inside else "/nowhere")

    def send_error(self, code, message=None, explain=None):
        body = self.missing.read_bytes() if code == 404 else b""
        self.send_response(code)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def end_headers(self):
        place = "/" + urlsplit(self.path).path.removeprefix(self.prefix)
        for name, value in hosting.sent(self.rules, place).items():
            self.send_header(name, value)
        super().end_headers()

    def log_message(self, *arguments):
        pass


@pytest.fixture(scope="session")
def address(site):
    """The address of the site, served for as long as the tests run."""
    prefix, port = urlsplit(site.address).path, urlsplit(site.address).port
    _Handler.missing = site.folder / "404.html"
    _Handler.rules = hosting.rules((site.folder / "_headers").read_text("utf-8"))
    handler = functools.partial(_Handler, directory=str(site.folder), prefix=prefix)
    with http.server.ThreadingHTTPServer(("127.0.0.1", port), handler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield site.address
        server.shutdown()
        thread.join()


@pytest.fixture(scope="session")
def browser(playwright):
    """The one browser of the run."""
    browser = handout.launch_chromium(playwright)
    yield browser
    browser.close()


@dataclass
class Visit:
    """A page in the browser, and what went wrong on it."""

    page: Page
    address: str
    problems: list[str] = field(default_factory=list)
    loads: int = 0

    def go(self, path: str) -> "Visit":
        """Open a page of the site and wait until its fonts and explorers are there."""
        for turn in range(6):  # a slow machine's fonts may be too late for the first page, but not for the next
            if turn:
                self.page.goto("about:blank")  # not a reload: an explorer may have written its state to the address
            self.page.goto(self.address + path, wait_until="load")
            self.loads += 1
            if self.page.evaluate("document.documentElement.dataset.fonts") not in ("late", "arrived"):
                break
        self.page.evaluate(
            """async () => {
              const waiting = [...document.querySelectorAll(":not(:defined)")];
              await Promise.all(waiting.map((element) => customElements.whenDefined(element.localName)));
              const start = document.querySelector("script[src$='start.js']")?.src;
              if (start) await Promise.all(["answers.js", "progress.js"].map((name) => import(new URL(name, start))));
              await document.fonts.ready;
              await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
            }"""
        )
        return self

    def show_figures(self) -> None:
        """Load the figures further down as well."""
        self.page.evaluate(
            """async () => {
              for (const image of document.images) image.loading = "eager";
              const shown = [...document.images].filter((image) => image.offsetParent);
              await Promise.all(shown.map((image) => image.complete || image.decode()));
              await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
            }"""
        )


@pytest.fixture(scope="session")
def contexts(browser):
    """Browser contexts by colour scheme, width and motion, made once each. Firefox's tests have their own."""
    made: dict[tuple, BrowserContext] = {}

    def context(scheme: str, width: str, motion: str = "no-preference") -> BrowserContext:
        key = (scheme, width, motion)
        if key not in made:
            made[key] = browser.new_context(
                viewport={"width": WIDTHS[width], "height": 900},
                color_scheme=scheme,
                reduced_motion=motion,
                has_touch=width == "phone",
            )
            made[key].add_init_script(SHIFTS)
            made[key].add_init_script("delete Navigator.prototype.serviceWorker")  # test_offline.py has its own
        return made[key]

    yield context
    for each in made.values():
        each.close()


@pytest.fixture
def visit(contexts, address):
    """Open pages: `visit("idea/", scheme="dark", width="phone")`. A fresh tab, its storage empty.

    At the end nothing may have gone wrong on any of them.
    """
    with visits(contexts, address) as visit:
        yield visit


@pytest.fixture(scope="module")
def module_visit(contexts, address):
    """The same for tests that share a page."""
    with visits(contexts, address) as visit:
        yield visit


@contextlib.contextmanager
def visits(contexts, address):
    opened: list[Visit] = []

    def visit(path: str = "", scheme: str = "light", width: str = "wide", motion: str = "no-preference") -> Visit:
        page = contexts(scheme, width, motion).new_page()
        visit = Visit(page, address)
        note = visit.problems.append
        page.on("console", lambda message: note(f"console {message.type}: {message.text}"))
        page.on("pageerror", lambda error: note(f"error: {error}"))
        page.on("requestfailed", lambda request: failed(request, note))
        page.on("response", lambda answer: note(f"{answer.status}: {answer.url}") if answer.status >= 400 else None)
        page.on("request", lambda request: note(f"elsewhere: {request.url}") if foreign(request.url) else None)
        opened.append(visit)
        return visit.go(path)

    def failed(request, note) -> None:
        if request.failure not in LEFT:
            note(f"failed: {request.url} {request.failure}")

    def foreign(url: str) -> bool:
        return not url.startswith((address, "data:", "blob:" + address.split("/fall-line")[0]))

    yield visit
    for each in opened:
        each.page.evaluate("localStorage.clear(); sessionStorage.clear()")
        each.page.close()
    assert not [problem for each in opened for problem in each.problems]
