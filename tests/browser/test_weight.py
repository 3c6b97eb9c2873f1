"""What a page loads and when: bytes, fonts once, the figures of one theme, and fonts that come late."""

import pytest

from tests import host, transfer
from tests.browser.test_pages import SHIFT, paths
from tests.browser.waiting import wait_until, wait_until_ready

FIRST_VISIT, NEXT_PAGE = 180_000, 40_000  # bytes
SAMPLE = ["", "idea/descent/", "networks/chain-rule/", "labs/loss-landscape/"]  # home, explorer, formulas, lab


@pytest.fixture(scope="module")
def hosted(site):
    """The site as a host sends it, without the headers that HTTP/2 would send once."""
    with host.serve(site.folder, security=False) as address:
        yield address


@pytest.fixture
def new_tab(browser):
    """Tabs of phones that keep nothing from before."""
    contexts = []

    def new_tab():
        contexts.append(
            browser.new_context(viewport={"width": 390, "height": 844}, device_scale_factor=2, is_mobile=True)
        )
        contexts[-1].add_init_script("delete Navigator.prototype.serviceWorker")
        return contexts[-1].new_page()

    yield new_tab
    for context in contexts:
        context.close()


def test_a_page_and_the_next_one_come_in_few_bytes(new_tab, hosted):
    for path in SAMPLE:
        tab = new_tab()
        meter = transfer.Meter(tab)
        first = meter.during(lambda page, path=path: page.goto(hosted + path))
        assert FIRST_VISIT / 2 < first.total <= FIRST_VISIT, first
        assert not [url for url in first if url.endswith("-dark.svg") or "pagefind" in url], first
        assert len([url for url in first if url.endswith(".woff2")]) == 3, first
        later = meter.during(transfer.next_page)
        assert 5_000 < later.total <= NEXT_PAGE, later
        assert not [url for url in later if url.endswith((".woff2", ".css"))], later


def test_scrolling_loads_the_figures_of_one_theme_only(new_tab, hosted):
    for scheme in ("light", "dark"):
        tab, asked = new_tab(), []
        tab.emulate_media(color_scheme=scheme)
        tab.on("request", lambda request, asked=asked: asked.append(request.url))
        tab.goto(f"{hosted}networks/backpropagation/")
        wait_until_ready(tab)
        for image in tab.locator("figure img:visible").all():
            image.scroll_into_view_if_needed()
            wait_until(tab, "(image) => image.naturalWidth", image.element_handle())
        figures = [url for url in asked if "/figures/" in url]
        assert len(figures) >= 2
        assert {url.endswith("-dark.svg") for url in figures} == {scheme == "dark"}


@pytest.mark.all
def test_fonts_that_come_late_move_nothing_and_are_those_of_the_next_page(new_tab, hosted):
    tab, held, problems = new_tab(), [], []
    tab.route("**/*.woff2", lambda route: held.append(route))
    tab.add_init_script(
        """window.shifts = 0;
        const add = (list) => { for (const { value } of list.getEntries()) shifts += value; };
        new PerformanceObserver(add).observe({ type: "layout-shift", buffered: true });"""
    )
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
            wait_until(tab, state, "arrived")
            wait_until_ready(tab)
            if (shift := tab.evaluate("shifts")) > SHIFT:
                problems.append(f"{path} at {width}: {shift}")
    assert not problems, "\n".join(problems)
    assert "Source Serif 4" not in tab.evaluate(family), "the letters do not change while somebody reads"
    transfer.next_page(tab)
    wait_until(tab, "!document.documentElement.dataset.fonts")
    assert "Source Serif 4" in tab.evaluate(family)
