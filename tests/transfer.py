"""What a page costs the network, measured in Chromium: bytes as they are sent, heads included, and requests."""

from collections.abc import Callable

from playwright.sync_api import Page

from tests.browser.waiting import wait_until, wait_until_ready


class Transfer(dict[str, int]):
    """Bytes by address. What the browser had kept costs nothing."""

    @property
    def total(self) -> int:
        """All bytes."""
        return sum(self.values())

    @property
    def requests(self) -> int:
        """How many files came over the network."""
        return sum(size > 0 for size in self.values())

    def __str__(self) -> str:
        return "".join(f"\n{size:9,}  {url}" for url, size in sorted(self.items(), key=lambda item: -item[1]))


class Meter:
    """Counts what a page asks for. What a service worker fetches by itself is none of it."""

    def __init__(self, page: Page):
        self.page, self.urls, self.sizes = page, {}, {}
        session = page.context.new_cdp_session(page)
        session.send("Network.enable")
        session.on("Network.requestWillBeSent", self._sent)
        session.on("Network.loadingFinished", lambda event: self._done(event, event["encodedDataLength"]))
        session.on("Network.loadingFailed", lambda event: self._done(event, 0))

    def _sent(self, event: dict) -> None:
        if event["request"]["url"].startswith("http"):
            self.urls[event["requestId"]] = event["request"]["url"]

    def _done(self, event: dict, size: float) -> None:
        self.sizes[event["requestId"]] = int(size)

    def during(self, action: Callable[[Page], object]) -> Transfer:
        """What an action makes the page transfer, until the page is ready and nothing is on its way."""
        self.urls.clear()
        self.sizes.clear()
        action(self.page)
        wait_until_ready(self.page)
        while self.urls.keys() - self.sizes.keys():
            self.page.wait_for_timeout(50)
        return Transfer({url: self.sizes[request] for request, url in self.urls.items()})


def next_page(page: Page) -> None:
    """Go on by the link to the next page, at its foot."""
    address = page.url
    page.locator("a.md-footer__link--next").dispatch_event("click")
    wait_until(page, "(address) => location.href !== address && document.readyState === 'complete'", address)
