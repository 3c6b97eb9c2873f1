"""Answers in the page: what is typed is read, judged and told; the run stays covered until it was predicted."""

import itertools
import re
from dataclasses import dataclass
from fractions import Fraction

import markdown
import pytest
from axe_playwright_python.sync_playwright import Axe
from mkdocs.config import load_config

from scripts.model import project

CONFIG = load_config(str(project.ROOT / "mkdocs.yml"))
LESSONS = [file.stem for file in sorted((project.ROOT / "docs/idea").glob("*.md")) if file.stem != "index"]

PAGE = """# Gradient descent

/// predict | Predict
Where is $w$ after one step?
///

```python
print(0.6)
```

```output
w = 0.6
w = 1.08
```

//// answer | Answer
It is so.

/// check | Where is $w$?
- 0.6: The minus *turns* it around.
- −0.6: You added the `slope`.
- 6: You left the rate out.
///

/// choose | And then?
- 1.08: Right on.
- 1.2: You took the first step twice.
- −12: You lost your way.
///
////

/// predict | Predict
How much?
///

```python
print(0.18)
```

```output
0.1809
```

//// answer | Answer
It is so.

/// check | How much?
- ≈ 0.18: Yes.
- −0.18: The sign.
///
////

///// exercise | Exercise 1
How many?

//// solution
These.

/// check | How many?
- 1,080: All of them.
- 3: Too few.
///
////
/////

/// short | In short
- One line.
///
"""


@pytest.fixture(scope="module")
def article() -> str:
    """The page above, as the site renders it."""
    md = markdown.Markdown(extensions=CONFIG["markdown_extensions"], extension_configs=CONFIG["mdx_configs"])
    return md.convert(PAGE)


@pytest.fixture
def asked(visit, article, site):
    """Open the page above in the place of a lesson: `asked(scheme, width)`."""
    whole = (site.folder / "idea/descent/index.html").read_text("utf-8")
    begin, end = re.search("<article[^>]*>", whole).end(), whole.index("</article>")
    body = whole[:begin] + article + whole[end:]

    def asked(scheme: str = "light", width: str = "wide"):
        seen = visit("", scheme, width)
        seen.page.route("**/idea/descent/", lambda route: route.fulfill(body=body, content_type="text/html"))
        return seen.go("idea/descent/")

    return asked


def say(form, text: str) -> str:
    """Type an answer, or choose it, and check it. Returns the verdict."""
    field = form.locator("input[type=text]")
    if field.count():
        field.fill(text)
        field.press("Enter")
    else:
        form.locator(f"input[value='{text}']").check()
        form.get_by_role("button", name="Check").click()
    return verdict(form)


def verdict(form) -> str:
    return form.locator("[role=status]").text_content().strip()


def covered(page) -> list[str]:
    """The outputs whose text is hidden, by the prediction they wait for."""
    return page.locator(".output").evaluate_all(
        "all => all.filter((e) => getComputedStyle(e.querySelector('samp')).visibility === 'hidden')"
        ".map((e) => e.dataset.cover)"
    )


# Reading what is typed


def module(page, expression: str, *arguments):
    """Evaluate an expression with `answers`, the site's module, and `args`."""
    source = f"""async (args) => {{
      const answers = await import(new URL("answers.js", document.querySelector("script[src*='start.js']").src));
      return {expression};
    }}"""
    return page.evaluate(source, [*arguments])


READINGS = {
    "0.6": [0.6],
    " 0.6 ": [0.6],
    "0,6": [0.6],
    ".60": [0.6],
    ",6": [0.6],
    "+0.6": [0.6],
    "6e-1": [0.6],
    "6E-1": [0.6],
    "3/5": [0.6],
    " 3 / 5 ": [0.6],
    "3⁄5": [0.6],
    "-0.6": [-0.6],
    "−0.6": [-0.6],
    "–0.6": [-0.6],
    "- 0.6": [-0.6],
    "−3/5": [-0.6],
    "3/-5": [-0.6],
    "0,600": [0.6],
    "1,080": [1080, 1.08],
    "-1,080": [-1080, -1.08],
    "1,080.5": [1080.5],
    "1,234,567": [1234567],
    "12,34": [12.34],
    "6.": [6],
    "0": [0],
    "6.1 × 10⁻⁶": [6.1e-6],
    "6.1*10^-6": [6.1e-6],
    "2 x 10^3": [2000],
    "½": [0.5],
    "\uff16": [6],
    "\xa00.6\u202f": [0.6],
    "": [],
    "  ": [],
    "six": [],
    "NaN": [],
    "Infinity": [],
    "-Infinity": [],
    "1e999": [],
    "1/0": [],
    "0/0": [],
    "1/": [],
    "/5": [],
    "1/2/3": [],
    "0.6.1": [],
    "1.080,5": [],
    "1,08,0": [],
    "1,080,5": [],
    "0.6 w": [],
    "1 2": [],
    "--6": [],
    "0x10": [],
    "0b1": [],
    "1_000": [],
    "e5": [],
    ".": [],
    ",": [],
    "-": [],
    "<b>": [],
    "<img src=x onerror=alert(1)>": [],
    "9" * 400: [],
}


def test_a_typed_answer_is_read_in_every_usual_form_and_nonsense_in_none(visit):
    page = visit("").page
    texts = list(READINGS)
    found = dict(zip(texts, module(page, "args[0].map(answers.readings)", texts), strict=True))
    assert found == {text: pytest.approx(expected) for text, expected in READINGS.items()}


EXACT = [{"value": 0.6}, {"value": -0.6}, {"value": 6}, {"value": 0}]
ABOUT = [{"value": 0.18, "half": 0.005}, {"value": -0.18, "half": 0.005}, {"value": 6.1e-6, "half": 5e-8}]
JUDGED = [
    (EXACT, "0.6", 0),
    (EXACT, "0.60000000000000001", 0),
    (EXACT, "3/5", 0),
    (EXACT, "0.64", -1),
    (EXACT, "0.601", -1),
    (EXACT, "0.5999999", -1),
    (EXACT, "0.60000001", -1),
    (EXACT, "-0.6", 1),
    (EXACT, "6.0", 2),
    (EXACT, "0", 3),
    (EXACT, "-0", 3),
    (EXACT, "1e-12", -1),
    (EXACT, "", -1),
    (EXACT, "NaN", -1),
    (ABOUT, "0.18", 0),
    (ABOUT, "0.1809", 0),
    (ABOUT, "0.175", 0),
    (ABOUT, "0.1849999", 0),
    (ABOUT, "0.185", -1),
    (ABOUT, "0.1749", -1),
    (ABOUT, "0.2", -1),
    (ABOUT, "2/11", 0),
    (ABOUT, "-0.1809", 1),
    (ABOUT, "-0.185", -1),
    (ABOUT, "-0.175", 1),
    (ABOUT, "6.12e-6", 2),
    (ABOUT, "6.2e-6", -1),
    ([{"value": 1080}, {"value": 1.08}], "1,080", 0),
    ([{"value": 1.08}, {"value": 2}], "1,080", 0),
    ([{"value": 1.08}, {"value": 1080}], "1,080", 1),
    ([{"value": 1}, {"value": 1000}], "1,000", 1),
    ([{"value": 2}, {"value": 1080}], "1,080", 1),
]


def test_only_the_number_itself_or_what_rounds_to_it_is_right(visit):
    page = visit("").page
    found = module(page, "args[0].map(([items, text]) => answers.judge(text, items))", JUDGED)
    assert found == [place for _, _, place in JUDGED]


# Every check of every lesson


@dataclass
class Check:
    """A check as it stands in a page's source."""

    kind: str
    exercise: bool
    about: bool
    answers: list[tuple[str, str]]  # number as printed, words


def checks(name: str) -> list[Check]:
    """The checks of a lesson, read from its Markdown line by line."""
    rows = re.sub(r"<!--.*?-->", "", (project.ROOT / f"docs/idea/{name}.md").read_text("utf-8"), flags=re.S).split("\n")
    found, exercise, current = [], False, None
    for row in rows:
        if opening := re.match(r"/+ (check|choose) \|", row):
            current = Check(opening[1], exercise, False, [])
            found.append(current)
        elif opening := re.match(r"/+ (\w+)", row):
            exercise = exercise if opening[1] in ("hint", "solution") else opening[1] == "exercise"
        elif row.startswith("///"):
            current = None
        elif current and (item := re.match(r"- (≈ )?([^:]+): *(.*)", row)):
            current.about |= bool(item[1])
            current.answers.append((item[2].strip(), item[3]))
        elif current and row.strip():
            number, words = current.answers[-1]
            current.answers[-1] = (number, f"{words} {row.strip()}")
    return found


def value(number: str) -> Fraction:
    """A printed number, exactly."""
    digits, _, power = number.replace("−", "-").replace(",", "").partition("×")
    exponent = power.strip()[2:].translate(str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")) or "0"
    return Fraction(digits.strip()) * Fraction(10) ** int(exponent)


def last_digit(number: str) -> Fraction:
    """What one more in the last digit of a printed number is worth."""
    digits, times, power = number.partition("×")
    return value("1" + times + power) * Fraction(1, 10 ** len(digits.strip().partition(".")[2]))


def plain(words: str) -> str:
    """The words up to the first formula, code, link or emphasis."""
    return re.split(r"[$`*\[]", words)[0].strip()


def spellings(number: str) -> list[str]:
    """Other ways to type a printed number."""
    exact, typed = value(number), number.replace("−", "-").replace(",", "")
    ways = [number, f" {typed} ", f"{exact.numerator}/{exact.denominator}"]
    if re.fullmatch(r"-?\d+\.\d+", typed):
        ways.append(typed.replace(".", ","))
    if re.fullmatch(r"0\.\d+", typed):
        ways.append(typed[1:] + "0")
    return ways


def test_the_lessons_ask():
    assert {name for name in LESSONS if any(check.exercise for check in checks(name))} == set(LESSONS)
    assert {name for name in LESSONS if any(not check.exercise for check in checks(name))} == set(LESSONS)


@pytest.mark.parametrize("name", LESSONS)
def test_every_wrong_answer_is_refused_and_the_right_one_taken(visit, name):
    seen = visit(f"idea/{name}/")
    page = seen.page
    forms = page.locator(".answer-form")
    sources = checks(name)
    exercises = sum(check.exercise for check in sources)
    # On the page, the form of a prediction stands where its box is, so the order is that of the checks.
    assert forms.count() == len(sources)
    assert page.locator(".exercise .answer-form").count() == exercises
    for place, check in enumerate(sources):
        form = forms.nth(place)
        key = form.get_attribute("data-key")
        (right, praise), *mistakes = check.answers
        solved = f"(localStorage.getItem('fall-line:1') ?? '').includes('solved idea/{name}/{key}\"')"
        radios = [input.get_attribute("value") for input in form.locator("[type=radio]").all()]
        named = {Fraction(radio): radio for radio in radios}
        assert len(radios) == (len(check.answers) if check.kind == "choose" else 0)
        for number, words in mistakes:
            told = say(form, named.get(value(number), number))
            assert told.startswith(f"Not {number}. ")
            assert plain(words)
            assert plain(words) in " ".join(told.split())
            assert not page.evaluate(solved)
        listed = [value(number) for number, _ in check.answers]
        if check.kind == "check":
            unit = last_digit(right) if check.about else 0
            near = [
                value(right) * Fraction(21, 20) + 3 * unit,
                value(right) - 2 * unit - Fraction(1, 97),
                Fraction(12345),
            ]
            for wrong in near:
                if min(abs(wrong - number) for number in listed) > unit:
                    assert say(form, f"{float(wrong):.12e}").endswith(". Try again."), (right, float(wrong))
            assert say(form, "") == "First give an answer, then check it."
            assert say(form, "about a half").startswith("That is not a number.")
            assert not page.evaluate(solved)
        for way in spellings(right) if check.kind == "check" else [named[value(right)]]:
            told = say(form, way)
            assert told.startswith("Right."), (right, way, told)
            assert plain(praise) in " ".join(told.split())
        assert page.evaluate(solved)
    assert covered(page) == []
    assert not seen.problems


# The form


def test_two_checks_of_one_box_are_asked_apart_and_uncover_its_run_together(asked):
    seen = asked()
    page = seen.page
    forms = page.locator(".answer-form")
    assert covered(page) == ["predict-1", "predict-2"]
    assert say(forms.nth(0), "-0.6") == "Not −0.6. You added the slope."
    assert forms.nth(0).locator(".verdict code").text_content() == "slope"
    assert verdict(forms.nth(1)) == "Choose one, then check it."
    assert say(forms.nth(1), "1.08") == "Right. Right on."
    assert covered(page) == ["predict-1", "predict-2"]
    assert verdict(forms.nth(0)) == "Not −0.6. You added the slope."
    assert say(forms.nth(0), "0,6") == "Right. The minus turns it around."
    assert covered(page) == ["predict-2"]
    assert say(forms.nth(1), "-12") == "Not −12. You lost your way."
    assert verdict(forms.nth(0)) == "Right. The minus turns it around."
    assert not seen.problems


def test_each_verdict_is_told_by_words_and_by_a_sign(asked):
    form = asked().page.locator(".answer-form").first
    sign = "(e) => getComputedStyle(e, '::before').maskImage"
    signs = []
    for text in ("", "0.6", "0.7", "-0.6"):
        say(form, text)
        signs.append(form.locator(".verdict").evaluate(sign))
    assert signs[0] == "none"
    assert signs[1] != signs[2] == signs[3]
    assert "none" not in signs[1:]


def test_what_is_no_number_gets_clear_words_and_never_becomes_markup(asked):
    seen = asked()
    form = seen.page.locator(".answer-form").first
    words = "That is not a number. Type digits, as in 12.5, −40 or 7/8."
    for text in [text for text, numbers in READINGS.items() if not numbers and len(text) < 40]:
        assert say(form, text) == (words if text.strip() else "First give an answer, then check it."), text
        assert form.locator(".verdict *").count() == 0
    assert say(form, "9" * 400) == f"Not {'9' * 40}. Try again."
    assert seen.page.evaluate("localStorage.getItem('fall-line:1')") is None
    assert not seen.problems


def test_everything_works_by_keyboard(asked):
    seen = asked()
    page, keys = seen.page, seen.page.keyboard
    page.locator(".predict").first.evaluate("(e) => { e.tabIndex = -1; e.focus(); }")
    keys.press("Tab")
    keys.type("3/5")
    keys.press("Enter")
    keys.press("Tab")  # its Check
    keys.press("Tab")
    keys.press("ArrowDown")
    keys.press("ArrowDown")  # −12, then 1.08
    keys.press("Enter")
    forms = page.locator(".answer-form")
    assert [verdict(forms.nth(k)).split(".")[0] for k in (0, 1)] == ["Right", "Not 1"]
    keys.press("ArrowUp")
    keys.press("Enter")
    assert verdict(forms.nth(1)) == "Right. Right on."
    assert covered(page) == ["predict-2"]
    page.locator(".answer-form").nth(2).locator("input").focus()
    for name in ("Check", "Show the run"):
        keys.press("Tab")
        assert page.evaluate("document.activeElement.textContent") == name
        assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    keys.press("Enter")
    assert covered(page) == []
    assert page.evaluate("document.activeElement.textContent") == "0.1809"
    assert not seen.problems


def test_every_field_has_a_name_and_says_what_it_wants(asked):
    page = asked().page
    for name in ("Where is .*?", "How much?", "How many?"):
        field = page.get_by_role("textbox", name=re.compile(name))
        assert field.get_attribute("inputmode") is None
    described = page.locator("#" + field.get_attribute("aria-describedby"))
    assert described.text_content() == "Type a number. Fractions are fine."
    assert page.get_by_role("group", name="And then?").get_by_role("radio").count() == 3


# The cover


@pytest.mark.parametrize("width", ["phone", "wide"])
def test_a_covered_run_is_hidden_from_everybody_and_keeps_its_room(asked, width):
    page = asked("light", width).page
    output = page.locator(".output").first
    assert output.locator(".output-cover").is_visible()
    assert output.locator(".output-cover").text_content() == "Hidden until you predict."
    assert "w = 0.6" not in page.locator("article").aria_snapshot()
    assert "w = 0.6" not in page.evaluate("getSelection().selectAllChildren(document.body), `${getSelection()}`")
    boxes = "[...document.querySelectorAll('.output, pre, h2, details')].map((e) => e.getBoundingClientRect().height)"
    inside = output.bounding_box()
    note = output.locator(".output-cover").bounding_box()
    assert inside["y"] < note["y"]
    assert note["y"] + note["height"] < inside["y"] + inside["height"]
    before = page.evaluate(boxes)
    page.get_by_role("button", name="Show the run").first.click()
    assert covered(page) == ["predict-2"]
    assert not output.locator(".output-cover").is_visible()
    assert page.evaluate(boxes) == before
    assert "w = 0.6" in page.locator("article").aria_snapshot()
    assert page.get_by_role("button", name="Show the run").count() == 1


def test_a_covered_run_is_no_stop_of_the_tab_key(asked):
    page = asked().page
    page.locator(".answer-form").nth(1).locator("button").last.focus()
    stops = []
    for _ in range(3):
        page.keyboard.press("Tab")
        stops.append(page.evaluate("document.activeElement.localName"))
    assert stops == ["button", "pre", "summary"]


def test_opening_the_answer_uncovers_the_run(asked):
    page = asked().page
    page.locator("summary").first.click()
    page.wait_for_function("document.querySelectorAll('.output[data-cover]').length === 1")
    assert covered(page) == ["predict-2"]
    page.reload()
    page.wait_for_function("document.querySelectorAll('.output[data-cover]').length === 1")
    assert covered(page) == ["predict-2"]


def test_what_was_answered_or_shown_is_remembered(asked):
    seen = asked()
    page = seen.page
    forms = page.locator(".answer-form")
    say(forms.nth(0), "0.6")
    page.get_by_role("button", name="Show the run").last.click()
    say(forms.nth(3), "1080")
    page.reload()
    page.wait_for_function("document.querySelectorAll('.output[data-cover]').length === 1")
    assert covered(page) == ["predict-1"]
    assert [verdict(forms.nth(k)).split(".")[0] for k in range(4)] == [
        "Right",
        "Choose one, then check it",
        "2 decimals are enough",
        "Right",
    ]
    assert forms.nth(0).locator("input").input_value() == "0.6"
    assert not seen.problems


def test_answers_survive_navigation_without_a_reload(asked):
    seen = asked()
    page = seen.page
    say(page.locator(".answer-form").first, "0.6")
    page.evaluate("window.here = true")
    page.locator(".md-path a", has_text="The idea").click()
    page.locator("article h1", has_text="The idea").wait_for()
    page.go_back()
    form = page.locator(".answer-form").first
    form.wait_for()
    page.wait_for_function("document.querySelector('.verdict').textContent.startsWith('Right')")
    assert page.evaluate("window.here"), "the page was reloaded"
    assert say(form, "6") == "Not 6. You left the rate out."
    assert say(page.locator(".answer-form").last, "3") == "Not 3. Too few."
    assert not seen.problems


def test_setting_up_twice_changes_nothing(asked):
    seen = asked()
    page = seen.page
    form = page.locator(".answer-form").first
    told = say(form, "-0.6")
    before = page.locator("article").inner_html()
    module(page, "(answers.setUpAnswers(), answers.setUpAnswers())")
    assert page.locator("article").inner_html() == before
    assert say(form, "-0.6") == told
    assert not seen.problems


@pytest.mark.parametrize(("scheme", "width"), [*itertools.product(["light", "dark"], ["phone", "wide"])])
def test_every_state_is_accessible_and_fits(asked, scheme, width):
    page = asked(scheme, width).page
    forms = page.locator(".answer-form")
    problems = []
    for answers in ({}, {0: "-0.6", 1: "1.2", 2: "1", 3: "?"}, {0: "0.6", 1: "1.08", 2: "0.18", 3: "1080"}):
        for place, text in answers.items():
            say(forms.nth(place), text)
        rules = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"]}}
        page.evaluate("Promise.all(document.getAnimations().map((one) => one.finished))")  # the header's title fades
        found = Axe().run(page, options=rules | {"resultTypes": ["violations"]}).response["violations"]
        problems += [f"{violation['id']}: {violation['nodes'][0]['html']}" for violation in found]
        page.evaluate("document.querySelectorAll('details').forEach((e) => { e.open = true; })")
    assert problems == []
    assert page.evaluate("document.documentElement.scrollWidth") == page.evaluate("innerWidth")
    small = "all => all.map((e) => e.getBoundingClientRect()).filter((b) => b.width < 24 || b.height < 24).length"
    assert page.locator(".answer-form :is(button, input[type=text], fieldset label)").evaluate_all(small) == 0


# Without a script, and on paper


def test_without_script_the_answer_is_folded_and_no_form_shows(browser, address, article, site):
    context = browser.new_context(java_script_enabled=False, viewport={"width": 1280, "height": 900})
    page = context.new_page()
    whole = (site.folder / "idea/descent/index.html").read_text("utf-8")
    begin, end = re.search("<article[^>]*>", whole).end(), whole.index("</article>")
    body = whole[:begin] + article + whole[end:]
    page.route("**/idea/descent/", lambda route: route.fulfill(body=body, content_type="text/html"))
    page.goto(address + "idea/descent/")
    assert page.locator(".answer-form").count() == 4
    assert page.locator(".answer-form:visible, .output-cover:visible").count() == 0
    assert page.locator(".output pre:visible").count() == 2
    box = page.locator(".predict").first.bounding_box()
    assert box["height"] < 120, "the form takes room"
    assert not page.locator(".check").first.is_visible()
    page.locator("summary").first.click()
    told = " ".join(page.locator(".check").first.inner_text().split()).partition("? ")[2]
    assert told == (
        "0.6: The minus turns it around. If you had another number: "
        "−0.6: You added the slope. 6: You left the rate out."
    )
    context.close()


def test_on_paper_there_is_no_form_and_nothing_is_covered(asked):
    page = asked().page
    page.emulate_media(media="print")
    assert page.locator(".answer-form:visible, .output-cover:visible").count() == 0
    assert covered(page) == []


def test_forms_are_not_found_by_the_search(site):
    index = (site.folder / "search/search_index.json").read_text("utf-8")
    assert "Show the run" not in index
    assert "Hidden until you predict" not in index
    assert "Forget my progress" not in index
