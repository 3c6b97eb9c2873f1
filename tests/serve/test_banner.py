"""The preview in a browser: it shows what has changed, and a banner says what is wrong."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from scripts.publish import chromium

from .conftest import PATIENCE

WALK = "docs/idea/walk.md"
ERROR = f"{WALK}:10: NameError: name 'nothing' is not defined"


@pytest.fixture(scope="module")
def browser(playwright):
    browser = chromium.start(playwright)
    yield browser
    browser.close()


@pytest.fixture(params=[("light", 1280), ("dark", 390)], ids=["light, wide", "dark, phone"])
def look(request):
    """A theme and a width."""
    return request.param


@pytest.fixture
def page(browser, served, look):
    """The lesson in a tab. No console message is allowed."""
    context = browser.new_context(color_scheme=look[0], viewport={"width": look[1], "height": 800})
    page = context.new_page()
    page.set_default_timeout(PATIENCE * 1000)
    said = []
    missing = served.url + "/idea/new/"  # of which the browser says that it is
    page.on("console", lambda message: said.append(message.text) if message.location["url"] != missing else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto(served.url + "/idea/walk/")
    expect(page.get_by_text("w is 1.000")).to_be_visible()
    yield page
    assert said == []
    context.close()


def broken(page: Page, served) -> None:
    served.replace(WALK, "w = 1", "w = nothing")
    expect(page.get_by_role("alert").get_by_text(ERROR)).to_be_visible(timeout=PATIENCE * 1000)


def test_the_banner_comes_and_goes_and_the_page_stays(page, served):
    page.evaluate("window.same = true")
    broken(page, served)
    expect(page.get_by_text("w is 1.000")).to_be_visible()
    assert page.evaluate("window.same"), "the page was loaded again for an error"
    results = Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]})
    assert results.response["violations"] == []
    served.replace(WALK, "w = nothing", "w = 1")
    expect(page.get_by_text(ERROR)).to_have_count(0, timeout=PATIENCE * 1000)


def test_the_banner_covers_nothing_that_has_the_focus(page, served):
    broken(page, served)
    page.keyboard.press("Tab")
    for _ in range(60):
        page.keyboard.press("Tab")
        covered = page.evaluate(
            """() => {
              const banner = document.getElementById("preview-banner");
              const active = document.activeElement;
              if (!active || active === document.body || banner.contains(active)) return "";
              const top = banner.getBoundingClientRect().top;
              const box = active.getBoundingClientRect();
              const shown = box.height && getComputedStyle(active).position !== "fixed";
              return shown && box.top >= top ? active.outerHTML : "";
            }"""
        )
        assert covered == ""
    page.evaluate("scrollTo(0, document.documentElement.scrollHeight)")
    covered = page.evaluate(
        """() => document.getElementById("preview-banner").getBoundingClientRect().top
          < document.querySelector("footer").getBoundingClientRect().bottom - 1"""
    )
    assert not covered, "the end of the page is behind the banner"
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_the_banner_can_be_closed_by_keyboard_and_comes_back_for_another_error(page, served):
    broken(page, served)
    page.get_by_role("button", name="Close").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text(ERROR)).to_have_count(0)
    served.replace(WALK, "w = nothing", "w = other")
    expect(page.get_by_text("name 'other' is not defined")).to_be_visible(timeout=PATIENCE * 1000)


def test_a_page_is_shown_anew_where_it_stands_and_loaded_only_for_what_all_pages_share(page, served):
    asked = []
    page.evaluate("window.same = true")
    page.on("request", lambda request: asked.append(request.url))
    served.replace("docs/idea/plain.md", "6 * 7", "6 * 8")
    served.shows("48", "/idea/plain/")
    served.quiet()
    assert not [url for url in asked if "~preview" not in url], "for another page's change"
    page.evaluate("scrollTo(0, 60)")
    served.replace(WALK, "w = 1", "w = 2")
    expect(page.get_by_text("w is 2.000")).to_be_visible(timeout=PATIENCE * 1000)
    expect(page.get_by_text("The weight is 2.00 now.")).to_be_visible()
    page.wait_for_function("() => [...document.images].some((e) => /line.*v=/.test(e.src) && e.naturalWidth)")
    served.quiet()
    assert page.evaluate("[scrollY, window.same]") == [60, True]
    drawn = {url.partition("?")[0].rpartition("/")[2] for url in asked if ".svg" in url}
    assert drawn <= {"line.svg", "line-dark.svg"}, "a drawing that has not changed"
    served.write("docs/stylesheets/site.css", served.read("docs/stylesheets/site.css") + "\nh1 { opacity: 0.5 }\n")
    faint = "() => [...document.querySelectorAll('h1')].some((title) => getComputedStyle(title).opacity === '0.5')"
    page.wait_for_function(faint)  # also in the midst of being loaded
    assert not page.evaluate("window.same")


def test_a_page_reached_without_loading_is_followed_too(page, served, look):
    """The theme exchanges the page's content when a link is followed."""
    page.evaluate("window.same = true")
    page.evaluate("document.querySelector('a[href*=\"plain\"]').click()")
    expect(page.get_by_role("heading", name="Plain")).to_be_visible()
    assert page.evaluate("window.same")
    page.wait_for_timeout(1500)
    served.replace("docs/idea/plain.md", "6 * 7", "6 * 8")
    expect(page.get_by_text("48", exact=True)).to_be_visible(timeout=PATIENCE * 1000)


def test_a_missing_page_waits_for_its_page(page, served):
    page.goto(served.url + "/idea/new/")
    loads = []
    page.on("load", lambda: loads.append(page.url))
    served.quiet()
    assert loads == []
    served.write("docs/idea/new.md", "# Brand new\n")
    expect(page.get_by_role("heading", name="Brand new")).to_be_visible(timeout=PATIENCE * 1000)
