"""What checks become: a form where the reader is asked, a list in the folded answer, and outputs that wait for it."""

import re
from xml.etree import ElementTree

import markdown
import pytest
from mkdocs.config import load_config

from scripts.model import page as pages
from scripts.model import project
from scripts.extensions.answers import AnswerError

CONFIG = load_config(str(project.ROOT / "mkdocs.yml"))

PREDICT = """/// predict | Predict
Where is $w$?
///
"""
RUN = """```python
print(0.6)
```

```output
0.6
```
"""
CHECK = """/// check | Where is $w$ after *one* step?
- 0.6<!-- = path[1]:.1f -->: The `slope` is −6, and the minus turns it around.
- −1,080.5<!-- = a -->: You added it.
- 6.1 × 10⁻⁶<!-- = b:.1e -->: You left
  the rate out.
///
"""
CHOOSE = """/// choose | And then?
- ≈ 2.50<!-- = c:.2f -->: Yes.
- 10<!-- = d -->: Ten.
- −4<!-- = e -->: No.
///
"""


def answer(*checks: str) -> str:
    return "//// answer | Answer\nIt is so.\n\n" + "\n".join(checks) + "////\n"


def exercise(*checks: str) -> str:
    box = "///// exercise | Exercise 1\nThe question.\n\n/// hint\nOne.\n///\n\n"
    return box + "//// solution\nWords.\n\n" + "\n".join(checks) + "////\n/////\n"


def render(text: str) -> str:
    """What the site's own set of extensions makes of a page."""
    md = markdown.Markdown(extensions=CONFIG["markdown_extensions"], extension_configs=CONFIG["mdx_configs"])
    return md.convert(text)


def tree(html: str) -> ElementTree.Element:
    """The rendered page as elements; its classes can then be asked for."""
    return ElementTree.fromstring(f"<body>{html.replace(' data-search-exclude>', '>')}</body>")


def found(root: ElementTree.Element, name: str) -> list[ElementTree.Element]:
    return [e for e in root.iter() if name in e.get("class", "").split()]


def text(element: ElementTree.Element) -> str:
    return " ".join("".join(element.itertext()).split())


def test_a_predict_box_ends_with_its_form():
    page = tree(render(PREDICT + RUN + answer(CHECK)))
    (form,) = found(page, "answer-form")
    assert found(page, "predict")[0][-1] is form
    label, row, verdict = form
    assert (label.tag, text(label)) == ("label", "Where is w after one step?")
    assert label.find("span/math") is not None
    assert label.find("em").text == "one"
    field = row.find("input")
    assert (field.get("type"), field.get("inputmode"), field.get("id")) == ("text", None, label.get("for"))
    assert [button.text for button in row.findall("button")] == ["Check", "Show the run"]
    assert (verdict.get("role"), verdict.get("id")) == ("status", field.get("aria-describedby"))
    assert form.get("method") == "dialog"


def test_the_folded_answer_keeps_question_numbers_and_words_as_text():
    page = tree(render(PREDICT + RUN + answer(CHECK)))
    details = page.find("details")
    (check,) = found(details, "check")
    assert check.get("id") == found(page, "answer-form")[0].get("data-check")
    assert [(e.tag, text(e)) for e in check] == [
        ("p", "Where is w after one step?"),
        ("p", "0.6: The slope is −6, and the minus turns it around."),
        ("p", "If you had another number:"),
        ("ul", "−1,080.5: You added it. 6.1 × 10⁻⁶: You left the rate out."),
    ]
    assert [(e.tag, e.get("data-value"), e.get("data-half")) for e in check.iter() if e.get("data-value")] == [
        ("p", "0.6", None),
        ("li", "-1080.5", None),
        ("li", "6.1e-06", None),
    ]
    assert check.find("p/span/code").text == "slope"


def test_a_choice_offers_the_numbers_sorted_by_size():
    page = tree(render(PREDICT + answer(CHOOSE)))
    (form,) = found(page, "answer-form")
    assert text(form.find("fieldset/legend")) == "And then?"
    labels = form.findall("fieldset/label")
    assert [text(label) for label in labels] == ["−4", "2.50", "10"]
    assert [label.find("input").get("value") for label in labels] == ["-4", "2.5", "10"]
    assert {label.find("input").get("type") for label in labels} == {"radio"}
    assert text(found(page, "check-right")[0]) == "≈ 2.50: Yes."


def test_what_is_chosen_may_lie_as_near_as_it_likes():
    near = "/// choose | How near?\n- ≈ 0.0015: A.\n- 0.001: B.\n- 0.0005: C.\n- 0.00149: D.\n///\n"
    page = tree(render(PREDICT + answer(near)))
    assert not [e for e in page.iter() if e.get("data-half")]
    with pytest.raises(AnswerError, match="rounds to another"):
        render(PREDICT + answer(near.replace("choose", "check")))


def test_about_goes_for_all_numbers_each_by_its_digits_but_never_coarser_than_the_right_one():
    numbers = "/// check | How much?\n- ≈ 0.18: A.\n- 3: B.\n- −0.181: C.\n- 2.5 × 10⁻³: D.\n- 1,080.5: E.\n///\n"
    page = tree(render(PREDICT + answer(numbers)))
    halves = [float(e.get("data-half")) for e in page.iter() if e.get("data-value")]
    assert halves == pytest.approx([0.005, 0.005, 0.0005, 0.00005, 0.05])
    assert text(found(page, "check-right")[0]) == "≈ 0.18: A."


@pytest.mark.parametrize(
    ("right", "told"),
    [
        ("0.6", "Type a number. Fractions are fine."),
        ("≈ 0.18", "2 decimals are enough."),
        ("≈ 0.2", "One decimal is enough."),
        ("≈ 1,080", "A whole number is enough."),
        ("≈ 6.1 × 10⁻⁶", "Rounded is fine. Type powers of ten as 2e-3."),
    ],
)
def test_the_reader_is_told_how_exact_to_be(right, told):
    page = tree(render(PREDICT + answer(f"/// check | How much?\n- {right}: A.\n- 7,000: B.\n///\n")))
    assert found(page, "verdict")[0].text == told


def test_an_exercise_asks_before_its_hint_and_has_no_run_to_show():
    page = tree(render(exercise(CHECK)))
    (box,) = found(page, "exercise")
    assert [e.get("class") for e in box] == ["admonition-title", None, "answer-form", "hint", "solution"]
    assert [button.text for button in box.iter("button")] == ["Check"]


def test_several_checks_give_several_forms_in_order_and_one_button():
    page = tree(render(PREDICT + RUN + answer(CHECK, CHOOSE) + exercise(CHECK) + PREDICT + RUN + answer(CHECK)))
    assert [form.get("data-key") for form in found(page, "answer-form")] == [
        "predict-1/1",
        "predict-1/2",
        "exercise-1/1",
        "predict-2/1",
    ]
    buttons = [[button.text for button in form.iter("button")] for form in found(page, "answer-form")]
    assert buttons == [["Check"], ["Check", "Show the run"], ["Check"], ["Check", "Show the run"]]
    ids = [e.get("id") for e in page.iter() if e.get("id")]
    assert len(ids) == len(set(ids))


def test_only_outputs_between_prediction_and_answer_wait():
    page = tree(render(RUN + PREDICT + RUN + "Text.\n\n" + RUN + answer(CHECK) + RUN + exercise(CHECK) + RUN))
    assert [output.get("data-cover") for output in found(page, "output")] == [
        None,
        "predict-1",
        "predict-1",
        None,
        None,
    ]
    assert [text(e) for e in found(page, "output-cover")] == ["Hidden until you predict."] * 2


@pytest.mark.parametrize("after", ["/// answer | Answer\nWords.\n///\n", "/// solution\nWords.\n///\n", "Text.\n"])
def test_a_prediction_without_a_check_covers_nothing(after):
    html = render(PREDICT + RUN + after)
    assert "data-cover" not in html
    assert "<form" not in html


def test_the_first_prediction_keeps_its_own_run_when_only_the_second_has_a_check():
    page = tree(render(PREDICT + RUN + PREDICT + RUN + answer(CHECK)))
    assert [output.get("data-cover") for output in found(page, "output")] == [None, "predict-2"]


def test_the_same_run_is_marked_once_for_two_checks():
    assert render(PREDICT + RUN + answer(CHECK, CHOOSE)).count("Hidden until you predict.") == 1


def test_forms_do_not_count_as_reading():
    words = "word " * 196 + "\n\n"  # with title and claim 198 of the 200 words of a minute
    plain = render("#\n\n> Claim.\n\n" + words)
    asked = render("#\n\n> Claim.\n\n" + words + exercise(CHECK, CHECK, CHOOSE).replace("The question.", ""))
    minutes = [re.search(r"(\d+) min read", html)[1] for html in (plain, asked)]
    assert minutes == ["1", "1"]


# What cannot be asked


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        (
            PREDICT + answer("/// check | How much?\n- six: A.\n- 7: B.\n///\n"),
            "begins with no number and colon, but with 'six: A.'",
        ),
        (PREDICT + answer("/// check | How much?\n- 6 steps: A.\n- 7: B.\n///\n"), "begins with no number and colon"),
        (PREDICT + answer("/// check | How much?\n- $6$: A.\n- 7: B.\n///\n"), "begins with no number and colon"),
        (PREDICT + answer("/// check | How much?\n- 6.1.2: A.\n- 7: B.\n///\n"), "begins with no number and colon"),
        (PREDICT + answer("/// check | How much?\n- 6: A.\n///\n"), "a check of 1 item: expected a list"),
        (PREDICT + answer("/// check | How much?\n- 6: A.\n- 7\n///\n"), "7 has no words: say which mistake"),
        (PREDICT + answer("/// check | How much?\n- 6: A.\n- 6.0: B.\n///\n"), "6.0 stands there twice"),
        (PREDICT + answer("/// check | How much?\n- 6: A.\n- 7: B.\n- 7: C.\n///\n"), "7 stands there twice"),
        (PREDICT + answer("/// check | How much?\n- ≈ 0.18: A.\n- 0.182: B.\n///\n"), "or rounds to another"),
        (PREDICT + answer("/// check | How much?\nWords.\n\n- 6: A.\n- 7: B.\n///\n"), "holds one list and nothing"),
        (PREDICT + answer("/// check | How much?\n1. 6: A.\n2. 7: B.\n///\n"), "holds one list and nothing else"),
        (PREDICT + answer("/// check\n- 6: A.\n- 7: B.\n///\n"), "a check asks a question: expected"),
        (answer(CHECK), "belongs to no prediction: expected a `/// predict` above its answer"),
        ("//// solution\n" + CHECK + "////\n", "belongs to no exercise: expected its solution in an"),
        (PREDICT + CHECK, "expected this check in the `/// answer` of a prediction or the `/// solution`"),
        ("///// exercise | One\n//// hint\n" + CHECK + "////\n/////\n", "expected this check in the `/// answer`"),
    ],
)
def test_what_cannot_be_asked_fails_the_build_with_page_and_line(tmp_path, monkeypatch, wrong, says):
    monkeypatch.setattr(project, "ROOT", tmp_path)
    (tmp_path / "docs/idea").mkdir(parents=True)
    body = (
        "# Title\n\n"
        + PREDICT
        + answer(CHOOSE)
        + "```text\n/// check | An example\n```\n\n![A bowl](../figures/bowl.svg)\n\n"
    )
    body = body if "no prediction" not in says else "# Title\n\n"
    source = f"---\ntitle: T\n---\n{body}{wrong}"
    (tmp_path / "docs/idea/page.md").write_text(source, "utf-8")
    begin = source.index("check", len("---\ntitle: T\n---\n" + body))
    line = source.count("\n", 0, begin) + 1
    with pytest.raises(AnswerError) as error:
        render(body + wrong)
    assert str(error.value).startswith(f"docs/idea/page.md:{line}: ")
    assert says in str(error.value)


# The count of exercises


@pytest.mark.parametrize(
    ("source", "count"),
    [
        ("", 0),
        (exercise(CHECK), 1),
        (exercise(CHECK, CHOOSE), 1),
        (exercise(CHECK) + exercise() + exercise(CHOOSE), 2),
        (PREDICT + answer(CHECK), 0),
        (exercise() + PREDICT + answer(CHECK), 0),
        ("````markdown\n" + exercise(CHECK) + "````\n", 0),
    ],
)
def test_exercises_that_can_be_answered_are_counted(source, count):
    names = re.sub(r"<!--.*?-->", "", source)
    assert project.answerable(pages.parse(names, "docs/idea/page.md")) == count
    assert (
        len({e.get("data-key").split("/")[0] for e in found(tree(render(source)), "answer-form")} - {"predict-1"})
        == count
    )
