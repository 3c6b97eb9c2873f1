"""What a page loads and when, in a browser: bytes, the search, the styles that were left out, fonts that come late."""

from importlib.resources import files

import pytest

from tests import host, transfer
from tests.browser.test_pages import SHIFT, paths
from tests.site.test_sizes import FIRST_VISIT, NEXT_PAGE

STYLES = files("material") / "templates/assets/stylesheets"

SHIFTS = """
window.shifts = [];
const note = (entries) => {
  for (const each of entries) {
    const nodes = each.sources.map((source) => source.node?.className || source.node?.nodeName);
    if (!each.hadRecentInput) window.shifts.push([each.value, ...nodes]);
  }
};
const observer = new PerformanceObserver((list) => note(list.getEntries()));
observer.observe({ type: "layout-shift", buffered: true });
window.moved = () => { note(observer.takeRecords()); return window.shifts; };
"""
SETTLED = """async () => {
  const waiting = [...document.querySelectorAll(":not(:defined)")];
  await Promise.all(waiting.map((element) => customElements.whenDefined(element.localName)));
  for (let frame = 0; frame < 5; frame++) await new Promise(requestAnimationFrame);
  await new Promise((done) => setTimeout(done, 100));
}"""


@pytest.fixture(scope="module")
def hosted(site):
    """The site as a host sends it: compressed."""
    with host.serve(site.folder) as address:
        yield address


@pytest.fixture
def tab(browser):
    """A tab of a browser that keeps nothing from before."""
    context = browser.new_context(viewport={"width": 390, "height": 844}, device_scale_factor=2, is_mobile=True)
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("path", ["idea/stopping/", "networks/chain-rule/"])
def test_a_lesson_and_the_next_one_come_in_few_bytes(tab, hosted, path):
    meter = transfer.Meter(tab.context, tab)
    first = meter.during(lambda: transfer.open_page(tab, hosted + path))
    assert FIRST_VISIT / 2 < first.total <= FIRST_VISIT, first
    assert not [url for url in first.bytes if "search_index" in url or "worker" in url], first
    assert not [url for url in first.bytes if url.endswith("-dark.svg")], first
    later = meter.during(lambda: transfer.next_page(tab))
    assert 5_000 < later.total <= NEXT_PAGE, later
    assert not [url for url in later.bytes if url.endswith((".woff2", ".css"))], later


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_scrolling_loads_the_figures_of_one_theme_only(tab, hosted, scheme):
    tab.emulate_media(color_scheme=scheme)
    asked = []
    tab.on("request", lambda request: asked.append(request.url) if "/figures/" in request.url else None)
    tab.goto(f"{hosted}networks/backpropagation/")
    tab.evaluate(SETTLED)
    shown = tab.locator("figure img:visible")
    for number in range(shown.count()):
        shown.nth(number).scroll_into_view_if_needed()
        tab.wait_for_function("(image) => image.naturalWidth", arg=shown.nth(number).element_handle())
    assert len(asked) >= 2
    assert {url.endswith("-dark.svg") for url in asked} == {scheme == "dark"}


@pytest.mark.parametrize("path", ["", "idea/descent/", "networks/chain-rule/"])
def test_the_style_sheet_and_the_fonts_are_taken_once(tab, hosted, path):
    """Also when the theme has started: what it changed made a page be laid out again. The next page keeps them."""
    tab.add_init_script("window.takings = 0; document.fonts.addEventListener('loading', () => { takings += 1; })")
    asked = []
    tab.on("request", lambda request: asked.append(request.url.split("/")[-1]))
    tab.goto(hosted + path)
    tab.evaluate(SETTLED)
    tab.wait_for_timeout(300)
    assert tab.evaluate("takings") == 1
    fonts = [name for name in asked if name.endswith((".woff2", ".css"))]
    assert len(fonts) == len(set(fonts)) == 4, fonts
    sheets = "[...document.head.querySelectorAll('link[rel=stylesheet]')].map(({ sheet }) => Boolean(sheet))"
    assert tab.evaluate(sheets) == [True]
    transfer.next_page(tab)
    tab.evaluate(SETTLED)
    assert tab.evaluate(sheets) == [True]
    assert tab.evaluate("takings") == 1, "the next page came without a reload, with the same fonts"


def test_the_search_loads_when_it_is_opened(tab, hosted):
    asked = []
    tab.on("request", lambda request: asked.append(request.url.split("/")[-1]) if "search" in request.url else None)
    tab.goto(f"{hosted}idea/descent/", wait_until="networkidle")
    assert not asked
    tab.keyboard.press("/")
    tab.keyboard.type("learning rate")
    tab.locator(".md-search-result__link").first.wait_for()
    assert [name.split(".")[0] for name in asked] == ["search_index", "search"]


def test_no_style_is_left_out_that_something_on_a_page_asks_for(tab, hosted, site):
    """The browser reads the theme's style sheets and the published one, and looks on every page for what is missing."""
    theme = "".join(file.read_text("utf-8") for file in sorted(STYLES.iterdir(), key=str) if file.suffix == ".css")
    (published,) = (site.folder / "assets/stylesheets").glob("*.css")
    tab.goto(hosted)
    left_out = tab.evaluate(
        """async ([theme, published]) => {
          const read = (css) => {
            const sheet = new CSSStyleSheet();
            sheet.replaceSync(css);
            const found = new Set();
            const visit = (rules) => {
              for (const rule of rules) {
                const plain = (rule.selectorText ?? "").replace(/\\[data-md-color-switching\\] [^,]*/g, "gone");
                for (const each of plain.split(/,(?![^(]*\\))/)) found.add(each.trim());
                visit(rule.cssRules ?? []);
              }
            };
            visit(sheet.cssRules);
            return found;
          };
          const kept = read(published);
          return [...read(theme)].filter((selector) => selector && !kept.has(selector));
        }""",
        [theme, published.read_text("utf-8")],
    )
    assert len(left_out) > 300
    matches = tab.evaluate(
        """async ([addresses, selectors]) => {
          const found = [];
          const states = /::?(?:before|after|marker|hover|focus(?:-within|-visible)?|active|target|checked|-[a-z-]+)/g;
          for (const address of addresses) {
            const html = await (await fetch(address)).text();
            const page = new DOMParser().parseFromString(html, "text/html");
            page.documentElement.className = "js";
            for (const selector of selectors) {
              let hit = null;
              try { hit = page.querySelector(selector.replace(states, "") || "*"); } catch { continue; }
              if (hit) found.push(`${address}: ${selector}`);
            }
          }
          return found;
        }""",
        [[hosted + page.name for page in site.content], left_out],
    )
    assert not matches, "\n".join(matches[:20])


@pytest.fixture(scope="module")
def slow(browser):
    """A tab for pages whose fonts come when a test lets them, and what it holds back."""
    context = browser.new_context()
    page, held = context.new_page(), []
    page.add_init_script(SHIFTS)
    page.route("**/*.woff2", lambda route: held.append(route))
    yield page, held
    context.close()


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("path", paths())
def test_nothing_moves_when_fonts_come_late(slow, hosted, path, width):
    """The page shows without them. So it is with fonts that never come, until these here do."""
    page, held = slow
    held.clear()
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(hosted + path, wait_until="domcontentloaded")
    page.wait_for_function("document.documentElement.dataset.fonts === 'late'")
    page.evaluate(SETTLED)
    assert len(held) == 3
    for route in held:
        route.continue_()
    page.wait_for_function("document.documentElement.dataset.fonts === 'arrived'")
    page.evaluate(SETTLED)
    shifts = page.evaluate("window.moved()")
    assert sum(shift[0] for shift in shifts) <= SHIFT, shifts


def test_fonts_that_came_late_are_those_of_the_next_page(slow, hosted):
    page, held = slow
    held.clear()
    page.goto(f"{hosted}idea/descent/", wait_until="domcontentloaded")
    page.wait_for_function("document.documentElement.dataset.fonts === 'late'")
    family = "getComputedStyle(document.querySelector('article p:not([class])')).fontFamily"
    assert "Source Serif 4" not in page.evaluate(family)
    for route in held:
        route.continue_()
    page.wait_for_function("document.documentElement.dataset.fonts === 'arrived'")
    assert "Source Serif 4" not in page.evaluate(family)
    transfer.next_page(page)
    page.wait_for_function("!document.documentElement.dataset.fonts")
    assert "Source Serif 4" in page.evaluate(family)


def test_a_page_without_its_fonts_is_shown(slow, hosted):
    page, held = slow
    held.clear()
    page.goto(f"{hosted}idea/descent/", wait_until="domcontentloaded")
    page.wait_for_function("document.documentElement.dataset.fonts === 'late'")
    for route in held:
        route.abort()
    page.evaluate(SETTLED)
    assert page.evaluate("getComputedStyle(document.body).visibility") == "visible"
    assert page.evaluate("document.documentElement.dataset.fonts") == "late"
