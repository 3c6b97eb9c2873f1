"""What checks become: a form where the reader is asked, a list in the folded answer, and outputs that wait for it."""

import pytest

from scripts.model import page as pages
from scripts.model import project

PREDICT = "/// predict | Predict\nWhere is $w$?\n///\n"
RUN = "```python\nprint(0.6)\n```\n\n```output\n0.6\n```\n\n"
CHECK = """/// check | Where is $w$ after *one* step?
- 0.6<!-- = path[1]:.1f -->: The `slope` is −6, and the minus turns it around.
- −1,080.5<!-- = a -->: You added it.
- 6.1 × 10⁻⁶<!-- = b:.1e -->: You left
  the rate out.
///
"""
CHOOSE = "/// choose | And then?\n- ≈ 2.50<!-- = c:.2f -->: Yes.\n- 10<!-- = d -->: Ten.\n- −4<!-- = e -->: No.\n///\n"


def answer(*checks: str) -> str:
    return "//// answer | Answer\nIt is so.\n\n" + "\n".join(checks) + "////\n"


def exercise(*checks: str) -> str:
    box = "///// exercise | By *hand*\nThe question.\n\n/// hint\nOne.\n///\n\n//// solution\nWords.\n\n"
    return box + "\n".join(checks) + "////\n/////\n"


def asks(*items: str, kind: str = "check") -> str:
    return answer(f"/// {kind} | How much?\n" + "".join(f"- {item}\n" for item in items) + "///\n")


def text(element) -> str:
    return " ".join(element.text.split())


def test_a_predict_box_ends_with_its_form_and_the_folded_answer_keeps_all_as_text(soup):
    page = soup(PREDICT + RUN + answer(CHECK))
    (form,), (check,) = page.select(".predict > form.answer-form:last-child"), page.select("details .check")
    label, field, verdict = form.select_one("label"), form.select_one("input"), form.select_one(".verdict")
    assert text(label) == "Where is w after one step?"
    assert label.select_one("span math")
    assert label.em.text == "one"
    assert (field["type"], field["id"], field["aria-describedby"]) == ("text", label["for"], verdict["id"])
    assert [button.text for button in form.select("button")] == ["Check", "I don't know"]
    assert (verdict["role"], form["method"], form["data-check"]) == ("status", "dialog", check["id"])
    assert [text(each) for each in check.find_all(["p", "li"])] == [
        "Where is w after one step?",
        "0.6: The slope is −6, and the minus turns it around.",
        "If you had another answer:",
        "−1,080.5: You added it.",
        "6.1 × 10⁻⁶: You left the rate out.",
    ]
    values = [(each.name, each["data-value"], each.get("data-half")) for each in check.select("[data-value]")]
    assert values == [("p", "0.6", None), ("li", "-1080.5", None), ("li", "6.1e-06", None)]
    assert check.code.text == "slope"


def test_a_choice_offers_the_numbers_sorted_by_size_however_near(soup):
    page = soup(PREDICT + answer(CHOOSE))
    assert text(page.select_one("form fieldset legend")) == "And then?"
    assert [text(label) for label in page.select("fieldset > label")] == ["−4", "2.50", "10"]
    fields = [(field["type"], field["value"]) for field in page.select("fieldset input")]
    assert fields == [("radio", "-4"), ("radio", "2.5"), ("radio", "10")]
    assert text(page.select_one(".check-right")) == "≈ 2.50: Yes."
    near = ("≈ 0.0015: A.", "0.001: B.", "0.0005: C.", "0.00149: D.")
    assert soup(PREDICT + asks(*near, kind="choose")).select("[data-half]") == []
    with pytest.raises(ValueError, match="rounds to another"):
        soup(PREDICT + asks(*near))


def test_a_choice_may_have_words_in_the_order_of_the_alphabet(soup):
    page = soup(PREDICT + asks("the same: It is *so*.", "longer: You added.", "a bit: No.", kind="choose"))
    fields = [(text(label), label.input["value"]) for label in page.select("fieldset > label")]
    assert fields == [("a bit", "3"), ("longer", "2"), ("the same", "1")]
    assert text(page.select_one(".check-right[data-value='1']")) == "the same: It is so."
    with pytest.raises(ValueError, match="begins with no number"):
        soup(PREDICT + asks("the same: It is so.", "longer: You added."))


def test_about_goes_for_all_numbers_and_the_reader_is_told_how_exact_to_be(soup):
    page = soup(PREDICT + asks("≈ 0.18: A.", "3: B.", "−0.181: C.", "2.5 × 10⁻³: D.", "1,080.5: E."))
    halves = [float(each["data-half"]) for each in page.select("[data-value]")]
    assert halves == pytest.approx([0.005, 0.005, 0.0005, 0.00005, 0.05]), "never coarser than the right one"
    for right, advice in [
        ("0.6", "Type a number. Fractions are fine."),
        ("≈ 0.18", "2 decimals are enough."),
        ("≈ 0.2", "One decimal is enough."),
        ("≈ 1,080", "A whole number is enough."),
        ("≈ 6.1 × 10⁻⁶", "Rounded is fine. Type powers of ten as 2e-3."),
    ]:
        assert soup(PREDICT + asks(f"{right}: A.", "7,000: B.")).select_one(".verdict").text == advice


def test_several_checks_give_forms_in_order_with_one_way_to_the_run(soup):
    page = soup(PREDICT + RUN + answer(CHECK, CHOOSE) + exercise(CHECK) + PREDICT + RUN + answer(CHOOSE))
    forms = {form["data-key"]: [button.text for button in form.select("button")] for form in page.select("form")}
    run, key = ["Check", "I don't know"], "predict-where-is-after-one-step"
    assert forms == {f"{key}/1": run[:1], f"{key}/2": run, "exercise-by-hand/1": run[:1], "predict-and-then/1": run}
    names = [each["id"] for each in page.select("[id]")]
    assert len(names) == len(set(names))
    inside = [" ".join(each.get("class", [])) for each in page.select(".exercise > *")]
    assert inside == ["admonition-title", "", "answer-form", "hint", "solution"]


def test_only_outputs_between_a_prediction_with_a_check_and_its_answer_wait(soup):
    def covers(*parts: str) -> list[str | None]:
        page = soup("".join(parts))
        return [output.get("data-cover") for output in page.select(".output")]

    one, then = "predict-where-is-after-one-step", "predict-and-then"
    between = (RUN, PREDICT, RUN, "Text.\n\n", RUN, answer(CHECK), RUN, exercise(CHECK), RUN)
    assert covers(*between) == [None, one, one, None, None]
    assert covers(PREDICT, RUN, PREDICT, RUN, answer(CHOOSE)) == [None, then]
    assert covers(PREDICT, RUN, answer(CHECK, CHOOSE)) == [one]
    for after in ("/// answer | Answer\nWords.\n///\n", "/// solution\nWords.\n///\n", "Text.\n"):
        assert covers(PREDICT, RUN, after) == [None]


def test_forms_do_not_count_as_reading(soup):
    source = "#\n\n> Claim.\n\n" + "word " * 178 + "\n\n" + exercise(CHECK, CHECK, CHOOSE)  # 180 words
    assert soup(source).select_one(".reading-time").text == "Read 1 min, with exercises 5 min"


def test_explorers_with_numbers_wait_for_the_prediction(soup):
    def explorer(more: str = "") -> str:
        return f"<rate-explorer{more} markdown>\n\nTry.\n\n</rate-explorer>\n\n"

    folded = explorer(' only="rate"')
    page = soup(explorer() + folded + PREDICT + explorer() + answer(CHOOSE) + folded + PREDICT + answer(CHECK) + folded)
    waits = [each.get("data-cover") for each in page.select("rate-explorer")]
    one, two = "predict-and-then", "predict-where-is-after-one-step"
    assert waits == [None, one, one, two, None]


def test_exercises_that_can_be_answered_are_counted(soup):
    for source, count in [
        ("", 0),
        (exercise(CHECK, CHOOSE), 1),
        (exercise(CHECK) + exercise() + exercise(CHOOSE), 2),
        (exercise() + PREDICT + answer(CHECK), 0),
        ("````markdown\n" + exercise(CHECK) + "````\n", 0),
    ]:
        assert project.answerable(pages.parse(source, "docs/idea/page.md")) == count
        assert len(soup(source).select(".exercise:has(form)")) == count
