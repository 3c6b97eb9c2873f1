"""A browser and a server for the tests of this folder, one of each for the whole run, and tabs that note what fails."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from scripts.handout import launch_chromium
from tests import host
from tests.browser.explorers import explorer  # noqa: F401 - a fixture of the explorers' tests
from tests.browser.waiting import wait_until_ready

WIDTHS = {"phone": 390, "wide": 1280}
BARE = "licences/mit.txt"  # a page without scripts
LEFT = ("net::ERR_ABORTED", "NS_BINDING_ABORTED")  # what leaving a page does to what is still on its way
# Notes what moves by itself in `shifts`. A page hides its text until its fonts are there, for a moment at most. So that
# no slow machine shows another page than a quick one, here it waits until it is parsed and has them.
ON_EVERY_PAGE = """
window.shifts = [];
new PerformanceObserver((list) => {
  for (const { hadRecentInput, value, sources } of list.getEntries()) {
    if (!hadRecentInput) shifts.push([value, ...sources.map(({ node }) => node?.className || node?.nodeName)]);
  }
}).observe({ type: "layout-shift", buffered: true });
const parsed = new Promise((done) => addEventListener("DOMContentLoaded", done));
const load = document.fonts.load.bind(document.fonts);
document.fonts.load = (...font) => parsed.then(() => load(...font));
const later = window.setTimeout;
window.setTimeout = (...timer) => document.readyState === "loading" ? 0 : later(...timer);
delete Navigator.prototype.serviceWorker;
"""
SHOW_FIGURES = """async () => {
  for (const image of document.images) image.loading = "eager";
  const shown = [...document.images].filter((image) => image.offsetParent);
  await Promise.all(shown.map((image) => image.complete || image.decode()));
  await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
}"""


@dataclass
class Visit:
    """A page in the browser, and what went wrong on it."""

    page: Page
    address: str
    problems: list[str] = field(default_factory=list)

    def __post_init__(self):
        note, root = self.problems.append, self.address.split("/fall-line/")[0]
        own = (self.address, "data:", f"blob:{root}")
        self.page.on("console", lambda message: note(f"console {message.type}: {message.text}"))
        self.page.on("pageerror", lambda error: note(f"error: {error}"))
        self.page.on("response", lambda answer: answer.status < 400 or note(f"{answer.status}: {answer.url}"))
        self.page.on("requestfailed", lambda it: it.failure in LEFT or note(f"failed: {it.url} {it.failure}"))
        self.page.on("request", lambda it: it.url.startswith(own) or note(f"elsewhere: {it.url}"))

    def go(self, path: str) -> "Visit":
        """Open a page of the site and wait until its fonts and explorers are there."""
        self.page.goto(self.address + path, wait_until="load")
        wait_until_ready(self.page)
        return self

    def show_figures(self) -> None:
        """Load the figures further down as well."""
        self.page.evaluate(SHOW_FIGURES)

    def shift(self) -> float:
        """How much of the page has moved by itself since it was loaded."""
        return sum(value for value, *_ in self.page.evaluate("shifts"))


@pytest.fixture(scope="session")
def address(site) -> Iterator[str]:
    """The address of the site, which is served for as long as the tests run."""
    with host.serve(site.folder) as address:
        yield address


@pytest.fixture(scope="session")
def browser(playwright) -> Iterator[Browser]:
    """The one Chromium of the run."""
    browser = launch_chromium(playwright)
    yield browser
    browser.close()


@contextmanager
def contexts_of(browser: Browser) -> Iterator[Callable[..., BrowserContext]]:
    """Contexts of a browser by colour scheme, width and motion, made once each."""
    made: dict[tuple, BrowserContext] = {}

    def context(scheme: str = "light", width: str = "wide", motion: str = "no-preference") -> BrowserContext:
        key = (scheme, width, motion)
        if key not in made:
            look = {"color_scheme": scheme, "reduced_motion": motion, "has_touch": width == "phone"}
            made[key] = browser.new_context(viewport={"width": WIDTHS[width], "height": 900}, **look)
            made[key].add_init_script(f"(() => {{{ON_EVERY_PAGE}}})()")
        return made[key]

    yield context
    for each in made.values():
        each.close()


@pytest.fixture(scope="session")
def contexts(browser):
    """Chromium's contexts: `contexts("dark", "phone")`."""
    with contexts_of(browser) as contexts:
        yield contexts


@contextmanager
def visits(contexts, address: str) -> Iterator[Callable[..., Visit]]:
    """Open pages in fresh tabs with empty storage. At the end nothing may have gone wrong on any of them."""
    opened: list[Visit] = []

    def visit(path: str = "", scheme: str = "light", width: str = "wide", motion: str = "no-preference") -> Visit:
        opened.append(Visit(contexts(scheme, width, motion).new_page(), address))
        return opened[-1].go(path)

    yield visit
    problems = [problem for each in opened for problem in each.problems]
    for each in opened:
        each.page.goto(address + BARE)  # a lesson may note just now that it was read
    for each in opened:
        each.page.evaluate("localStorage.clear()")
        each.page.close()
    assert not problems, "\n".join(problems)


@pytest.fixture
def visit(contexts, address):
    """Open pages: `visit("idea/", scheme="dark", width="phone")`."""
    with visits(contexts, address) as visit:
        yield visit


@pytest.fixture(scope="module")
def module_visit(contexts, address):
    """As `visit`; the tabs stay open for all tests of a module."""
    with visits(contexts, address) as visit:
        yield visit
