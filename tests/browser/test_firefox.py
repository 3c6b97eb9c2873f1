"""The same site in Firefox: every page, and the ways to use it. Chromium's tests are the fuller ones.

Where no Firefox is installed, these are skipped, and `make test` says so.
"""

import pytest

from tests.browser import (
    firefox,
    test_answers,
    test_explorer_controls,
    test_explorer_numbers,
    test_explorers,
    test_progress,
    test_site,
)
from tests.browser.conftest import SHIFTS, WIDTHS
from tests.browser.test_pages import BLANK, WIDER, paths

pytestmark = pytest.mark.skipif(firefox.find() is None, reason=firefox.MISSING)


@pytest.fixture(scope="module")
def contexts(playwright):
    """Contexts of Firefox by width. `visit` takes them, in this module, instead of Chromium's."""
    made = {}
    with firefox.started(playwright) as browser:

        def context(scheme: str, width: str, motion: str):
            assert scheme == "light", "this Firefox is not told what the system prefers"
            if width not in made:
                made[width] = browser.new_context(viewport={"width": WIDTHS[width], "height": 900})
                made[width].add_init_script(SHIFTS)
                made[width].add_init_script("delete Navigator.prototype.serviceWorker")  # nothing is kept for later
            return made[width]

        yield context


asked, article = test_answers.asked, test_answers.article  # the fixtures of the tests of answers

test_search = test_site.test_search_finds_a_word
test_fonts = test_site.test_the_fonts_are_those_of_the_site
test_palette = test_site.test_the_theme_is_switched_by_keyboard_and_stays
test_solution = test_site.test_a_solution_opens_by_keyboard
test_wide_content = test_site.test_wide_content_scrolls_in_its_own_box
test_map_by_keyboard = test_site.test_the_live_map_by_keyboard
test_map_by_pointer = test_site.test_the_live_map_by_pointer
test_map_lies_still = test_site.test_the_live_map_lies_on_the_drawn_one_and_moves_nothing
test_instant_navigation = test_site.test_the_live_map_survives_navigation_without_a_reload

test_verdicts = test_answers.test_two_checks_of_one_box_are_asked_apart_and_uncover_its_run_together
test_answers_by_keyboard = test_answers.test_everything_works_by_keyboard
test_answers_stay = test_answers.test_what_was_answered_or_shown_is_remembered
test_answers_navigation = test_answers.test_answers_survive_navigation_without_a_reload

test_explorer_controls_are_reached = test_explorers.test_every_control_can_be_reached_and_has_a_name
test_explorer_navigation = test_explorers.test_it_survives_going_on_and_coming_back
test_explorer_slider = test_explorers.test_the_slider_is_set_by_a_pointer_and_by_keys
test_explorer_grips = test_explorer_controls.test_grips_are_dragged_and_moved_by_keys
test_explorer_buttons = test_explorer_controls.test_buttons
test_explorer_table = test_explorer_numbers.test_descent

test_read = test_progress.test_a_lesson_is_read_when_its_end_was_on_the_screen
test_forgotten = test_progress.test_progress_is_forgotten_and_brought_back_by_keyboard
test_nothing_is_sent = test_progress.test_nothing_is_sent


@pytest.mark.parametrize("path", paths())
def test_page(visit, path):
    """It opens without a message or a request elsewhere, and figures, letters and formulas are there."""
    seen = visit(path)
    page = seen.page
    assert "Firefox" in page.evaluate("navigator.userAgent")
    page.evaluate(UNFOLD)
    seen.show_figures()
    problems = seen.problems
    problems += [f"wider than the screen: {name}" for name in page.evaluate(WIDER)]
    problems += [f"shows no picture: {src}" for src in page.evaluate(BLANK)]
    problems += [f"formula is flat: {formula}" for formula in page.evaluate(FLAT)]
    problems += [f"no font: {font}" for font in page.evaluate(MISSING_FONTS)]
    assert not problems, "\n" + "\n".join(problems)


# On a slow machine a page keeps the fonts of the system until the next visit: it is asked for its own.
UNFOLD = """async () => {
  delete document.documentElement.dataset.fonts;
  for (const details of document.querySelectorAll("details")) details.open = true;
  document.body.getBoundingClientRect();
  await document.fonts.ready;
}"""

# Formulas that are not laid out: a fraction has its parts one above the other, exponents are raised, indices lowered.
FLAT = """() => {
  const box = (e) => e.getBoundingClientRect();
  const middle = (e) => box(e).top + box(e).height / 2;
  const wrong = {
    mfrac: ([over, under]) => box(over).bottom > box(under).top + 1,
    msup: ([base, up]) => middle(up) >= middle(base),
    msub: ([base, down]) => middle(down) <= middle(base),
  };
  return [...document.querySelectorAll("math")].filter((e) => e.checkVisibility()).filter((math) =>
    !box(math).width || !/"STIX Two Math"/.test(getComputedStyle(math).fontFamily)
      || Object.entries(wrong).some(([tag, is]) =>
        [...math.querySelectorAll(tag)].some((e) => is([...e.children])))
  ).map((math) => math.outerHTML.slice(0, 200));
}"""

MISSING_FONTS = """() => {
  const wanted = ["Source Serif 4"];
  if ([...document.querySelectorAll("math")].some((e) => e.checkVisibility())) wanted.push("STIX Two Math");
  const loaded = [...document.fonts].filter((f) => f.status === "loaded").map((f) => f.family.replaceAll('"', ""));
  return wanted.filter((name) => !loaded.some((family) => family.toLowerCase() === name.toLowerCase()));
}"""
