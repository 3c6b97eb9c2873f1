"""What a page loads and when: bytes, fonts once, the figures of one theme, and fonts that come late."""

import pytest

from tests import host, transfer
from tests.browser.test_pages import SHIFT, paths
from tests.browser.waiting import wait_until, wait_until_ready

FIRST_VISIT, NEXT_PAGE = 180_000, 40_000  # bytes
# Home, explorer, formulas, lab
SAMPLE = {"": "light", "idea/descent/": "dark", "networks/chain-rule/": "light", "labs/loss-landscape/": "dark"}


@pytest.fixture(scope="module")
def hosted(site):
    """The site as a host sends it, without the headers that HTTP/2 would send once."""
    with host.serve(site.folder, security=False) as address:
        yield address


def new_tab(browser):
    """A tab of a phone that keeps nothing from before."""
    tab = browser.new_page(viewport={"width": 390, "height": 844}, device_scale_factor=2, is_mobile=True)
    tab.add_init_script("delete Navigator.prototype.serviceWorker")
    return tab


def test_a_page_and_the_next_one_come_in_few_bytes(browser, hosted):
    for path, scheme in SAMPLE.items():
        tab, asked = new_tab(browser), []
        tab.emulate_media(color_scheme=scheme)
        tab.on("request", lambda request, asked=asked: asked.append(request.url))
        meter = transfer.Meter(tab)
        first = meter.during(lambda page, path=path: page.goto(hosted + path))
        assert FIRST_VISIT / 2 < first.total <= FIRST_VISIT, first
        assert not [url for url in first if "pagefind" in url], first
        assert len([url for url in first if url.endswith(".woff2")]) == 3, first
        later = meter.during(transfer.next_page)
        assert 5_000 < later.total <= NEXT_PAGE, later
        again = [url for url, size in later.items() if size > 500 and url.endswith((".woff2", ".css", ".min.js"))]
        assert not again, "sent once more, not only asked for"
        for image in tab.locator("figure img:visible").all():
            image.scroll_into_view_if_needed()
            wait_until(tab, "(image) => image.naturalWidth", image.element_handle())
        assert {url.endswith("-dark.svg") for url in asked if "/figures/" in url} == {scheme == "dark"}, asked
        tab.close()


SHIFTS = """window.shifts = 0;
new PerformanceObserver((list) => list.getEntries().forEach(({ value }) => { shifts += value; }))
  .observe({ type: "layout-shift", buffered: true });"""


@pytest.mark.all
def test_fonts_that_come_late_move_nothing(browser, hosted):
    tab, held, problems = new_tab(browser), [], []
    tab.route("**/*.woff2", lambda route: held.append(route))
    tab.add_init_script(SHIFTS)
    state = "(state) => document.documentElement.dataset.fonts === state"
    family = "getComputedStyle(document.querySelector('article p:not([class])')).fontFamily"
    for width in (390, 1280):
        tab.set_viewport_size({"width": width, "height": 900})
        for path in [*paths(), "idea/descent/"]:
            held.clear()
            tab.goto(hosted + path, wait_until="domcontentloaded")
            wait_until(tab, state, "late")
            assert tab.evaluate("getComputedStyle(document.body).visibility") == "visible"
            for route in held:
                route.continue_()
            wait_until_ready(tab)
            if (shift := tab.evaluate("shifts")) > SHIFT:
                problems.append(f"{path} at {width}: {shift}")
    assert not problems, "\n".join(problems)
    assert "Source Serif 4" not in tab.evaluate(family), "the letters do not change while somebody reads"
    tab.close()
