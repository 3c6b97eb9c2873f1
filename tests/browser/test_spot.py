"""Lines of code that answer "Which line is wrong?": by click and by key, told and marked; the code stays."""

from tests.browser.test_pages import PALE, SHIFT, axe
from tests.browser.waiting import wait_until

PAGE = "practice/spot-the-bug/"
READY = "document.querySelectorAll('.spot').length === 13"
STATE = "(code) => [...code.querySelectorAll('[aria-checked=true]')].map((line) => line.className).join()"


def test_a_click_on_a_line_answers_the_form_and_marks_the_line(visit, site):
    seen = visit(PAGE, width="phone", motion="reduce")
    page = seen.page
    wait_until(page, READY)
    assert seen.shift() <= SHIFT
    (lesson,) = (each for each in site.lessons if each.name.startswith(PAGE))
    codes = [code.text_content() for code in lesson.tree.xpath("//div[contains(@class, 'highlight')]//code")]
    assert page.locator(".highlight code").all_text_contents() == codes, "what is copied stays"
    code, form, other = page.locator(".spot").nth(1), *(page.locator(".answer-form").nth(k) for k in (1, 2))
    assert code.evaluate("(e) => e.innerText.trimEnd()") == code.text_content().rstrip()
    lines, verdict = code.get_by_role("radio"), form.locator(".verdict")
    assert lines.count() == 5, "an empty line is none to choose"
    said, marks = [], []
    for line in (0, 2, 4):
        lines.nth(line).click()
        said.append(verdict.text_content())
        marks.append((code.evaluate(STATE), lines.nth(line).get_attribute("aria-label").partition(" ")[0]))
        assert lines.nth(line).evaluate("(e) => getComputedStyle(e, '::before').maskImage") != "none", (
            "not colour alone"
        )
        assert form.locator(":checked").count() == (line != 2), "no button for a line that nobody offers"
    starts = ("Not line 1. The two numbers", "Not line 4. This line is fine.", "Right. ")
    assert all(words.startswith(start) for words, start in zip(said, starts, strict=True)), said
    assert marks == [("is-wrong", "1,"), ("is-wrong", "4,"), ("is-right", "7,")]
    other.locator("[type=radio]").last.check()
    other.get_by_text("Check", exact=True).click()
    assert page.locator(".spot").nth(2).evaluate(STATE) == "is-right", "the form marks the line, too"
    assert seen.go(PAGE).page.locator(".answer-form").nth(1).locator(".is-right").count() == 1
    wait_until(page, READY)
    assert page.locator(".spot").nth(1).evaluate(STATE) == "is-right", "what was solved is marked again"


def test_lines_by_keyboard_and_every_state_is_accessible(visit):
    page, problems = visit(PAGE).page, []
    page.locator(".spot").first.get_by_role("radio").first.focus()
    for keys, told in (("ArrowDown ArrowDown Enter", "Not line 3. "), ("End Home ArrowUp Space", "Not line 1. This")):
        for key in keys.split():
            page.keyboard.press(key)
        assert page.locator(".verdict").first.text_content().startswith(told)
        assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    page.keyboard.press("End")
    page.keyboard.press("Enter")
    assert page.locator(".verdict").first.text_content().startswith("Right. ")
    assert page.locator(".spot [tabindex='0']").count() == 13, "one stop for Tab in each"
    page.locator(".spot").nth(1).get_by_role("radio").first.click()
    for scheme, name in (("light", "default"), ("dark", "slate")):
        page.emulate_media(color_scheme=scheme)
        wait_until(page, "(name) => document.body.dataset.mdColorScheme === name", name)
        problems += page.evaluate(PALE) + axe(page)
    assert problems == []
