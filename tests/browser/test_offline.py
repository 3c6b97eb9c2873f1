"""The service worker: the site without its server, and one version at a time while new ones are published."""

import http.server
import json
import os
import re
import shutil
import threading
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page

from scripts.publish import offline
from scripts.publish.built import Built
from scripts.model.files import write

PREFIX = "/fall-line/"
MARKS = {  # where a file of each kind says which edition it is from
    ".html": "\n<!-- edition {} -->",
    ".css": "\n/* edition {} */",
    ".js": "\n// edition {}",
    ".svg": "<!-- edition {} -->",
    ".json": " ",
}
WORKER = f"{PREFIX}service-worker.js"


class _Handler(http.server.SimpleHTTPRequestHandler):
    """A folder that can be exchanged, below a prefix; some answers can be broken."""

    def __init__(self, host, *arguments):
        self.host = host
        super().__init__(*arguments, directory=str(host.folder))

    def do_GET(self):
        del self.headers["If-Modified-Since"]  # an edition's files are no older than those of the one before
        place = urlsplit(self.path).path
        self.host.asked.append(place.removeprefix(PREFIX))
        broken = self.host.broken.get(place.removeprefix(PREFIX))
        if broken is None:
            super().do_GET()
            return
        status, text = broken
        self.send_response(status)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(text.encode())

    def translate_path(self, path):
        inside = path.startswith(PREFIX)
        return super().translate_path("/" + path.removeprefix(PREFIX) if inside else "/nowhere")

    def end_headers(self):
        self.send_header("Cache-Control", "max-age=600")  # as static hosts do: the browser's own cache lies in the way
        super().end_headers()

    def log_message(self, *arguments):
        pass


@dataclass
class Host:
    """A static host: publishes a folder, can be stopped and started, remembers what it was asked for."""

    folder: Path | None = None
    port: int = 0
    asked: list[str] = field(default_factory=list)
    broken: dict[str, tuple[int, str]] = field(default_factory=dict)
    server: http.server.ThreadingHTTPServer | None = None

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}{PREFIX}"

    def start(self) -> None:
        self.server = http.server.ThreadingHTTPServer(
            ("127.0.0.1", self.port), lambda *arguments: _Handler(self, *arguments)
        )
        self.port = self.server.server_address[1]
        self.thread = threading.Thread(target=self.server.serve_forever, daemon=True)
        self.thread.start()

    def stop(self) -> None:
        if self.server:
            self.server.shutdown()
            self.server.server_close()
            self.thread.join()
            self.server = None


@pytest.fixture(scope="module")
def port():
    """A port of this module's own: it stands in the sitemap, by which the theme knows its pages."""
    with http.server.HTTPServer(("127.0.0.1", 0), http.server.BaseHTTPRequestHandler) as free:
        return free.server_address[1]


@pytest.fixture(scope="module")
def editions(site, port, tmp_path_factory):
    """Editions of the site by their number, made once each; each file says which one it belongs to."""
    folder = tmp_path_factory.mktemp("editions")

    def edition(number: int, alter=lambda files: None, name: str = "") -> Path:
        """An edition. `alter` may change its texts, by name, before the worker is written."""
        target = folder / f"{number}{name}"
        if not target.exists():
            shutil.copytree(site.folder, target, copy_function=os.link)
            texts = {}
            for file in target.rglob("*"):
                if mark := MARKS.get(file.suffix):
                    texts[file.relative_to(target).as_posix()] = file.read_text("utf-8") + mark.format(number)
            index = json.loads(texts["search/search_index.json"])
            texts["search/search_index.json"] = json.dumps(index | {"edition": number})
            sitemap = (target / "sitemap.xml").read_text("utf-8")
            texts["sitemap.xml"] = sitemap.replace(urlsplit(site.address).netloc, f"127.0.0.1:{port}")
            alter(texts)
            write({target / name: text for name, text in texts.items()})
            built = Built(target)
            offline.write_worker(built)
            write({target / name: text for name, text in built.changes.items()})
        return target

    return edition


@pytest.fixture
def host(port):
    host = Host(port=port)
    yield host
    host.stop()


@dataclass
class Reader:
    """A browser of its own, with the tabs opened in it, and what went wrong in them."""

    context: object
    host: Host
    problems: list[str] = field(default_factory=list)

    def open(self, path: str = "") -> Page:
        page = self.context.new_page()
        page.on("console", lambda message: self.problems.append(f"console {message.type}: {message.text}"))
        page.on("pageerror", lambda error: self.problems.append(f"error: {error}"))
        page.goto(self.host.address + path)
        return page

    def install(self, page: Page) -> bool:
        """Let the published worker be fetched and take over, if it can. Returns whether it did."""
        published = (self.host.folder / "service-worker.js").read_text("utf-8")
        version = re.search(r'VERSION="(\w+)"', published)
        return page.evaluate(
            """async ([address, list]) => {
              const { serviceWorker } = navigator;
              const kept = await serviceWorker.getRegistration() ?? await serviceWorker.register(address);
              // Twice: the first may join what the browser had begun, before the publication, on its own.
              for (let k = 0; k < 2; k++) {
                await kept.update().catch(() => {});
                while (kept.installing || kept.waiting || kept.active?.state === "activating") {
                  await new Promise((done) => setTimeout(done, 50));
                }
              }
              return !list || await caches.match(list) !== undefined;
            }""",
            [WORKER, version and f"{PREFIX}?version={version[1]}"],
        )


@pytest.fixture
def reader(browser, host):
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    yield Reader(context, host)
    context.close()


def parts(page: Page, names: list[str]) -> set[str]:
    """The editions of files of the site, as a page gets them."""
    return set(
        page.evaluate(
            """async ([root, names]) => Promise.all(names.map(async (name) => {
              const answer = await fetch(root + name);
              if (!answer.ok) return `${name}: ${answer.status}`;
              return (await answer.text()).match(/edition"?:? (\\d+)/)?.[1] ?? name;
            }))""",
            [PREFIX, names],
        )
    )


def shown(folder: Path) -> list[str]:
    """The files that say their edition, but for pages: what a page gets by script is the next test's matter."""
    return [name for name in offline.kept(Built(folder)).values() if Path(name).suffix in MARKS.keys() - {".html"}]


def hashes(folder: Path) -> set[str]:
    """The hashes in the list of a published worker."""
    return set(re.findall(r'"([\w+/]{43}=)"', (folder / "service-worker.js").read_text("utf-8")))


def edition_of(page: Page) -> str:
    """The edition of the page that is open. It stands at its end."""
    page.wait_for_load_state("load")
    return page.evaluate(
        "[...document.childNodes, ...document.body.childNodes].map((n) => n.data?.match(/edition (\\d)/)?.[1])"
        ".filter(Boolean).join()"
    )


def click(page: Page, path: str) -> None:
    """Follow a link of the navigation, as the theme does it."""
    page.locator(f".md-nav--primary a[href$='{path}']").first.click()
    page.wait_for_url(f"**/{path}")


def test_without_the_server_the_whole_site_is_there(host, reader, editions, site):
    host.folder = editions(1)
    host.start()
    page = reader.open()
    assert reader.install(page)
    host.stop()
    page.close()
    host.asked.clear()

    page = reader.open("idea/descent/?walk.rate=0.9&walk.steps=4")
    page.wait_for_function("document.querySelectorAll('descent-explorer tbody tr').length > 3")
    assert page.get_by_label("Rate η", exact=True).first.input_value() == "0.9"
    fonts = "document.fonts.ready.then(() => [...document.fonts].filter((f) => f.status === 'loaded').length)"
    assert page.evaluate(fonts) >= 2
    page.evaluate("for (const image of document.images) image.loading = 'eager'")
    page.wait_for_function("[...document.images].every((i) => i.complete && (i.naturalWidth || !i.offsetParent))")

    page.evaluate("window.here = true")
    click(page, "idea/learning-rate/")
    page.wait_for_function("customElements.get('rate-explorer') && document.querySelector('rate-explorer table')")
    assert page.evaluate("window.here"), "the page was reloaded"

    page.keyboard.press("/")
    page.keyboard.type("backpropagation", delay=10)
    page.locator(".md-search-result__link").first.wait_for()
    page.keyboard.press("Enter")
    page.wait_for_url("**?h=backpropagation**")
    page.locator("article mark").first.wait_for(state="attached")

    assert parts(page, [each.name.removesuffix("index.html") for each in site.content]) == {"1"}
    page.goto(host.address + "idea/slope/index.html")
    assert page.locator("h1").count() == 1
    page.goto(host.address + "labs/own-data")
    assert page.url == host.address + "labs/own-data/"
    answer = page.goto(host.address + "nowhere/at/all/")
    assert (answer.status, page.locator("h1").text_content()) == (404, "This page is not on the map")
    page.locator(".lost a", has_text="home page").click()
    page.wait_for_url(host.address)
    assert host.asked == []
    assert [each for each in reader.problems if "404" not in each] == []


def test_a_page_registers_the_worker_by_itself_once_it_is_idle(host, reader, editions):
    host.folder = editions(1)
    host.start()
    page = reader.open("idea/")
    assert not [name for name in host.asked if name == "service-worker.js"]
    page.evaluate("navigator.serviceWorker.ready")
    assert "service-worker.js" in host.asked
    assert reader.problems == []


def test_a_reader_who_saves_data_gets_no_worker(host, reader, editions):
    host.folder = editions(1)
    host.start()
    reader.context.add_init_script("Object.defineProperty(navigator, 'connection', { value: { saveData: true } })")
    reader.context.add_init_script(
        "const late = setTimeout; window.setTimeout = (run, wait) => late(run, wait === 5000 ? 0 : wait)"
    )
    page = reader.open("idea/")
    page.wait_for_timeout(500)
    assert page.evaluate("navigator.serviceWorker.getRegistration()") is None


def test_two_editions_and_never_a_mix(host, reader, editions):
    """Tabs that are open stay with theirs; a page that is loaded, and the next link followed, gets the newest."""
    first, second = editions(1), editions(2)
    host.folder = first
    host.start()
    page = reader.open("idea/")
    assert reader.install(page)
    page.goto(host.address + "idea/descent/")
    reading, waiting, idle = page, reader.open("data/"), reader.open("networks/")
    host.folder = second
    assert reader.install(idle)
    names = shown(second)
    assert len(names) > 150
    for old in (reading, waiting, idle):
        assert edition_of(old) == "1"
        assert parts(old, names) == {"1"}
    new = reader.open("idea/slope/")
    assert edition_of(new) == "2"
    assert parts(new, names) == {"2"}
    assert parts(reading, names) == {"1"}

    reading.evaluate("window.here = true")
    click(reading, "idea/learning-rate/")
    reading.wait_for_function("!window.here")
    assert edition_of(reading) == "2"
    assert parts(reading, names) == {"2"}
    waiting.reload()
    assert edition_of(waiting) == "2"
    assert parts(waiting, names) == {"2"}
    assert parts(idle, names) == {"1"}

    new.evaluate("window.here = true")
    click(new, "idea/descent/")
    new.locator("article h1", has_text="Gradient descent").wait_for()
    assert new.evaluate("window.here"), "a page of the newest edition was reloaded"
    assert reader.problems == []


def test_a_worker_that_was_ended_still_knows_which_page_has_which_edition(host, reader, editions, browser):
    host.folder = editions(1)
    host.start()
    page = reader.open("idea/")
    assert reader.install(page)
    page.goto(host.address + "idea/descent/")
    host.folder = editions(2)
    assert reader.install(page)
    session = browser.new_browser_cdp_session()
    ended = [
        target for target in session.send("Target.getTargets")["targetInfos"] if target["type"] == "service_worker"
    ]
    assert ended
    for target in ended:
        session.send("Target.closeTarget", {"targetId": target["targetId"]})
    assert parts(page, shown(host.folder)) == {"1"}
    assert reader.problems == []


def test_only_what_changed_is_fetched_and_what_no_page_needs_is_dropped(host, reader, editions):
    def correct(texts):
        texts["idea/slope/index.html"] = texts["idea/slope/index.html"].replace("<h1", "<h1 data-corrected", 1)

    first, second, third = editions(1), editions(2), editions(1, correct, "-corrected")
    host.folder = first
    host.start()
    page = reader.open("idea/")
    assert reader.install(page)
    files = set(offline.kept(Built(first)))
    assert {name for name in host.asked if name in files} == files
    assert not [name for name in host.asked if name.endswith((".ipynb", ".map", ".gz", ".zip"))]
    page.goto(host.address + "idea/slope/")
    host.folder = second
    assert reader.install(page)
    page.reload()
    host.folder = third
    host.asked.clear()
    assert reader.install(page)  # the first edition is still here, but now no page needs it
    assert [name for name in host.asked if name != "service-worker.js"] == ["idea/slope/"]
    kept = page.evaluate(
        "caches.keys().then(([name]) => caches.open(name)).then((cache) => cache.keys())"
        ".then((all) => all.map(({ url }) => new URL(url).searchParams.get('file')).filter(Boolean))"
    )
    assert set(kept) == hashes(second) | hashes(third)
    page.goto(host.address + "idea/slope/")
    assert page.locator("h1[data-corrected]").count() == 1


@pytest.mark.parametrize(
    "answer", [(500, "Internal error"), (200, "<h1>Log in to this network</h1>"), (404, "Not yet there")]
)
def test_half_a_publication_is_never_kept(host, reader, editions, answer):
    host.folder = editions(1)
    host.start()
    page = reader.open("idea/descent/")
    assert reader.install(page)
    page.reload()
    host.folder = editions(2)
    host.broken["figures/home_map.svg"] = answer
    assert not reader.install(page)
    assert edition_of(page) == "1"
    page.reload()
    assert edition_of(page) == "1"
    assert parts(page, shown(host.folder)) == {"1"}
    host.broken.clear()
    host.asked.clear()
    assert reader.install(page)
    assert len(host.asked) < 200, "what had been fetched was not kept for the next attempt"
    page.reload()
    assert edition_of(page) == "2"
    assert parts(page, shown(host.folder)) == {"2"}


def test_a_half_published_first_edition_leaves_the_site_to_the_network(host, reader, editions):
    host.folder = editions(1)
    host.broken["figures/home_map.svg"] = (500, "")
    host.start()
    page = reader.open("idea/descent/")
    assert not reader.install(page)
    page.reload()
    assert edition_of(page) == "1"
    assert page.evaluate("navigator.serviceWorker.controller") is None


def test_a_page_from_before_the_worker_goes_on_without_a_mix(host, reader, editions):
    """It came from the network and stays with it; its next link is a load, and offline it gets what is kept."""
    host.folder = editions(1)
    host.start()
    page = reader.open("idea/")
    host.folder = editions(2)
    assert reader.install(page)
    page.evaluate("window.here = true")
    click(page, "idea/descent/")
    page.wait_for_function("!window.here")
    assert edition_of(page) == "2"
    assert parts(page, shown(host.folder)) == {"2"}
    assert reader.problems == []

    other = reader.context.browser.new_context()
    page = other.new_page()
    page.goto(host.address + "idea/")
    assert reader.install(page)
    host.stop()
    assert parts(page, shown(host.folder)) == {"2"}
    click(page, "idea/descent/")
    page.wait_for_function("customElements.get('descent-explorer') && document.querySelector('.ex-table')")
    other.close()


def test_what_the_browser_dropped_is_fetched_again_if_it_is_the_same(host, reader, editions):
    host.folder = editions(1)
    host.start()
    page = reader.open("idea/")
    assert reader.install(page)
    page.goto(host.address + "idea/descent/")
    empty = """async (kind) => {
      const [name] = await caches.keys();
      const cache = await caches.open(name);
      for (const request of await cache.keys()) if (request.url.includes(`?${kind}=`)) await cache.delete(request);
    }"""
    page.evaluate(empty, "file")
    names = shown(host.folder)
    assert parts(page, names) == {"1"}
    host.stop()
    assert parts(page, names) == {"1"}
    host.start()

    page.evaluate(empty, "file")
    host.folder = editions(2)
    assert (
        page.evaluate("(name) => fetch(name).then(() => 'a mix', (error) => error.name)", PREFIX + names[0])
        == "TypeError"
    )
    reader.problems.clear()
    page.goto(host.address + "idea/descent/")
    assert edition_of(page) == "2"
    assert parts(page, names) == {"2"}


def test_downloads_are_the_networks(host, reader, editions):
    host.folder = editions(1)
    host.start()
    page = reader.open("idea/descent/")
    assert reader.install(page)
    page.reload()
    host.asked.clear()
    answers = page.evaluate(
        "(names) => Promise.all(names.map((name) => fetch(name).then((answer) => answer.status)))",
        ["../descent.ipynb", "../../datasets/penguins.csv", "../../datasets/digits.csv.gz"],
    )
    assert answers == [200, 200, 200]
    assert sorted(host.asked) == ["datasets/digits.csv.gz", "datasets/penguins.csv", "idea/descent.ipynb"]


def test_a_full_disk_leaves_the_site_to_the_network_and_little_behind(host, reader, editions, browser):
    host.folder = editions(1)
    host.start()
    page = reader.open("idea/descent/")
    session = reader.context.new_cdp_session(page)
    origin = host.address.split(PREFIX)[0]
    session.send("Storage.overrideQuotaForOrigin", {"origin": origin, "quotaSize": 2_000_000})
    assert not reader.install(page)
    usage = session.send("Storage.getUsageAndQuota", {"origin": origin})["usage"]
    assert usage < 1_000_000
    page.reload()
    assert edition_of(page) == "1"
    session.send("Storage.overrideQuotaForOrigin", {"origin": origin})
    assert reader.install(page)


def test_the_worker_of_the_preview_takes_everything_back(host, reader, editions, tmp_path):
    host.folder = editions(1)
    host.start()
    page = reader.open("idea/descent/")
    assert reader.install(page)
    bare = tmp_path / "bare"
    shutil.copytree(editions(2), bare, copy_function=os.link)
    (bare / "service-worker.js").unlink()
    shutil.copy(Path(offline.__file__).parent.parent / "docs/service-worker.js", bare)
    host.folder = bare
    assert reader.install(page)
    emptied = """async () => {
      for (let k = 0; k < 600 && (await caches.keys()).length; k++) await new Promise((done) => setTimeout(done, 50));
      return caches.keys();
    }"""
    assert page.evaluate(emptied) == []
    page.goto(host.address + "idea/descent/?past-the-browsers-own-cache")
    assert edition_of(page) == "2"
    assert page.evaluate("caches.keys()") == []


def test_the_site_can_be_installed(host, reader, editions):
    host.folder = editions(1)
    host.start()
    page = reader.open("idea/descent/")
    session = reader.context.new_cdp_session(page)
    manifest = session.send("Page.getAppManifest")
    assert manifest["errors"] == []
    assert manifest["url"] == host.address + "manifest.webmanifest"
    assert json.loads(manifest["data"])["start_url"] == "./"
    errors = {error["errorId"] for error in session.send("Page.getInstallabilityErrors")["installabilityErrors"]}
    assert errors <= {"in-incognito"}  # which a context of the tests is
    for icon in json.loads(manifest["data"])["icons"]:
        size = page.evaluate(
            """async (src) => {
              const image = new Image();
              image.src = src;
              await image.decode();
              return `${image.naturalWidth}x${image.naturalHeight}`;
            }""",
            host.address + icon["src"],
        )
        assert icon["sizes"] in (size, "any")


def test_the_bar_of_the_browser_has_the_colour_of_the_theme(host, reader, editions):
    host.folder = editions(1)
    host.start()
    for scheme, colour in (("light", "#fbf8f1"), ("dark", "#111827")):
        page = reader.open("idea/")
        page.emulate_media(color_scheme=scheme)
        colours = "[...document.querySelectorAll('head > meta[name=theme-color]')].map((meta) => meta.content).join()"
        page.wait_for_function(f"{colours} === '{colour}'")
        text = re.search(r"<noscript>(.*?)</noscript>", (host.folder / "idea/index.html").read_text("utf-8"), re.S)[1]
        assert f'media="(prefers-color-scheme: {scheme})" content="{colour}"' in text
