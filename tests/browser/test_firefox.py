"""Every page and the ways to use it in Firefox, in `make test-all`. Chromium's tests are the fuller ones."""

from pathlib import Path

import pytest

from tests.browser import test_answers, test_explorer_controls, test_explorers, test_progress, test_site
from tests.browser.conftest import contexts_of
from tests.browser.test_pages import BLANK, WIDER, paths

pytestmark = pytest.mark.all
test_answer = test_answers.test_by_keyboard_and_a_covered_run_is_hidden_from_everybody_and_keeps_its_room
test_read = test_progress.test_a_lesson_is_read_at_its_end_and_nothing_is_sent
test_theme = test_site.test_the_theme_follows_the_system_and_is_switched_by_keyboard
test_map = test_site.test_the_live_map_by_keyboard_and_by_pointer
test_slider = test_explorers.test_the_slider_is_set_by_a_pointer_and_by_keys
test_grips = test_explorer_controls.test_grips_are_dragged_and_moved_by_keys
# Fractions that do not have their parts one above the other, exponents that are not raised.
FLAT = """() => {
  const box = (e) => e.getBoundingClientRect();
  const flat = ({ localName, children: [one, two] }) => localName === "mfrac"
    ? box(one).bottom > box(two).top + 1
    : box(two).top + box(two).bottom >= box(one).top + box(one).bottom;
  const all = [...document.querySelectorAll("mfrac, msup")].filter((e) => e.checkVisibility());
  return all.filter(flat).map((e) => e.outerHTML);
}"""


@pytest.fixture(scope="module")
def contexts(playwright):
    """Contexts of Firefox. `visit` takes them, in this module, instead of Chromium's."""
    if not Path(playwright.firefox.executable_path).exists():
        pytest.skip("The pages were not opened in Firefox. To install it: .venv/bin/playwright install firefox")
    with playwright.firefox.launch() as browser, contexts_of(browser) as contexts:
        yield contexts


def test_pages(visit):
    seen, problems = visit(""), []
    for path in paths():
        seen.go(path).show_figures()
        for what, look in (("sticks out", WIDER), ("shows no picture", BLANK), ("formula is flat", FLAT)):
            problems += [f"{path}: {what}: {each}" for each in seen.page.evaluate(look)]
    assert not problems, "\n".join(problems)
