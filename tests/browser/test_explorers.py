"""What every explorer does: its state in the address, two on a page, no JavaScript, print, sizes, going back, axe."""

import math
import re
from urllib.parse import parse_qs, quote, urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser import explorers
from tests.browser.test_pages import RULES

NET = {"net": "1", "x1": 2, "x2": 5, "w1": -1, "w2": 3, "target": 8, "rate": 0.04, "steps": 2}
MAP = {"surface": "bowl", "method": "one_by_one", "w": 1, "b": -0.5, "rate": 0.1, "steps": 3}
CIRCUIT = {"circuit": "product", "x1": 1, "w1": -2, "b": 0.5, "x2": 3, "w2": 1, "y": 0, "rate": 0.2, "steps": 3}
RATES = {"schedule": "warm", "every": 4, "decay": 2, "warm": 3, "rate": 0.3, "epochs": 20, "noise": 3, "seed": 5}
BATCHES = {"size": 5, "seed": 7, "rate": 0.05, "order": "drawn", "steps": 9, "kept": "24_0.2_mixed_1_4*1_0.05_file_3_9"}
# page, id, element, settings that differ from those of the page; of the first of each element: every field
PLACES = [
    ("idea/descent/", "walk", "descent-explorer", {"loss": "quartic", "start": 1.5, "rate": 0.05, "steps": 7}),
    ("idea/loss/", "walk", "descent-explorer", {"start": 2.5, "rate": 0.1, "steps": 3}),
    ("idea/slope/", "walk", "descent-explorer", {"loss": "cliff", "start": 6}),
    ("idea/learning-rate/", "walk", "descent-explorer", {"rate": 1.1, "steps": 5}),
    ("idea/stopping/", "walk", "descent-explorer", {"start": 7, "rate": 2}),
    ("idea/learning-rate/", "rates", "rate-explorer", {"rate": 0.9, "a": 0.8, "start": -2, "target": 0.5}),
    ("idea/slope/", "secant", "slope-explorer", {"curve": "cube", "method": "central", "w": 2, "h": 1e-8}),
    ("idea/from-data/", "net", "network-explorer", NET),
    ("idea/many-weights/", "map", "terrain-explorer", MAP),
    ("idea/stopping/", "map", "terrain-explorer", {"rate": 0.05, "steps": 3}),
    ("networks/chain-rule/", "circuit", "circuit-explorer", CIRCUIT),
    ("data/schedules/", "schedules", "schedule-explorer", RATES | {"ask": "after", "steps": 8}),
    ("data/batches/", "batches", "batches-explorer", BATCHES),
]


def over(places):
    names = [f"{path.split('/')[1]}-{name}" for path, name, _, _ in places]
    return pytest.mark.parametrize(("path", "name", "tag", "settings"), places, ids=names)


every_page = pytest.mark.parametrize("path", sorted({place[0] for place in PLACES}))
KINDS = {place[2]: place for place in reversed(PLACES)}
every_kind = over(list(KINDS.values()))
walking = over([place for tag, place in KINDS.items() if tag not in ("rate-explorer", "slope-explorer")])
gliding = over([KINDS["descent-explorer"], KINDS["terrain-explorer"]])


def names_on(path):
    return [name for where, name, _, _ in PLACES if where == path]


WIDTHS = (320, 390, 600, 768, 960, 1024, 1220, 1280)


def state(page, name: str) -> tuple[str, str, dict]:
    """What an explorer shows: its line in words, its table, its state."""
    explorer = page.locator(f"#{name}")
    table = explorer.locator("tbody").text_content()
    return explorer.locator(".ex-say").text_content(), table, explorer.evaluate("(e) => e.state")


def parameters(url: str) -> dict[str, str]:
    return {key: values[0] for key, values in parse_qs(urlsplit(url).query).items()}


@every_kind
def test_the_state_is_in_the_address(visit, path, name, tag, settings):
    page = visit(path).page
    untouched = state(page, name)
    page.wait_for_function("(n) => document.getElementById(n).wrote", arg=name)
    assert parameters(page.url) == {}, "nothing changed, nothing to keep"
    explorers.tables(page, name, [settings])
    shown = state(page, name)
    assert all(shown[2][field] != untouched[2][field] for field in untouched[2])
    page.wait_for_function("(n) => location.search.includes(n)", arg=name)
    assert set(parameters(page.url)) == {f"{name}.{field}" for field in settings}
    page.reload()
    page.wait_for_function("(n) => document.getElementById(n).body?.isConnected", arg=name)
    assert state(page, name) == shown
    page.locator(f"#{name}").evaluate(
        "(e) => e.set(Object.fromEntries(Object.keys(e.constructor.fields).map((f) => [f, e.initial(f)])))"
    )
    page.wait_for_function("(n) => !location.search.includes(n + '.')", arg=name)
    assert state(page, name) == untouched


@every_kind
def test_a_copied_link_opens_the_experiment(visit, path, name, tag, settings):
    page = visit(path).page
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    explorers.tables(page, name, [settings])
    shown = state(page, name)
    page.locator(f"#{name}").get_by_role("button", name="Copy link").click()
    page.wait_for_function("(n) => /is copied/.test(document.querySelector(`#${n} .ex-say`).textContent)", arg=name)
    link = page.evaluate("navigator.clipboard.readText()")
    assert urlsplit(link).fragment == name
    page.goto("about:blank")
    page.goto(link)
    page.wait_for_function("(n) => document.getElementById(n).body?.isConnected", arg=name)
    assert state(page, name) == shown
    top = page.locator(f"#{name}").evaluate("(e) => e.getBoundingClientRect().top")
    assert 0 <= top < 300, "the link leads to the explorer"
    page.locator(f"#{name}").get_by_role("button", name="Show me the Python").click()
    page.locator(f"#{name}").get_by_role("button", name="Copy code").click()
    page.wait_for_function(
        "(n) => /Python is copied/.test(document.querySelector(`#${n} .ex-say`).textContent)", arg=name
    )
    code = page.evaluate("navigator.clipboard.readText()")
    assert code == page.locator(f"#{name} pre code").text_content()
    rows = page.locator(f"#{name}").evaluate(
        "(e) => [...e.querySelectorAll('tbody tr')].map((r) => [...r.cells].map((c) => c.textContent))"
    )
    assert explorers.printed(code) == [[cell.replace("−", "-") for cell in row] for row in rows]


NONSENSE = ["", "NaN", "-Infinity", "1e999", "__proto__", "javascript:alert(1)", "<img src=x onerror=alert(1)>"]
READ_AGAIN = """([name, query]) => {
  history.replaceState(null, "", "?" + query);
  document.getElementById(name).read();
}"""


@every_kind
def test_nonsense_in_the_address_is_told_and_ignored(visit, path, name, tag, settings):
    seen = visit(path)
    page = seen.page
    plain = state(page, name)[2]
    fields = page.locator(f"#{name}").evaluate("(e) => Object.keys(e.constructor.fields)")

    def query(nonsense):
        return "&".join(
            [f"{name}.{field}={quote(nonsense)}" for field in fields] + [f"{name}.nowhere=1", "__proto__.x=1"]
        )

    def refused(nonsense):
        words, _, now = state(page, name)
        assert now == plain
        assert words.count("expected") == len(fields)
        assert (f"“{nonsense[:20]}" if nonsense else "found nothing") in words
        assert page.locator(f"#{name} .ex :is(img, script, a, iframe)").count() == 0

    for nonsense in NONSENSE:
        page.evaluate(READ_AGAIN, [name, query(nonsense)])
        refused(nonsense)
    page.goto(f"{seen.address}{path}?{query(nonsense)}")
    page.wait_for_function("(n) => document.getElementById(n).body?.isConnected", arg=name)
    refused(nonsense)


@every_kind
def test_two_on_a_page_keep_apart(visit, path, name, tag, settings):
    page = visit(path).page
    page.evaluate(
        """([name, tag]) => {
          const second = document.createElement(tag);
          second.id = "second";
          document.getElementById(name).after(second);
        }""",
        [name, tag],
    )
    first = state(page, name)
    explorers.tables(page, "second", [settings])
    assert state(page, name) == first
    other = state(page, "second")
    explorers.tables(page, name, [settings])
    assert state(page, "second") == other
    page.wait_for_function("(names) => names.every((n) => location.search.includes(`${n}.`))", arg=[name, "second"])
    assert {key.split(".")[0] for key in parameters(page.url)} == {name, "second"}
    ids = page.evaluate("[...document.querySelectorAll('[id]')].map((e) => e.id)")
    assert len(ids) == len(set(ids))


@every_page
def test_without_javascript_the_figure_stands_there(browser, address, path):
    context = browser.new_context(java_script_enabled=False, viewport={"width": 390, "height": 900})
    page = context.new_page()
    page.goto(address + path)
    for name in names_on(path):
        explorer = page.locator(f"#{name}")
        figure = explorer.locator("figure")
        assert figure.locator("img.light-only").is_visible(), name
        assert explorer.locator("> p").count() == 0 or not explorer.locator("> p").first.is_visible(), name
        assert explorer.bounding_box()["height"] == pytest.approx(figure.bounding_box()["height"], abs=1), name
    context.close()


@every_page
def test_on_paper_the_figure_stands_there(visit, path):
    page = visit(path).page
    page.emulate_media(media="print")
    for name in names_on(path):
        explorer = page.locator(f"#{name}")
        assert not explorer.locator(".ex").is_visible(), name
        assert not explorer.locator("> p").first.is_visible(), name
        image = explorer.locator("figure img.light-only")
        assert image.is_visible(), name
        image.scroll_into_view_if_needed()
        page.wait_for_function("(i) => i.naturalWidth > 0", arg=image.element_handle())


@every_page
def test_nothing_moves_when_an_explorer_takes_its_place(visit, address, path):
    """The same height before and after, at every width, and room for everything inside."""
    page = visit(path).page
    names = names_on(path)
    sizes = "(names) => names.map((n) => document.getElementById(n).getBoundingClientRect().height)"
    waiting = page.context.new_page()
    waiting.route("**/javascripts/start.js*", lambda route: route.fulfill(body="", content_type="text/javascript"))
    waiting.goto(address + path)
    try:
        for width in WIDTHS:
            for each in (page, waiting):
                each.set_viewport_size({"width": width, "height": 900})
            assert page.evaluate(sizes, names) == waiting.evaluate(sizes, names), width
            for name in names:
                inside = page.locator(f"#{name}").evaluate(
                    "(e) => [e.scrollHeight - e.clientHeight, e.scrollWidth - e.clientWidth,"
                    " e.body.scrollHeight - e.body.clientHeight, e.box.clientHeight]"
                )
                assert inside[:3] == [0, 0, 0], (name, width)
                assert inside[3] >= 100, (name, width)
            page.wait_for_function("(width) => document.documentElement.scrollWidth <= width", arg=width)
    finally:
        waiting.close()


@every_kind
def test_it_survives_going_on_and_coming_back(visit, path, name, tag, settings):
    page = visit(path, width="wide").page
    explorers.tables(page, name, [settings])
    shown = state(page, name)
    page.wait_for_function("(n) => location.search.includes(n)", arg=name)
    page.evaluate("window.kept = true")
    title = page.locator("h1").text_content()
    page.locator(".md-footer__link--prev").click()
    page.wait_for_function("(path) => !location.pathname.endsWith(path)", arg=path)
    page.wait_for_function("(title) => document.querySelector('h1').textContent !== title", arg=title)
    page.wait_for_timeout(400)
    assert parameters(page.url) == {}, "the state belongs to the page that was left"
    page.go_back()
    page.wait_for_function("(title) => document.querySelector('h1').textContent === title", arg=title)
    page.wait_for_function("(n) => document.getElementById(n)?.body?.isConnected", arg=name)
    assert state(page, name) == shown
    assert page.evaluate("window.kept"), "neither way loaded the whole page"


@pytest.mark.parametrize("width", ["phone", "wide"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@every_page
def test_axe_finds_nothing_in_an_explorer_in_use(visit, path, scheme, width):
    page = visit(path, scheme, width).page
    for where, name, _, settings in PLACES:
        if where == path:
            explorers.tables(page, name, [settings])
            page.locator(f"#{name}").get_by_role("button", name="Show me the Python").click()
            box = page.locator(f"#{name} input[type=text]:visible").first
            box.fill("abc")
            box.press("Enter")
            assert "expected" in page.locator(f"#{name} .ex-say").text_content()
    violations = Axe().run(page, options=RULES).response["violations"]
    assert not [(found["id"], [node["html"][:100] for node in found["nodes"]]) for found in violations]


@every_kind
def test_every_control_can_be_reached_and_has_a_name(visit, path, name, tag, settings):
    page = visit(path).page
    controls = page.locator(f"#{name} :is(input, select, button:not([hidden]), [tabindex])")
    count = controls.count()
    names = controls.evaluate_all(
        "(all) => all.map((e) => e.ariaLabel || e.closest('label')?.textContent || e.textContent)"
    )
    assert all(label.strip() for label in names)
    controls.first.focus()
    reached = 1
    while reached < count and page.evaluate("(n) => document.getElementById(n).contains(document.activeElement)", name):
        assert page.evaluate(
            """() => {
              const here = document.activeElement;
              const style = getComputedStyle(here.querySelector(".ex-reach") ?? here);
              return style.outlineStyle !== "none" || style.stroke !== "none";
            }"""
        )
        page.keyboard.press("Tab")
        reached += page.evaluate("(n) => document.getElementById(n).contains(document.activeElement)", name)
    hidden = controls.evaluate_all(
        "(all) => all.filter((e) => !e.checkVisibility({ visibilityProperty: true })).length"
    )
    assert reached == count - hidden


@every_kind
def test_playing_stops_by_itself_and_by_hand(visit, path, name, tag, settings):
    page = visit(path).page
    explorer = page.locator(f"#{name}")
    play = explorer.get_by_role("button", name=re.compile("Play|Pause"))
    if play.count() == 0 or tag == "slope-explorer":
        return  # nothing moves in it, or not for long
    explorers.tables(page, name, [{"rate": 0.001, "steps": 0}])  # a long way
    before = state(page, name)[1]
    play.click()
    assert play.text_content() == "Pause"
    page.wait_for_function(
        "([n, old]) => document.querySelector(`#${n} tbody`).textContent !== old", arg=[name, before]
    )
    play.click()
    assert play.text_content() == "Play"
    now = state(page, name)
    page.wait_for_timeout(500)
    assert state(page, name) == now


def test_with_reduced_motion_playing_shows_the_end_at_once(visit):
    page = visit("idea/descent/", motion="reduce").page
    page.locator("#walk").get_by_role("button", name="Play").click()
    page.wait_for_function("document.querySelectorAll('#walk tbody tr').length > 50", timeout=1000)
    assert page.locator("#walk").get_by_role("button", name="Play").count() == 1


@gliding
def test_the_rate_slider_is_set_by_a_pointer(visit, path, name, tag, settings):
    """A click at three quarters of its length: three quarters of the way between the powers of ten."""
    page = visit(path).page
    slider = page.locator(f"#{name}").get_by_role("slider", name="Rate η, slider")
    slider.scroll_into_view_if_needed()
    low, high = (float(slider.get_attribute(end)) for end in ("min", "max"))
    assert (low, high) == ((-4, 1) if tag == "descent-explorer" else (-3, 1))
    box = slider.bounding_box()
    page.mouse.click(box["x"] + 0.75 * box["width"], box["y"] + box["height"] / 2)
    rate = state(page, name)[2]["rate"]
    assert math.log10(rate) == pytest.approx(low + 0.75 * (high - low), abs=0.06 * (high - low))  # a thumb has a width
    page.wait_for_function("([n, rate]) => location.search.includes(`${n}.rate=${rate}`)", arg=[name, rate])


@walking
def test_a_part_of_a_step_is_refused(visit, path, name, tag, settings):
    seen = visit(path)
    plain = state(seen.page, name)[2]
    seen.go(f"{path}?{name}.steps=1.5")
    words, _, now = state(seen.page, name)
    assert re.search(r"Steps: expected a whole number from 0 to \d+, found “1\.5”\. It stays \d+\.", words)
    assert now == plain


@walking
def test_typing_stops_the_play_and_is_kept(visit, path, name, tag, settings):
    page = visit(path).page
    explorer = page.locator(f"#{name}")
    explorers.tables(page, name, [{"rate": 0.001, "steps": 0}])  # a long way
    explorer.get_by_role("button", name="Play").click()
    page.wait_for_function("(n) => document.getElementById(n).state.steps > 1", arg=name)
    field = explorer.get_by_role("textbox", name="Rate η", exact=True)
    field.press("End")
    field.press("5")
    assert explorer.get_by_role("button", name="Play").count() == 1
    now = state(page, name)
    page.wait_for_timeout(400)  # two steps of a play
    assert state(page, name) == now
    assert now[2]["rate"] == 0.001
    assert field.input_value() == "0.0015"
    field.press("Enter")
    assert state(page, name)[2]["rate"] == 0.0015


@walking
def test_what_is_refused_stays_until_it_is_corrected(visit, path, name, tag, settings):
    page = visit(path).page
    explorer = page.locator(f"#{name}")
    explorers.tables(page, name, [{"steps": 0}])
    field = explorer.get_by_role("textbox", name="Rate η", exact=True)

    def refused():
        assert field.input_value() == "fast"
        assert field.get_attribute("aria-invalid") == "true"
        assert "Rate η: expected a number from 0 to 1000, found “fast”." in state(page, name)[0]

    rate = field.input_value()
    field.fill("fast")
    field.press("Tab")
    refused()
    explorer.get_by_role("button", name="Step", exact=True).click()
    assert state(page, name)[2]["steps"] == 1
    assert state(page, name)[2]["rate"] == float(rate)
    refused()
    field.fill("0.03")
    field.press("Tab")
    assert field.get_attribute("aria-invalid") == "false"
    assert state(page, name)[2]["rate"] == 0.03
    assert "expected" not in state(page, name)[0]


SAME = """() => {
  const given = new URLSearchParams(location.search);
  const explorer = document.getElementById("walk");
  return Object.keys(explorer.state).every((field) =>
    String(explorer.state[field]) === (given.get("walk." + field) ?? String(explorer.initial(field))));
}"""


def test_links_and_steps_back_within_the_page_are_followed(visit):
    page = visit("idea/descent/").page
    page.evaluate(
        """() => {
          for (const href of ["?walk.rate=0.7#walk", "#walk"]) {
            const link = document.createElement("a");
            link.href = href;
            link.textContent = href;
            document.querySelector("article h1").after(link);
          }
        }"""
    )
    page.get_by_role("link", name="?walk.rate=0.7#walk", exact=True).click()
    page.wait_for_function("document.getElementById('walk')?.state?.rate === 0.7")
    assert parameters(page.url) == {"walk.rate": "0.7"}
    assert page.evaluate(SAME)
    page.evaluate(
        """() => {
          const link = document.createElement("a");
          link.href = "#" + document.querySelector("article h2").id;
          link.textContent = "jump";
          document.querySelector("article h1").after(link);
        }"""
    )
    page.get_by_role("link", name="jump", exact=True).click()
    page.wait_for_function("location.hash !== '#walk'")
    explorers.tables(page, "walk", [{"rate": 0.05, "start": 2}])
    page.wait_for_function("location.search.includes('walk.start=2')")
    assert page.evaluate(SAME)
    page.go_back()
    page.wait_for_function("location.hash === '#walk' && document.getElementById('walk').state.rate === 0.7")
    assert page.evaluate(SAME)
    assert state(page, "walk")[2]["start"] == 0
    page.go_forward()
    page.wait_for_function("document.getElementById('walk').state.rate === 0.05")
    assert page.evaluate(SAME)


HEAR = """(e) => {
  window.heard = [];
  const live = e.querySelector(".ex-live");
  new MutationObserver(() => heard.push(live.textContent)).observe(live, { childList: true, characterData: true });
}"""


@gliding
def test_a_flood_of_keys_is_told_in_few_words(visit, path, name, tag, settings):
    page = visit(path).page
    explorer = page.locator(f"#{name}")
    explorer.evaluate(HEAR)
    before = state(page, name)[0]
    grip = explorer.locator(".ex-grip").first
    took = grip.evaluate(
        """async (grip) => {
          grip.focus();
          const began = performance.now();
          for (let i = 0; i < 20; i++) {
            grip.dispatchEvent(new KeyboardEvent("keydown", { key: "ArrowRight", bubbles: true, cancelable: true }));
            await new Promise((done) => setTimeout(done, 10));
          }
          return performance.now() - began;
        }"""
    )
    words = state(page, name)[0]
    assert words != before
    page.wait_for_function("([words]) => heard.at(-1)?.includes(words)", arg=[words])
    assert len(page.evaluate("heard")) <= took / 300 + 2  # one for each 300 ms, and the last


def test_a_finger_drags_the_start_and_the_page_stays(visit):
    page = visit("idea/descent/", width="phone").page
    walk = page.locator("#walk")
    walk.locator("svg").first.evaluate("(e) => e.scrollIntoView({ block: 'center' })")
    explorers.tables(page, "walk", [{"start": 0, "steps": 0}])
    touch = page.context.new_cdp_session(page)

    def finger(kind, *points):
        places = [{"x": x, "y": y} for x, y in points]
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": places})

    grip = walk.get_by_role("slider", name="Start", exact=True).locator("circle").last
    box = grip.bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    scrolled = page.evaluate("scrollY")
    finger("touchStart", (x, y))
    for i in range(1, 9):
        finger("touchMove", (x + 8 * i, y - 20 * i))
    finger("touchEnd")
    assert page.evaluate("scrollY") == scrolled
    assert page.locator("#walk").evaluate("(e) => e.state.start") > 0.5
    moved = grip.bounding_box()
    assert moved["x"] + moved["width"] / 2 == pytest.approx(x + 64, abs=3)


@walking
def test_the_last_steps_before_leaving_are_kept(visit, path, name, tag, settings):
    page = visit(path).page
    explorers.tables(page, name, [{"steps": 0}])
    title = page.locator("h1").text_content()
    page.evaluate(
        """(n) => {
          const step = [...document.querySelectorAll(`#${n} button`)].find((b) => b.textContent === "Step");
          step.click();
          step.click();
          document.querySelector(".md-footer__link--prev").click();
        }""",
        name,
    )
    page.wait_for_function("(title) => document.querySelector('h1').textContent !== title", arg=title)
    assert parameters(page.url) == {}
    page.go_back()
    page.wait_for_function("(title) => document.querySelector('h1').textContent === title", arg=title)
    page.wait_for_function("(n) => document.getElementById(n)?.body?.isConnected", arg=name)
    assert state(page, name)[2]["steps"] == 2
    assert parameters(page.url)[f"{name}.steps"] == "2"
