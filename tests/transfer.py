"""What a page costs the network, measured in a browser: bytes as they are sent, heads included, and requests."""

from collections.abc import Callable
from dataclasses import dataclass, field

from playwright.sync_api import BrowserContext, Page

QUIET = 700  # milliseconds without a request, after which a page counts as loaded


@dataclass
class Transfer:
    """What was asked for, and how many bytes came. What the browser had kept costs nothing."""

    bytes: dict[str, int] = field(default_factory=dict)

    @property
    def total(self) -> int:
        """All bytes."""
        return sum(self.bytes.values())

    @property
    def requests(self) -> int:
        """How many files came over the network."""
        return sum(size > 0 for size in self.bytes.values())

    def __str__(self) -> str:
        return "".join(f"\n{size:9,}  {url}" for url, size in sorted(self.bytes.items(), key=lambda item: -item[1]))


class Meter:
    """Counts what a page asks for. What a service worker fetches by itself is none of it."""

    def __init__(self, context: BrowserContext, page: Page):
        self.page, self.urls, self.done = page, {}, {}
        session = context.new_cdp_session(page)
        session.send("Network.enable")
        session.on("Network.requestWillBeSent", self._sent)
        session.on("Network.loadingFinished", self._finished)
        session.on("Network.loadingFailed", lambda event: self.done.setdefault(event["requestId"], 0))

    def _sent(self, event: dict) -> None:
        if event["request"]["url"].startswith("http"):
            self.urls[event["requestId"]] = event["request"]["url"]

    def _finished(self, event: dict) -> None:
        self.done[event["requestId"]] = int(event["encodedDataLength"])

    def during(self, action: Callable[[], object]) -> Transfer:
        """What an action makes the page transfer, until nothing more comes."""
        self.urls.clear()
        self.done.clear()
        action()
        before = None
        while before != (before := (len(self.urls), len(self.done))) or self.urls.keys() - self.done.keys():
            self.page.wait_for_timeout(QUIET)
        return Transfer({url: self.done[request] for request, url in self.urls.items()})


def open_page(page: Page, address: str) -> None:
    """Open a page, to its `load` event."""
    page.goto(address, wait_until="load")


def next_page(page: Page) -> None:
    """Go on by the link to the next page, at its foot: without loading the whole page again."""
    before = page.url
    page.evaluate("window.stayed = true")
    page.locator("a.md-footer__link--next").dispatch_event("click")
    page.wait_for_function("(before) => location.href !== before", arg=before)
    if not page.evaluate("window.stayed"):
        raise RuntimeError(f"{before}: expected instant navigation to the next page, found a full load")
