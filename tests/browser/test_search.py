"""The search: what it finds and where results lead, by keyboard, on a phone and without an index."""

import re
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from bs4 import BeautifulSoup
from playwright.sync_api import expect

from tests.browser.waiting import wait_until_ready

LINKS = ".search-results a"
RESULTS = """(links) => links.map((link) => ({ url: link.href, title: link.querySelector("b").textContent,
  marked: [...link.querySelectorAll("mark")].map((mark) => mark.textContent) }))"""
expect.set_options(timeout=30_000)  # a busy machine takes its time


def search(page, words: str) -> list[dict]:
    """Type words into the open dialog. Returns the results: address, title, and the words marked in the excerpt."""
    page.locator(".search input").fill("")
    expect(page.locator(".search-status")).to_be_empty()
    page.locator(".search input").press_sequentially(words)
    expect(page.locator(".search-status")).to_have_text(re.compile("pages? found"))
    return page.locator(LINKS).evaluate_all(RESULTS)


def text_at(site, url: str) -> str:
    """The text that an address leads to: of a section up to the next heading, or without an anchor of the page."""
    place = urlsplit(url)
    html = (site.folder / place.path.removeprefix(urlsplit(site.address).path) / "index.html").read_text("utf-8")
    if place.fragment:
        html = re.split(r"<h\d id=", html.partition(f' id="{place.fragment}"')[2])[0]
    return BeautifulSoup(html, "lxml").get_text()


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
    assert "How big a step" in [result["title"] for result in results]
    for result in results:
        assert re.search("learn|rate", text_at(site, result["url"]), re.I), result
        assert all(re.search("learn|rate", word, re.I) for word in result["marked"]), result
    assert any("#" in result["url"] and "rate" in result["marked"] for result in results)
    assert search(page, "zzzz") == []
    results = search(page, "backpropagation")
    for key in ("ArrowDown", "ArrowDown", "ArrowDown", "ArrowUp"):
        page.keyboard.press(key)
    expect(page.locator(LINKS).nth(1)).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url(results[1]["url"])
    wait_until_ready(page)
    expect(page.locator("dialog:visible")).to_have_count(0)
    page.locator(".search-button").click()
    expect(page.locator(".search input")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator(".search-button")).to_be_focused()


CASES = [  # what is typed, where it must be found, what each result shows, what none marks
    ("1,077", "networks/digits/", r"1,?077", r"10,?770"),
    ("2.017", "idea/descent/", r"2\.017", r"2017"),
    ("2017", "reference/bibliography/", r"2017", r"2\.017"),
    ("−24", "idea/from-data/", r"[−-]24", r"^24"),
    ("-24", "idea/from-data/", r"[−-]24", r"^24"),
    ("9.5", "idea/loss/", r"9\.5", r"^95"),
]


def test_numbers_are_found_as_written(visit, site):
    seen = visit("idea/")
    page = seen.page
    page.locator(".search-button").click()
    for typed, path, shown, other in CASES:
        results = search(page, typed)
        assert seen.address + path in {result["url"].partition("#")[0] for result in results}, typed
        for result in results:
            assert re.search(shown, text_at(site, result["url"])), (typed, result)
            assert not re.search(other, "\n".join(result["marked"]), re.M), (typed, result)


def test_the_dialog_fits_and_is_accessible(visit):
    page = visit("idea/loss/").page
    page.locator(".search-button").click()
    search(page, "gradient")
    for scheme, width in (("light", 390), ("light", 1280), ("dark", 1280), ("dark", 390)):
        page.emulate_media(color_scheme=scheme)
        page.set_viewport_size({"width": width, "height": 800})
        box = page.locator("dialog").bounding_box()
        assert (box["width"], box["height"]) == (390, 800) if width == 390 else box["x"] + box["width"] < 1280
        assert page.locator(".search-results").evaluate("(list) => list.scrollWidth <= list.clientWidth")
        assert Axe().run(page, context=".search").response["violations"] == [], (scheme, width)


def test_without_an_index_it_tells_how_to_make_one(visit):
    seen = visit("idea/loss/")
    seen.page.route("**/pagefind/*", lambda route: route.abort())
    seen.page.locator(".search-button").click()
    expect(seen.page.locator(".search-status")).to_contain_text("make site")
    seen.problems.clear()
