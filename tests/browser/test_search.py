"""The search: what it finds and where results lead, by keyboard, on a phone, without a network and without an index."""

import functools
import http.server
import re
import threading
from pathlib import Path
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from bs4 import BeautifulSoup
from playwright.sync_api import expect

LINKS = ".search-results a"


def search(page, words: str) -> list[dict[str, str]]:
    """Type words into the open dialog. Returns the results: address, title, and what is marked in the excerpt."""
    page.locator(".search input").fill("")
    expect(page.locator(".search-status")).to_be_empty()
    page.locator(".search input").press_sequentially(words)
    expect(page.locator(".search-status")).to_have_text(re.compile("pages? found"))
    return page.locator(LINKS).evaluate_all(
        """(links) => links.map((link) => ({
          url: link.href,
          title: link.querySelector("b").textContent,
          marked: [...link.querySelectorAll("mark")].map((mark) => mark.textContent).join(" "),
        }))"""
    )


@functools.cache
def sections(file: Path) -> dict[str, str]:
    """The text of a built page by the anchor of the heading above it."""
    found, here = {"": ""}, ""
    for element in BeautifulSoup(file.read_text("utf-8"), "lxml").article.descendants:
        if element.name in ("h1", "h2", "h3", "h4"):
            here = element["id"]
            found[here] = ""
        elif isinstance(element, str):
            found[here] += element
    return found


def text_at(site, url: str) -> str:
    """The text that an address leads to: a section, or without an anchor the page."""
    place = urlsplit(url)
    found = sections(site.folder / place.path.removeprefix(urlsplit(site.address).path) / "index.html")
    return found[place.fragment] if place.fragment else "".join(found.values())


def test_from_the_keyboard_to_a_heading(visit, site):
    page = visit("idea/loss/").page
    loaded = page.evaluate("performance.getEntriesByType('resource').map(({ name }) => name)")
    assert not [url for url in loaded if re.search("pagefind|search|worker", url)]
    page.locator(".answer-form input[type=text]").first.press("/")
    assert page.locator("dialog").count() == 0, "a key for a field opened the search"
    page.locator(".search-button").focus()
    page.keyboard.press("/")
    expect(page.locator(".search input")).to_be_focused()

    results = search(page, "learning rate")
    assert results[0]["title"] == "How big a step"
    for result in results:
        found = text_at(site, result["url"]).lower()
        assert "rate" in found or "learn" in found, result
        assert all(re.search("learn|rate", word, re.I) for word in result["marked"].split()), result
    assert any("#" in result["url"] and "rate" in result["marked"] for result in results)
    assert search(page, "zzzz") == []

    results = search(page, "backpropagation")
    page.evaluate("window.here = true")
    for key in ("ArrowDown", "ArrowDown", "ArrowDown", "ArrowUp"):
        page.keyboard.press(key)
    expect(page.locator(LINKS).nth(1)).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url(results[1]["url"])
    assert page.evaluate("window.here"), "the page was reloaded"
    expect(page.locator("dialog")).not_to_be_visible()

    page.locator(".search-button").click()
    expect(page.locator(".search input")).to_have_value("backpropagation")
    page.keyboard.press("Escape")
    expect(page.locator(".search-button")).to_be_focused()
    page.keyboard.press("s")
    expect(page.locator("dialog")).to_be_visible()


def test_numbers_are_found_as_written(visit, site):
    page = visit("idea/").page
    page.locator(".search-button").click()
    cases = {  # what is typed: the page where it must be found, what each section shows, what none of them marks
        "1,437": ("networks/digits/", r"1,?437", ""),
        "2.017": ("idea/descent/", r"2\.017", "2017"),
        "2017": ("reference/bibliography/", r"2017", "2.017"),
        "−24": ("idea/from-data/", r"[−-]24", " 24"),
        "-24": ("idea/from-data/", r"[−-]24", " 24"),
        "7.5": ("idea/loss/", r"7\.5", " 75 "),
    }
    for typed, (path, shown, other) in cases.items():
        results = search(page, typed)
        assert site.address + path in {result["url"].partition("#")[0] for result in results}, typed
        for result in results:
            assert re.search(shown, text_at(site, result["url"])), (typed, result)
            assert not other or other not in f" {result['marked']} ", (typed, result)


def test_the_dialog_fits_and_is_accessible(visit):
    for scheme in ("light", "dark"):
        for width in ("phone", "wide"):
            page = visit("idea/loss/", scheme=scheme, width=width).page
            page.locator(".search-button").click()
            assert len(search(page, "gradient")) > 10
            assert page.locator(".search-results").evaluate("(list) => list.scrollWidth <= list.clientWidth")
            if width == "phone":
                assert page.locator("dialog").bounding_box() == {"x": 0, "y": 0, "width": 390, "height": 900}
            assert Axe().run(page).response["violations"] == [], (scheme, width)


def test_without_a_network_and_without_an_index(site, browser):
    handler = functools.partial(http.server.SimpleHTTPRequestHandler, directory=str(site.folder))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    address = f"http://127.0.0.1:{server.server_port}/"
    page = browser.new_page()
    page.goto(address + "idea/loss/")
    page.route("**/pagefind/*", lambda route: route.abort())
    page.locator(".search-button").click()
    expect(page.locator(".search-status")).to_contain_text("make site")
    page.unroute_all()

    page.evaluate(
        "url => navigator.serviceWorker.register(url).then(() => navigator.serviceWorker.ready)",
        address + "service-worker.js",
    )
    page.goto(address + "idea/descent/")
    server.shutdown()
    server.server_close()
    page.reload()
    page.locator(".search-button").click()
    assert address + "networks/backpropagation/" in {result["url"] for result in search(page, "backpropagation")}
    page.close()
