"""What every explorer promises: state in the address, keyboard, words for screen readers, sizes, no scripts, axe."""

import math
from urllib.parse import parse_qsl, quote, urlsplit

import pytest
from playwright.sync_api import expect

from tests.browser.explorers import PLACES, printed
from tests.browser.test_explorer_numbers import grid
from tests.browser.test_pages import PALE, SLOW, axe
from tests.browser.waiting import wait_until, wait_until_ready

PAGES = [*(place.path for place in PLACES.values()), "idea/loss/", "idea/stopping/"]  # all with an explorer
WIDTHS = [(390,), pytest.param((320, 600, 768, 960, 1024, 1220, 1280), marks=pytest.mark.all)]
LATER = "new Promise((done) => setTimeout(done, 400))"  # by then, all of an explorer's own timers have run
WHOLE = {"Epochs", "Halve every", "Seed", "Batch size"}

each_explorer = pytest.mark.parametrize("name", PLACES)
each_slider = pytest.mark.parametrize("name", [name for name, place in PLACES.items() if place.slider])
each_player = pytest.mark.parametrize("name", [name for name, place in PLACES.items() if place.end])
each_walk = pytest.mark.parametrize("name", [name for name, place in PLACES.items() if place.end and name != "slope"])


def parameters(page) -> dict[str, str]:
    return dict(parse_qsl(urlsplit(page.url).query))


@each_explorer
def test_the_state_is_in_the_address_and_in_a_copied_link(explorer, name):
    used = explorer(name)
    page, place = used.page, used.place
    untouched = used.shown
    used.set(**place.settings)
    shown = used.shown
    assert all(shown[2][field] != untouched[2][field] for field in untouched[2])
    used.wait("location.search.includes(e.id)")
    assert set(parameters(page)) == {f"{place.id}.{field}" for field in place.settings}
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.bring_to_front()
    used.press("Copy link")
    used.wait("/is copied/.test(e.says.textContent)")
    link = page.evaluate("navigator.clipboard.readText()")
    assert urlsplit(link).fragment == place.id
    page.goto("about:blank")
    page.goto(link)
    used.wait("true")
    assert used.shown == shown
    assert 0 <= used.root.evaluate("(e) => e.getBoundingClientRect().top") < 300, "the link leads to the explorer"
    used.press("Show me the Python", "Copy code")
    used.wait("/Python is copied/.test(e.says.textContent)")
    code = page.evaluate("navigator.clipboard.readText()")
    assert code == used.root.locator("pre code").text_content()
    assert printed(code) == used.rows
    used.reset()
    used.wait("!location.search")
    assert used.shown == untouched


READ = """(explorer, query) => {
  history.replaceState(history.state, "", "?" + query);
  explorer.read();
}"""
HOSTILE = ["", "NaN", "-Infinity", "1e999", "__proto__", "javascript:alert(1)", "<img src=x onerror=alert(1)>"]


@each_explorer
def test_nonsense_in_the_address_is_told_and_ignored(explorer, name):
    used = explorer(name)
    place, plain = used.place, used.state
    for text in HOSTILE:
        query = [f"{place.id}.{field}={quote(text)}" for field in [*place.settings, "nowhere"]]
        used.root.evaluate(READ, "&".join([*query, "__proto__.x=1"]))
        assert used.state == plain
        assert used.say.count("expected") == len(place.settings)
        assert (f"“{text[:20]}" if text else "found nothing") in used.say
        assert used.root.locator(".ex :is(img, script, a, iframe)").count() == 0


LEAVE = "(e, values) => { e.set(values); document.querySelector('.md-footer__link--prev').click(); }"


@each_explorer
def test_it_survives_going_on_and_coming_back(explorer, name):
    """What was done last before leaving is kept, and follows to no other page."""
    used = explorer(name)
    page, place = used.page, used.place
    heading, title = page.locator("h1"), page.locator("h1").text_content()
    used.root.evaluate(LEAVE, place.settings)
    expect(heading).not_to_have_text(title)
    page.evaluate(LATER)
    assert parameters(page) == {}, "the state belongs to the page that was left"
    page.go_back()
    expect(heading).to_have_text(title)
    used.wait("true")
    assert used.state == place.settings
    assert parameters(page).keys() == {f"{place.id}.{field}" for field in place.settings}


FOCUS = """() => {
  const style = getComputedStyle(document.activeElement.querySelector(".ex-reach") ?? document.activeElement);
  return style.outlineStyle !== "none" || style.stroke !== "none";
}"""


@each_explorer
def test_every_control_can_be_reached(explorer, name):
    used = explorer(name)
    page, controls = used.page, used.root.locator(":is(input, select, button:not([hidden]), [tabindex])")
    seen = controls.evaluate_all("(all) => all.map((e) => e.checkVisibility({ visibilityProperty: true }))")
    controls.nth(seen.index(True)).focus()
    for key in ("Shift+Tab", "Tab"):  # from before it, as a reader comes
        page.keyboard.press(key)
    for _ in range(sum(seen)):
        assert used.root.evaluate("(e) => e.contains(document.activeElement)")
        assert page.evaluate(FOCUS), "focus is seen"
        page.keyboard.press("Tab")
    assert not used.root.evaluate("(e) => e.contains(document.activeElement)"), "each is reached once"


@each_explorer
def test_what_makes_no_sense_in_a_field_is_refused_until_it_is_corrected(explorer, name):
    used = explorer(name)
    for label, accepted in used.place.ranges.items():
        field = used.field(label)
        before, good = used.state, field.input_value()
        for text in ["", "1.5"] if label in WHOLE else ["", "-1e300", "<img src=x onerror=a>"]:
            field.fill(text)
            field.press("Enter")
            words = f"{label}: expected a {'whole ' * (label in WHOLE)}number from {accepted}, "
            words += f"found {f'“{text[:20]}”' if text else 'nothing'}. It stays {good.replace('-', '−')}."
            assert used.say.startswith(words)
            assert (field.get_attribute("aria-invalid"), field.input_value(), used.state) == ("true", text, before)
            assert used.root.locator(".ex :is(img, script)").count() == 0
        field.fill(good)
        field.press("Enter")
        assert field.get_attribute("aria-invalid") == "false"
        assert "expected" not in used.say


@each_walk
def test_playing_is_stopped_by_hand_and_by_typing(explorer, name):
    used = explorer(name).set(rate=0.001)
    rate = next(label for label in used.place.ranges if "η" in label)
    for stop in (lambda: used.press("Pause"), lambda: used.field(rate).press("5")):
        used.set(steps=0).press("Play")
        used.wait("e.state.steps > 0")
        stop()
        assert used.root.get_by_role("button", name="Play").count() == 1
        now = used.shown
        used.page.evaluate(LATER)
        assert used.shown == now


@each_player
def test_with_reduced_motion_playing_shows_the_end_at_once(explorer, name):
    used = explorer(name).set(steps=0)
    play = used.root.get_by_role("button", name="Play")
    used.page.emulate_media(reduced_motion="reduce")
    play.evaluate("(button) => new Promise((done) => { button.click(); setTimeout(done); })")
    assert used.place.end in used.say
    assert play.count() == 1


@each_slider
def test_the_slider_is_set_by_a_pointer_and_by_keys(explorer, name):
    """A click at three quarters of its length: three quarters of the way between the powers of ten."""
    used = explorer(name)
    label, field, low, high = used.place.slider
    slider = used.slider(f"{label}, slider")
    box = slider.bounding_box()
    slider.click(position={"x": 0.75 * box["width"], "y": box["height"] / 2})
    value = used.state[field]
    assert math.log10(value) == pytest.approx(low + 0.75 * (high - low), abs=0.06 * (high - low))  # a thumb has a width
    used.set(**{field: 0.1})
    for key, expected in [("ArrowRight", 0.11), ("ArrowUp", 0.12), ("ArrowLeft", 0.11), ("ArrowDown", 0.098)]:
        slider.press(key)  # a twentieth of a power of ten
        assert (used.state[field], slider.get_attribute("aria-valuetext")) == (expected, str(expected))


FLOOD = """(explorer, settings) => {
  window.heard = [];
  const live = explorer.querySelector("[role=status]");
  new MutationObserver((sets) => heard.push(...sets.map(() => live.textContent))).observe(live, { childList: true });
  for (let i = 1; i < 20; i++) explorer.set({ rate: i / 1000, h: i / 1000 });
  explorer.set(settings);
}"""


@each_explorer
def test_changes_are_announced_in_few_words(explorer, name):
    """The first state is not; a flood of changes is told once, with its end."""
    used = explorer(name)
    used.page.reload()
    used.wait("true")
    assert used.root.get_by_role("status").text_content() == ""
    used.root.evaluate(FLOOD, used.place.settings)
    words = used.say
    wait_until(used.page, "(words) => heard.at(-1)?.includes(words)", words)
    assert len(used.page.evaluate("heard")) == 1


# For each setting: texts of the pictures that touch each other, leave their picture, or show smaller than 9.4 pixels.
CROWDED = """(explorer, cases) => cases.flatMap((values) => {
  explorer.set(values);
  return [...explorer.querySelectorAll("svg")].flatMap((svg) => {
    const frame = svg.getBoundingClientRect(), scale = frame.width / svg.viewBox.baseVal.width;
    const seen = (text) => text.textContent && text.checkVisibility({ visibilityProperty: true });
    const texts = [...svg.querySelectorAll("text")].filter(seen);
    const boxes = texts.map((text) => [text.textContent, text.getBoundingClientRect()]);
    const small = texts.filter((text) => parseFloat(getComputedStyle(text).fontSize) * scale < 9.4);
    const out = boxes.filter(([, box]) => box.left < frame.left - 1 || box.right > frame.right + 1
      || box.top < frame.top - 1 || box.bottom > frame.bottom + 4);
    const touch = (a, b) => a.left < b.right && b.left < a.right && a.top + 6 < b.bottom && b.top + 6 < a.bottom;
    const pairs = boxes.flatMap(([one, a], i) =>
      boxes.slice(i + 1).filter(([, b]) => touch(a, b)).map(([two]) => [one, "touches", two]));
    return [...small.map((text) => ["small", text.textContent]), ...out.map(([text]) => ["outside", text]), ...pairs];
  }).map((problem) => [JSON.stringify(values), ...problem].join(" "));
})"""
WIDE = {"x1": -0.00012346, "x2": -999.99, "w1": -123456.7, "w2": -987654.3, "target": -12345.6}
LONG = {"x1": -0.00012346, "w1": -999.99, "x2": -123.456, "w2": -0.0123456, "b": -1.23456, "y": -987.654}
PLANS = ["constant", "step", "inverse", "cosine", "warm"]
LANDS = ["line", "ravine", "rosenbrock", "saddle", "himmelblau"]
RACES = {"method": "one_by_one.momentum.amsgrad.nesterov", "w": 1, "b": 0.5, "rate": 0.01, "rate4": 0.001}
CROWDS = {  # the longest numbers
    "descent": [{"loss": "quartic", "start": 0.5}, {"loss": "hikes", "start": 1, "steps": 1}],
    "network": [WIDE | {"rate": 0.00012345}, WIDE | {"rate": 1000, "steps": 3}],
    "race": [RACES | {"steps": steps, "surface": surface} for surface in LANDS for steps in (0, 1, 7, 300)],
    "model": [{"w1": -123456.7, "w2": -987654.3, "rate": 0.00012345, "steps": 3}],
    "circuit": [LONG | {"steps": steps} for steps in range(13)],
    "schedule": grid(noise=[100], ask=["after"], rate=[1000, 0, 1e-300], epochs=[2, 200], schedule=PLANS),
    "plane": [{"kappa": kappa, "rate": 3 / kappa} for kappa in (1, 3, 144, 1000)],
    "basins": [{"rate": 0.05}, {"rate": 0.05, "w": -6, "b": 6}],
    "edge": [{"rate": 1000, "steps": 9}, {"rate": 0.1, "u": -1, "v": -1}, {"u": 99, "v": -0.012345, "steps": 300}],
    "batches": [{"size": 24, "steps": 600, "kept": "*".join(f"24_0.1_drawn_{seed}_600" for seed in (1, 2, 3))}],
}


@each_explorer
def test_the_picture_can_be_read_on_a_phone(explorer, name):
    used = explorer(name)
    used.page.set_viewport_size({"width": 390, "height": 900})
    found = used.root.evaluate(CROWDED, [{}, *CROWDS.get(name, [PLACES[name].settings])])
    assert not found, "\n".join(found)


@each_explorer
def test_an_explorer_in_use_is_accessible(explorer, name):
    """By day and by night, with an error told, and with the Python in the place of the picture."""
    used = explorer(name).set(**PLACES[name].settings)
    used.enter(next(iter(used.place.ranges)), "abc")
    own = f"#{used.place.id}"  # the rest of the page: test_pages.py
    problems = axe(used.page, own) + axe(used.page, own, SLOW)
    for scheme, theme in (("light", "default"), ("dark", "slate")):
        used.page.emulate_media(color_scheme=scheme)
        used.page.locator(f"body[data-md-color-scheme={theme}]").wait_for()
        used.page.evaluate("Promise.allSettled(document.getAnimations().map((each) => each.finished)).then(() => 0)")
        problems += used.page.evaluate(PALE)
    used.press("Show me the Python")
    assert problems + axe(used.page, own) + used.page.evaluate(PALE) == []


FITS = """(e) => e.scrollHeight === e.clientHeight && e.scrollWidth === e.clientWidth
  && e.body.scrollHeight === e.body.clientHeight && (e.hasAttribute("only") || e.box.clientHeight >= 100)"""


@pytest.mark.parametrize("widths", WIDTHS)
def test_its_place_is_kept_and_filled_without_scripts_and_on_paper(visit, browser, address, widths):
    page = visit().page
    waiting = page.context.new_page()  # before its scripts arrive
    waiting.route("**/javascripts/start.js*", lambda route: route.fulfill(body="", content_type="text/javascript"))
    plain = browser.new_page(java_script_enabled=False, viewport={"width": 390, "height": 900})
    for path in PAGES:
        for each in (page, waiting, plain):
            each.emulate_media(media="screen")
            each.goto(address + path)
        wait_until_ready(page)
        ids = page.locator("article [id]:has(> .ex)").evaluate_all("(all) => all.map((explorer) => explorer.id)")
        assert ids, path
        for id in ids:
            place, figure = plain.locator(f"#{id}"), plain.locator(f"#{id} figure")
            assert figure.locator("img.light-only").is_visible()
            assert not place.locator("> p").first.is_visible(), "what to try, where nothing can be tried"
            assert place.bounding_box()["height"] == pytest.approx(figure.bounding_box()["height"], abs=1)
        heights = "(ids) => ids.map((id) => document.getElementById(id).getBoundingClientRect().height)"
        for width in widths:
            for each in (page, waiting):
                each.set_viewport_size({"width": width, "height": 900})
            assert page.evaluate(heights, ids) == waiting.evaluate(heights, ids), (path, width)
            for id in ids:
                assert page.locator(f"#{id}").evaluate(FITS), (id, width)
        page.emulate_media(media="print")
        for id in ids:
            assert page.locator(f"#{id} figure img.light-only").is_visible()
            assert page.locator(f"#{id} > p:visible, #{id} .ex:visible").count() == 0
    waiting.close()
    plain.close()
