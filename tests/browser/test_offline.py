"""The service worker: the site without its server, and one version at a time while new ones are published."""

import base64
import hashlib
import os
import re
import shutil
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page

from tests.browser.test_search import search
from tests.browser.waiting import wait_until
from tests.host import Host

MARKS = {".html": "\n<!-- edition {} -->", ".css": "\n/* edition {} */", ".js": "\n// edition {}"}
WORKER = "service-worker.js"
INSTALL = """async ([root, version]) => {
  const { serviceWorker } = navigator;
  const kept = await serviceWorker.getRegistration() ?? await serviceWorker.register(`${root}service-worker.js`);
  // Twice: the first may join what the browser had begun, before the publication, on its own.
  for (let k = 0; k < 2; k++) {
    await kept.update().catch(() => {});
    while (kept.installing || kept.waiting || kept.active?.state === "activating") {
      await new Promise((done) => setTimeout(done, 50));
    }
  }
  return await caches.match(`${root}?version=${version}`) !== undefined;
}"""
EDITIONS = """async ([root, names]) => Promise.all(names.map(async (name) => {
  const answer = await fetch(root + name);
  return answer.ok ? (await answer.text()).match(/edition (\\d+)/)?.[1] ?? name : `${name}: ${answer.status}`;
}))"""


def listed(folder: Path) -> dict[str, str]:
    """What a published worker keeps: paths from the root of the site, and hashes."""
    return dict(re.findall(r'"([^"]*)": ?"([\w+/]{43}=)"', (folder / WORKER).read_text("utf-8")))


@pytest.fixture(scope="module")
def host(site):
    """A static host. Its port stands in the sitemap of each edition."""
    host = Host(site.folder)
    host.start()
    yield host
    host.stop()


@pytest.fixture(scope="module")
def editions(site, host, tmp_path_factory):
    """Editions of the site by their number, made once each; each file says which one it belongs to."""
    folder = tmp_path_factory.mktemp("editions")

    @cache
    def edition(number: int) -> Path:
        target = folder / str(number)
        shutil.copytree(site.folder, target, copy_function=os.link)
        (target / "_headers").unlink()  # as on GitHub Pages: the browser's own cache lies in the way
        worker = (target / WORKER).read_text("utf-8")
        for path, old in listed(site.folder).items():
            file = target / (f"{path}index.html" if path.endswith("/") or not path else path)
            body = file.read_bytes() + MARKS.get(file.suffix, "").format(number).encode()
            if path == "sitemap.xml":
                body = body.replace(site.address.encode(), host.address.encode())
            file.unlink()
            file.write_bytes(body)
            worker = worker.replace(old, base64.b64encode(hashlib.sha256(body).digest()).decode())
        (target / WORKER).unlink()
        (target / WORKER).write_text(re.sub(r'VERSION ?= ?"\w+"', f'VERSION="{number}"', worker), "utf-8")
        return target

    return edition


@dataclass
class Reader:
    context: BrowserContext
    host: Host
    problems: list[str]

    def open(self, path: str) -> Page:
        """Open a page in a new tab."""
        page = self.context.new_page()
        page.on("console", lambda message: self.problems.append(f"console {message.type}: {message.text}"))
        page.on("pageerror", lambda error: self.problems.append(f"error: {error}"))
        page.goto(self.host.address + path)
        return page

    def install(self, page: Page) -> bool:
        """Let the published worker be fetched and take over, if it can. Returns whether it did."""
        return page.evaluate(INSTALL, [self.host.prefix, self.host.folder.name])


@pytest.fixture
def reader(browser, host, editions):
    """A new reader; published is the first edition."""
    host.folder = editions(1)
    host.broken.clear()
    if not host.server:
        host.start()
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    yield Reader(context, host, [])
    context.close()


def edition_of(page: Page) -> set[str]:
    """The editions of the page that is open, which stands at its end, and of its style sheets and scripts."""
    page.wait_for_load_state("load")
    loaded = "[...document.querySelectorAll('link[rel=stylesheet], script[src]')]"
    names = page.evaluate(f"{loaded}.map((e) => new URL(e.href ?? e.src).pathname)")
    end = "[...document.childNodes, ...document.body.childNodes].map((n) => n.data?.match(/edition (\\d)/)?.[1])"
    return {page.evaluate(f"{end}.filter(Boolean).join()"), *page.evaluate(EDITIONS, ["", names])}


def click(page: Page, path: str) -> None:
    """Follow a link of the navigation."""
    title = page.evaluate("document.querySelector('h1').textContent")
    links = "[...document.querySelectorAll('.md-nav a')]"
    page.evaluate(f"(path) => {links}.find((link) => link.href.endsWith(path)).click()", path)
    wait_until(page, "(title) => (document.querySelector('h1')?.textContent ?? title) !== title", title)
    page.wait_for_load_state("load")


def test_without_the_server_the_whole_site_is_there(host, reader, site):
    page = reader.open("idea/")
    assert reader.install(page)
    host.stop()
    host.asked.clear()
    reader.context.new_cdp_session(page).send("Network.clearBrowserCache")  # which holds the same for a while
    page.goto(host.address + "idea/descent/?walk.rate=0.9&walk.steps=4")
    wait_until(page, "document.querySelectorAll('descent-explorer tbody tr').length > 3")
    assert page.get_by_label("Rate η", exact=True).first.input_value() == "0.9"
    page.evaluate("for (const image of document.images) image.loading = 'eager'")
    wait_until(page, "[...document.images].every((i) => i.complete && (i.naturalWidth || !i.offsetParent))")
    loaded = "document.fonts.ready.then((all) => [...all].filter((font) => font.status === 'loaded').length)"
    assert page.evaluate(loaded) >= 2
    page.locator(".search-button").click()
    found = {each["url"] for each in search(page, "backpropagation")}
    assert any(url.partition("#")[0].endswith("/networks/backpropagation/") for url in found)
    page.keyboard.press("Escape")
    click(page, "idea/learning-rate/")
    wait_until(page, "customElements.get('rate-explorer') && document.querySelector('rate-explorer table')")
    names = [each.name.removesuffix("index.html") for each in site.content]
    assert set(page.evaluate(EDITIONS, [host.prefix, names])) == {"1"}
    page.goto(host.address + "labs/own-data")
    assert page.url == host.address + "labs/own-data/"
    answer = page.goto(host.address + "nowhere/at/all/")
    assert (answer.status, page.locator("h1").text_content()) == (404, "This page is not on the map")
    assert host.asked == []
    assert [each for each in reader.problems if "404" not in each] == []


def test_two_editions_and_never_a_mix(host, reader, editions):
    """Tabs that are open stay with theirs; a page that is loaded, and the next link followed, gets the newest."""
    reading = reader.open("idea/")
    assert reader.install(reading)
    reading.goto(host.address + "idea/descent/")
    idle = reader.open("networks/")
    host.folder = editions(2)
    assert reader.install(idle)
    new = reader.open("idea/slope/")
    assert [edition_of(page) for page in (reading, idle, new)] == [{"1"}, {"1"}, {"2"}]
    click(reading, "idea/learning-rate/")
    assert [edition_of(page) for page in (reading, idle)] == [{"2"}, {"1"}]
    click(new, "idea/descent/")
    assert edition_of(new) == {"2"}
    assert reader.problems == []


@pytest.mark.all
def test_half_a_publication_is_never_kept(host, reader, editions):
    page = reader.open("idea/descent/")
    assert reader.install(page)
    host.folder = editions(2)
    for answer in ((500, "Internal error"), (200, "<h1>Log in to this network</h1>")):
        host.broken["data/batches/"] = answer
        assert not reader.install(page)
        page.reload()
        assert edition_of(page) == {"1"}
    host.broken.clear()
    host.asked.clear()
    assert reader.install(page)
    assert len(host.asked) < 30, "what had been fetched was not kept for the next attempt"
    page.reload()
    assert edition_of(page) == {"2"}


@pytest.mark.all
def test_a_page_from_before_the_worker_and_one_of_a_worker_that_was_ended(host, reader, editions, browser):
    """The first registers the worker by itself, and its next link is a load; the other stays with its edition."""
    page = reader.open("idea/")
    page.evaluate("navigator.serviceWorker.ready")
    host.folder = editions(2)
    assert reader.install(page)
    click(page, "idea/descent/")
    assert edition_of(page) == {"2"}
    host.folder = editions(3)
    assert reader.install(page)
    session = browser.new_browser_cdp_session()
    for target in session.send("Target.getTargets")["targetInfos"]:
        if target["type"] == "service_worker":
            session.send("Target.closeTarget", {"targetId": target["targetId"]})
    assert edition_of(page) == {"2"}
    page.reload()
    assert edition_of(page) == {"3"}


@pytest.mark.all
def test_what_no_page_needs_is_dropped_and_a_full_disk_keeps_little(host, reader, editions):
    page = reader.open("idea/")
    session, origin = reader.context.new_cdp_session(page), host.address.removesuffix(host.prefix)
    session.send("Storage.overrideQuotaForOrigin", {"origin": origin, "quotaSize": 2_000_000})
    assert not reader.install(page)
    assert session.send("Storage.getUsageAndQuota", {"origin": origin})["usage"] < 1_000_000
    session.send("Storage.overrideQuotaForOrigin", {"origin": origin})
    for number in (1, 2, 3):
        host.folder = editions(number)
        assert reader.install(page)
        page.reload()
    keys = "caches.keys().then(([name]) => caches.open(name)).then((cache) => cache.keys())"
    kept = page.evaluate(f"{keys}.then((all) => all.map((each) => new URL(each.url).searchParams.get('file')))")
    assert {each for each in kept if each} == {*listed(editions(2)).values(), *listed(editions(3)).values()}
