"""What the site does in a browser: themes, search, navigation, the live map, print."""

import re
from urllib.parse import urlencode

import pytest

from scripts.model import page as pages
from scripts.model import project
from scripts.model import run as running


def shown(page) -> set[str]:
    """Whether the figures that show are light or dark ones."""
    return set(
        page.evaluate("[...document.querySelectorAll('figure img')].filter(i => i.offsetParent).map(i => i.className)")
    )


def test_the_theme_follows_the_system_first(visit):
    for scheme, figures in (("light", "light-only"), ("dark", "dark-only")):
        page = visit("idea/descent/", scheme).page
        assert shown(page) == {figures}
    page.emulate_media(color_scheme="light")
    page.wait_for_function("document.body.dataset.mdColorScheme === 'default'")
    assert shown(page) == {"light-only"}


def test_the_theme_is_switched_by_keyboard_and_stays(visit):
    seen = visit("idea/descent/", "light")
    page = seen.page
    page.focus("[data-md-component=palette] input")
    for scheme, figures in (("default", "light-only"), ("slate", "dark-only")):
        page.keyboard.press("Enter")
        page.wait_for_function(f"document.body.dataset.mdColorScheme === '{scheme}'")
        assert shown(page) == {figures}
        ring = "getComputedStyle(document.querySelector('.md-option + label:not([hidden])')).outlineStyle"
        assert page.evaluate(ring) == "solid"
    seen.go("")
    assert page.evaluate("document.body.dataset.mdColorScheme") == "slate"
    assert not seen.problems


def test_a_figure_has_the_colour_of_the_page(visit):
    for scheme, colour in (("light", "#fbf8f1"), ("dark", "#111827")):
        page = visit("idea/descent/", scheme).page
        red, green, blue = re.findall(r"\d+", page.evaluate("getComputedStyle(document.body).backgroundColor"))[:3]
        assert f"#{int(red):02x}{int(green):02x}{int(blue):02x}" == colour
        address = page.evaluate("[...document.querySelectorAll('figure img')].find(i => i.offsetParent).src")
        assert colour in page.request.get(address).text()


@pytest.mark.parametrize("width", ["phone", "wide"])
def test_search_finds_a_word(visit, width):
    seen = visit("", width=width)
    page = seen.page
    page.keyboard.press("/")
    page.keyboard.type("learning rate", delay=10)
    result = page.locator(".md-search-result__link").first
    result.wait_for()
    page.keyboard.press("Enter")
    page.wait_for_url("**?h=learning**")
    page.locator("article.md-content__inner", has_text=re.compile("learning rate", re.I)).wait_for()
    assert not seen.problems


def test_the_fonts_are_those_of_the_site(visit):
    page = visit("idea/descent/").page
    loaded = page.evaluate("[...document.fonts].filter(f => f.status === 'loaded').map(f => f.family)")
    assert {name.strip('"').lower() for name in loaded} >= {"source serif 4", "stix two math"}


@pytest.mark.parametrize("width", ["phone", "wide"])
@pytest.mark.parametrize("cut", ["HILLS", 'class="home-side"', "</figcaption>"])
def test_the_home_page_keeps_its_places_while_it_arrives_in_pieces(visit, cut, width):
    """The map stands beside or above the code, but comes after it in the source."""
    page = visit(f"?{urlencode({'cut': cut})}", width=width).page
    shifts = page.evaluate("window.shifts")
    assert sum(shift[0] for shift in shifts) < 0.03, shifts


def test_the_measure_and_sizes_of_text(visit):
    for width, text, code in (("phone", 17, 13), ("wide", 18.5, 13.5)):
        page = visit("idea/descent/", width=width).page
        size = "(s) => parseFloat(getComputedStyle(document.querySelector(s)).fontSize)"
        assert page.evaluate(size, "article > p:not([class])") == pytest.approx(text, abs=0.3)
        assert page.evaluate(size, ".highlight code") == pytest.approx(code, abs=0.1)
        assert page.evaluate(size, ".output samp") == page.evaluate(size, ".highlight code")
    letters = page.evaluate(
        """() => {
          const longest = [...document.querySelectorAll("article > p:not([class])")]
            .sort((a, b) => b.textContent.length - a.textContent.length)[0];
          const range = document.createRange();
          range.selectNodeContents(longest);
          const boxes = [...range.getClientRects()].filter((box) => box.height > 15);
          const width = boxes.reduce((sum, box) => sum + box.width, 0);
          return (longest.textContent.length / width) * longest.clientWidth;
        }"""
    )
    assert 65 < letters < 75


def test_the_sign_of_a_root_does_not_hang_below_its_letter(visit):
    """Chromium places it by the height of what it covers; the sign itself is at least 1.2 em high."""
    page = visit("networks/initialisation/").page
    depths = page.evaluate(
        """() => [...document.querySelectorAll("msqrt")].map((root) => {
          const [sign, letter] = [root, root.querySelector("mi, mn")].map((e) => e.getBoundingClientRect().bottom);
          return (sign - letter) / parseFloat(getComputedStyle(root).fontSize);
        }).filter((depth) => depth)"""
    )
    assert len(depths) > 3
    assert max(depths) < 0.45, depths


def test_output_cannot_be_copied_with_the_code(visit):
    page = visit("idea/descent/").page
    assert page.locator(".output button").count() == 0
    assert page.locator(".highlight button").count() == page.locator(".highlight pre").count()
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.locator(".highlight button").first.click()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.strip() == page.locator(".highlight code").first.text_content().strip()


def test_a_solution_opens_by_keyboard(visit):
    page = visit("idea/descent/").page
    summary = page.locator("summary").first
    summary.focus()
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.parentElement.open")


@pytest.mark.parametrize("width", ["phone", "wide"])
def test_wide_content_scrolls_in_its_own_box(visit, width):
    page = visit("idea/descent/", width=width).page
    page.evaluate(
        """() => {
          const wide = document.querySelector("div.math math");
          for (let i = 0; i < 6; i++) wide.append(...[...wide.cloneNode(true).childNodes]);
          document.querySelector(".highlight code").textContent += "x".repeat(300);
          document.querySelector(".output samp").textContent += "x".repeat(300);
        }"""
    )
    assert page.evaluate("document.documentElement.scrollWidth === document.documentElement.clientWidth")
    for box in (".highlight pre", ".output pre", "div.math"):
        assert page.evaluate(
            "(s) => { const e = document.querySelector(s); return e.scrollWidth > e.clientWidth }", box
        )


# The live map


def start(page) -> None:
    """Let go at the marker and wait for the descent to end."""
    page.keyboard.press("Enter")
    page.wait_for_function("/^From/.test(document.querySelector('.live-say').textContent)")


def test_the_live_map_by_keyboard(visit):
    seen = visit("", motion="reduce")
    page = seen.page
    button = page.locator("live-descent button")
    button.focus()
    page.keyboard.press("ArrowRight")
    say = page.locator(".live-say")
    assert say.text_content().startswith("Start at (−0.75, 2.00), height ")
    assert say.get_attribute("role") == "status"
    start(page)
    assert "steps lead into the" in say.text_content()
    assert page.locator(".live-track circle").count() > 5
    assert button.evaluate("(e) => e === document.activeElement")
    assert not seen.problems


@pytest.mark.parametrize(
    ("across", "down", "name"), [(0.2, 0.2, "western"), (0.55, 0.9, "southern"), (0.9, 0.5, "eastern")]
)
def test_the_live_map_by_pointer(visit, across, down, name):
    page = visit("", motion="reduce").page
    box = page.locator("live-descent button").bounding_box()
    page.mouse.click(box["x"] + across * box["width"], box["y"] + down * box["height"])
    page.wait_for_function("/^From/.test(document.querySelector('.live-say').textContent)")
    assert f"the {name} hollow" in page.locator(".live-say").text_content()
    first = page.locator(".live-track circle").first.bounding_box()
    centre = first["x"] + first["width"] / 2
    assert centre == pytest.approx(box["x"] + across * box["width"], abs=1.5)


def test_the_live_map_moves_unless_motion_is_reduced(visit):
    for motion, moves in (("no-preference", True), ("reduce", False)):
        page = visit("", motion=motion).page
        page.locator("live-descent button").focus()
        page.keyboard.press("Enter")
        assert page.locator(".live-say").text_content().startswith("From") is not moves
        page.wait_for_function("/^From/.test(document.querySelector('.live-say').textContent)")


def test_the_live_map_lies_on_the_drawn_one_and_moves_nothing(visit):
    for width in ("phone", "wide"):
        page = visit("", width=width, motion="reduce").page
        stage, drawn = (page.locator(s).first.bounding_box() for s in (".live-stage", "figure.drawn img.light-only"))
        assert stage == pytest.approx(drawn, abs=1)
        before = page.evaluate("document.documentElement.scrollHeight")
        page.locator("live-descent button").focus()
        start(page)
        assert page.evaluate("document.documentElement.scrollHeight") == before
        assert sum(shift[0] for shift in page.evaluate("window.shifts")) < 0.01


def test_the_live_map_survives_navigation_without_a_reload(visit):
    seen = visit("", motion="reduce")
    page = seen.page
    page.evaluate("window.here = true")
    page.click("text=Browse the lessons")
    page.wait_for_url("**/idea/")
    page.locator("article h1", has_text="The idea").wait_for()
    page.locator(".md-header a.md-logo").click()
    button = page.locator("live-descent button")
    button.wait_for()
    assert page.evaluate("window.here"), "the page was reloaded"
    assert button.count() == 1
    button.focus()
    start(page)
    page.go_back()
    page.locator("article h1", has_text="The idea").wait_for()
    page.go_forward()
    button.wait_for()
    button.focus()
    start(page)
    assert not seen.problems


def test_the_live_map_computes_what_the_page_computes(visit):
    """The same starts, the same numbers, to nine digits."""
    file = project.ROOT / "docs/index.md"
    page = project.load(project.ROOT, file)
    run = running.Run(page, project.ROOT)
    for step in page.steps:
        if isinstance(step, pages.Code):
            run.step(step)
    names = run.namespace
    starts = [(-0.5, 0.3), (-0.4, 0.3), (0.6, 0.3), (-3.9, 2.9), (4, -3), (1, 1)]
    live = visit("").page.evaluate(
        """async (starts) => {
          const terrain = await import(new URL("javascripts/terrain.js", document.baseURI));
          return starts.map(([x, y]) => [terrain.height(x, y), terrain.slope(x, y), terrain.descend(x, y)]);
        }""",
        starts,
    )
    for (x, y), (height, slope, path) in zip(starts, live, strict=True):
        assert height == pytest.approx(names["height"](x, y), rel=1e-9)
        assert slope == pytest.approx(names["slope"](x, y), rel=1e-6, abs=1e-9)
        expected = names["descend"](x, y)
        assert [v for p in path for v in p] == pytest.approx([v for p in expected for v in p], abs=1e-6)


def test_without_script_the_drawn_map_and_all_text_are_there(browser, address):
    context = browser.new_context(java_script_enabled=False, viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.goto(address)
    assert page.locator("live-descent img.light-only").bounding_box()["width"] > 500
    page.goto(address + "idea/descent/")
    assert page.locator("math").first.bounding_box()["width"] > 0
    assert page.locator("figure img.light-only").first.bounding_box()["width"] > 500
    context.close()


# Print


def test_print_is_the_lesson_alone_by_day_unfolded(visit):
    page = visit("idea/descent/", "dark").page
    page.emulate_media(media="print")
    for part in (".md-header", ".md-sidebar--primary", ".md-sidebar--secondary", ".md-footer", ".md-path"):
        assert not page.locator(part).is_visible(), part
    assert (
        page.evaluate("getComputedStyle(document.querySelector('article > p:not([class])')).color") == "rgb(37, 35, 31)"
    )
    assert shown(page) == {"light-only"}
    folded = "[...document.querySelectorAll('details > :not(summary)')].every(e => e.checkVisibility())"
    assert page.evaluate(folded)


@pytest.mark.parametrize("width", ["phone", "wide"])
def test_a_name_in_a_table_is_not_broken(visit, width):
    page = visit("reference/symbols/", width=width).page
    codes = page.locator("td code").evaluate_all(
        "all => all.map((code) => [code.textContent, code.getClientRects().length])"
    )
    assert len(codes) > 20
    assert [name for name, lines in codes if lines != 1] == []
