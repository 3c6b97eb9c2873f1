"""What the site does in a browser: themes, copied code, the live map, print, and life without scripts."""

import re

import pytest

from scripts.model import project
from scripts.model.page import Code
from scripts.model.run import Run
from tests.browser.test_pages import SHIFT
from tests.browser.waiting import wait_until

FIGURE = "[...document.querySelectorAll('figure img')].find((image) => image.offsetParent)"
LET_GO = "(name) => new RegExp(`^From.*${name}`).test(document.querySelector('.live-say').textContent)"


def check_theme(page, scheme: str, paper: str) -> None:
    """The page, its figures and the bar of the browser show a theme."""
    name = {"light": "default", "dark": "slate"}[scheme]
    wait_until(page, "(name) => document.body.dataset.mdColorScheme === name", name)
    assert page.evaluate(f"{FIGURE}.className") == f"{scheme}-only"
    assert paper in page.request.get(page.evaluate(f"{FIGURE}.src")).text()
    ground = re.findall(r"\d+", page.evaluate("getComputedStyle(document.body).backgroundColor"))
    assert "#{:02x}{:02x}{:02x}".format(*map(int, ground[:3])) == paper
    wait_until(page, "(paper) => document.querySelector('head > meta[name=theme-color]').content === paper", paper)


def test_the_theme_follows_the_system_and_is_switched_by_keyboard(visit):
    seen = visit("idea/descent/", "dark")
    page, themes = seen.page, (("light", "#fbf8f1"), ("dark", "#111827"))
    for scheme, paper in reversed(themes):
        page.emulate_media(color_scheme=scheme)
        check_theme(page, scheme, paper)
    page.focus(".theme-button")
    for scheme, paper in themes:
        page.keyboard.press("Enter")
        check_theme(page, scheme, paper)
        assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
        assert page.locator(".theme-button svg:visible").count() == 1
    assert seen.go("").page.evaluate("document.body.dataset.mdColorScheme") == "slate", "the choice is kept"
    page.get_by_role("button", name="Dark, switch to the system's choice").click()
    page.emulate_media(color_scheme="light")
    check_theme(seen.go("idea/descent/").page, *themes[0])


def test_the_meaning_of_a_term_is_shown_beside_it_and_told(visit):
    page = visit("idea/descent/", width="phone").page
    term, meaning = page.locator(".term").first, page.locator("[role=tooltip]")
    words = term.get_attribute("title")
    term.focus()
    assert (meaning.text_content(), term.get_attribute("title")) == (words, "")
    assert page.locator(f"#{term.get_attribute('aria-describedby')}").text_content() == words
    box, link = meaning.bounding_box(), term.bounding_box()
    assert 0 <= box["x"] <= 390 - box["width"]
    assert 0 < box["y"] - link["y"] - link["height"] < 10
    page.keyboard.press("Escape")
    assert (meaning.count(), term.get_attribute("title"), term.get_attribute("aria-describedby")) == (0, words, None)
    page.locator(".term").nth(1).hover()
    assert meaning.text_content() != words
    page.mouse.move(1, 1)
    assert meaning.count() == 0


def test_code_is_copied_without_its_output_and_a_solution_opens_by_keyboard(visit):
    page = visit("idea/descent/").page
    page.locator("summary").first.focus()
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.parentElement.open")
    assert page.locator(".output button").count() == 0
    assert page.locator(".highlight button").count() == page.locator(".highlight pre").count()
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.locator(".highlight button").first.click()
    code = page.locator(".highlight code").first.text_content().strip()
    wait_until(page, "async (code) => (await navigator.clipboard.readText()).trim() === code", code)


def test_print_is_the_lesson_alone_by_day_unfolded(visit):
    page = visit("idea/descent/", "dark").page
    page.emulate_media(media="print")
    parts = ".md-header, .md-sidebar--primary, .md-sidebar--secondary, .md-footer, .md-path"
    assert page.locator(f":is({parts}):visible").count() == 0
    ink = "getComputedStyle(document.querySelector('article > p:not([class])')).color"
    assert page.evaluate(ink) == "rgb(37, 35, 31)"
    assert page.evaluate(f"{FIGURE}.className") == "light-only"
    assert page.evaluate("[...document.querySelectorAll('details > :not(summary)')].every(e => e.checkVisibility())")


def test_without_script_everything_to_read_is_there(browser, address):
    page = browser.new_page(java_script_enabled=False, viewport={"width": 1280, "height": 900})
    page.goto(address)
    assert page.locator("live-descent img.light-only").bounding_box()["width"] > 500
    assert not page.locator(".progress").is_visible()
    page.goto(address + "idea/descent/")
    assert page.locator("math").first.bounding_box()["width"] > 0
    assert page.locator("figure img.light-only").first.bounding_box()["width"] > 500
    assert page.locator(".answer-form:visible").count() == 0
    page.locator("summary").first.click()
    assert page.locator(".check").first.is_visible()
    page.close()


def test_a_missing_page_leads_home_and_a_lab_is_downloaded(visit):
    seen = visit("labs/own-data/")
    with seen.page.expect_download() as download:
        seen.page.locator("a[download]").first.click()
    assert download.value.suggested_filename == "own-data.ipynb"
    assert not seen.problems
    seen.go("nowhere/at/all")
    assert len(seen.problems) == 2, "the answer, and its echo on the console"
    seen.problems.clear()
    seen.page.locator(".lost a", has_text="home page").click()
    seen.page.wait_for_url(seen.address)


def test_the_live_map_by_keyboard_and_by_pointer(visit):
    """It lies on the drawn map and moves nothing."""
    seen = visit("", motion="reduce")
    page = seen.page
    button, say = page.locator("live-descent button"), page.locator(".live-say")
    stage, drawn = (page.locator(s).first.bounding_box() for s in (".live-stage", "figure.drawn img.light-only"))
    assert stage == pytest.approx(drawn, abs=1)
    tall = page.evaluate("document.documentElement.scrollHeight")
    assert page.locator(".live-track").count() == 0, "with reduced motion, nothing moves by itself"
    button.focus()
    page.keyboard.press("ArrowRight")
    assert say.text_content().startswith("Start at (−3.00, −1.50), height ")
    assert say.get_attribute("role") == "status"
    page.keyboard.press("Enter")
    wait_until(page, LET_GO, "steps lead into the")
    assert button.evaluate("(e) => e === document.activeElement")
    for across, down, name in ((0.2, 0.2, "western"), (0.55, 0.9, "southern"), (0.9, 0.5, "eastern")):
        box = button.bounding_box()
        page.mouse.click(box["x"] + across * box["width"], box["y"] + down * box["height"])
        assert page.locator(".live-arrow").count() == 1, "the way down from the pointer"
        wait_until(page, LET_GO, f"{name} hollow")
        first = page.locator(".live-track circle").first.bounding_box()
        assert first["x"] + first["width"] / 2 == pytest.approx(box["x"] + across * box["width"], abs=1.5)
    assert page.evaluate("document.documentElement.scrollHeight") == tall
    assert seen.shift() < SHIFT


LIVE = """async (starts) => {
  const terrain = await import(new URL("javascripts/terrain.js", document.baseURI));
  return starts.map(([x, y]) => [terrain.height(x, y), terrain.slope(x, y), terrain.descend(x, y)]);
}"""


def test_the_live_map_computes_what_the_page_computes(visit):
    """The same starts, the same numbers, to nine digits."""
    home = project.load(project.ROOT, project.ROOT / "docs/index.md")
    run = Run(home, project.ROOT)
    for step in home.steps:
        if isinstance(step, Code):
            run.step(step)
    names = run.namespace
    starts = [(-0.5, 0.3), (-0.4, 0.3), (0.6, 0.3), (-3.9, 2.9), (4, -3), (1, 1)]
    page = visit("").page
    wait_until(page, "document.querySelector('.live-track circle')")  # a descent that runs when the map is seen
    live = page.evaluate(LIVE, starts)
    for (x, y), (height, slope, path) in zip(starts, live, strict=True):
        assert height == pytest.approx(names["height"](x, y), rel=1e-9)
        assert slope == pytest.approx(names["slope"](x, y), rel=1e-6, abs=1e-9)
        assert [v for p in path for v in p] == pytest.approx([v for p in names["descend"](x, y) for v in p], abs=1e-6)
