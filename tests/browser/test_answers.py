"""Answers in the page: what is typed is read, judged and told; the run stays covered until it was predicted."""

import pytest

from tests.browser.test_pages import PALE, axe

# Numbers, and what is read as each; as no number is read what stands in the last lines.
READINGS = """
0.6 = 0.6 | 0,6 | .60 | ,6 | +0.6 | 6e-1 | 6E-1 | 3/5 | 3 / 5 | 3⁄5 | 0,600
-0.6 = -0.6 | −0.6 | –0.6 | - 0.6 | −3/5 | 3/-5
1080 1.08 = 1,080
1080.5 = 1,080.5
1234567 = 1,234,567
12.34 = 12,34
6 = 6. | 6
6.1e-6 = 6.1 × 10⁻⁶ | 6.1*10^-6
2000 = 2 x 10^3
0.5 = ½
 = six | NaN | Infinity | -Infinity | 1e999 | 1/0 | 0/0 | 1/ | /5 | 1/2/3 | 0.6.1 | 1.080,5 | 1,08,0 | 1,080,5 | 0.6 w
 = --6 | 0x10 | 0b1 | 1_000 | e5 | . | , | - | 1 2 | <b> | <img src=x onerror=alert(1)>
"""
# The right answer and known mistakes; which of them is found in what is typed. After a tilde: half of a last digit.
JUDGED = """
0.6 -0.6 6 0: 0.6 3/5 → 0; 0.64 0.601 0.5999999 0.60000001 1e-12 NaN → -1; -0.6 → 1; 6.0 → 2; 0 -0 → 3
0.18~0.005 -0.18~0.005: 0.18 0.1809 0.175 0.1849999 2/11 → 0; 0.185 0.1749 0.2 -0.185 → -1; -0.1809 -0.175 → 1
6.1e-6~5e-8: 6.12e-6 → 0; 6.2e-6 → -1
1080 1.08: 1,080 → 0
1.08 1080: 1,080 → 1
"""


def module(page, expression: str, arg):
    """Evaluate an expression with `answers`, the site's module, and `arg`."""
    source = 'import(new URL("answers.js", document.querySelector("script[src$=\'start.js\']").src))'
    return page.evaluate(f"async (arg) => {{ const answers = await {source}; return {expression}; }}", arg)


def test_a_typed_answer_is_read_in_every_usual_form_and_judged_to_the_digit(visit):
    page = visit("").page
    readings = {"": [], "9" * 400: []}
    for line in READINGS.strip("\n").splitlines():
        numbers, forms = line.split(" = ")
        readings |= {form.strip(): [float(number) for number in numbers.split()] for form in forms.split("|")}
    found = dict(zip(readings, module(page, "arg.map(answers.readings)", list(readings)), strict=True))
    assert found == {text: pytest.approx(expected) for text, expected in readings.items()}
    cases = []
    for line in JUDGED.strip().splitlines():
        listed, judged = line.split(": ")
        items = [dict(zip(("value", "half"), map(float, item.split("~")), strict=False)) for item in listed.split()]
        for texts, place in (each.split(" → ") for each in judged.split("; ")):
            cases += [(items, text, int(place)) for text in texts.split()]
    found = module(page, "arg.map(([items, text]) => answers.judge(text, items))", cases)
    assert [(case, place) for case, place in zip(cases, found, strict=True) if place != case[2]] == []


# Gives answers to a form, one after the other. For each: what it says, how many tags that has, which runs are hidden.
ANSWER = """([key, answers]) => answers.map((answer) => {
  const form = document.querySelector(`form[data-key="${key}"]`), verdict = form.querySelector(".verdict");
  form.elements.answer.value = answer;
  form.requestSubmit();
  const hidden = [...document.querySelectorAll(".output")]
    .filter((e) => getComputedStyle(e.querySelector("samp")).visibility === "hidden");
  return [verdict.textContent, verdict.querySelectorAll("img").length, hidden.map((e) => e.dataset.cover)];
})"""
WRONG = {"12345.678": "Not 12345.678. Try again.", "": "First give an answer"}
WRONG |= dict.fromkeys(["<img src=x onerror=hacked=1>", "__proto__", "about a half"], "That is not a number.")


def test_every_check_of_every_lesson_refuses_what_is_wrong_and_takes_what_is_right(visit, site):
    """The run is covered until all checks of its prediction are right, and everything is kept when the page is left."""
    seen, count, kept = visit(""), 0, set()
    for lesson in site.lessons:
        page = seen.go(lesson.name.removesuffix("index.html")).page
        forms = lesson.tree.xpath("//form[@data-check]")
        count += len(forms)
        for place, form in enumerate(forms):
            key, typed = form.get("data-key"), not form.xpath(".//*[@type='radio']")
            group = key.split("/")[0]
            waits = lesson.tree.xpath("//*[@class='output'][@data-cover=$key]", key=group)
            listed = lesson.tree.get_element_by_id(form.get("data-check")).xpath(".//*[@data-value]")
            items = [(item.xpath(".//strong")[0].text_content().strip("≈ "), item.get("data-value")) for item in listed]
            cases = [(number if typed else value, f"Not {number}. ") for number, value in items]
            cases = cases[1:] + list(WRONG.items() if typed else ()) + [(cases[0][0], "Right.")]
            found = page.evaluate(ANSWER, [key, [answer for answer, _ in cases]])
            is_last = not any(each.get("data-key").startswith(f"{group}/") for each in forms[place + 1 :])
            for (answer, expected), (told, tags, hidden) in zip(cases, found, strict=True):
                assert told.startswith(expected), (lesson.name, answer, told)
                assert tags == 0
                is_over = not waits or (is_last and expected == "Right.")
                assert (group in hidden) is not is_over, (lesson.name, key, answer, hidden)
        if (part := lesson.name.split("/")[0]) in kept:
            continue
        kept.add(part)  # one lesson of each part is left and opened again
        seen.go(lesson.name.removesuffix("index.html"))
        assert {told.split(".")[0] for told in page.locator(".verdict").all_text_contents()} == {"Right"}, lesson.name
    assert count > 3 * len(site.lessons)


def test_by_keyboard_and_a_covered_run_is_hidden_from_everybody_and_keeps_its_room(visit):
    page = visit("networks/chain-rule/", width="phone").page
    form = page.locator(".answer-form:has(.show-run):has([type=text])").first
    output = page.locator(f".output[data-cover={form.get_attribute('data-key').split('/')[0]}]").first
    text = output.locator("samp").text_content().strip().splitlines()[0]
    boxes = "[...document.querySelectorAll('.output, pre, h2, details')].map((e) => e.getBoundingClientRect().height)"
    before = page.evaluate(boxes)
    assert "Hidden until" in output.evaluate("(e) => getComputedStyle(e, '::after').content")
    assert text not in page.locator("article").aria_snapshot()
    assert text not in page.evaluate("getSelection().selectAllChildren(document.body), `${getSelection()}`")
    form.locator("input").focus()
    page.keyboard.type("12345")
    page.keyboard.press("Enter")
    assert form.locator(".verdict").text_content().startswith("Not 12345. ")
    for name in ("Check", "I don't know"):
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.textContent") == name
        assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    page.keyboard.press("Enter")
    assert text in page.evaluate("document.activeElement.textContent"), "the focus goes to what was shown"
    assert text in page.locator("article").aria_snapshot()
    assert page.evaluate(boxes) == before


def test_every_state_is_accessible_and_fits(visit):
    page, problems, signs = visit("idea/descent/", width="phone").page, [], []
    for answer in ("12345", None):
        for form in page.locator(".answer-form:has([type=text]):visible").all():
            right = page.locator(f"#{form.get_attribute('data-check')} [data-value]").first.get_attribute("data-value")
            form.locator("input").fill(answer or right)
            form.locator("input").press("Enter")
        signs.append(form.locator(".verdict").evaluate("(e) => getComputedStyle(e, '::before').maskImage"))
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            page.evaluate("Promise.allSettled(document.getAnimations().map((each) => each.finished)).then(() => 0)")
            problems += page.evaluate(PALE)
    assert problems + axe(page) == []
    assert "none" not in signs
    assert signs[0] != signs[1], "right and wrong differ by more than colour"
    page.emulate_media(media="print")
    assert page.locator(".answer-form:visible").count() == 0
