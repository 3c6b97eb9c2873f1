"""Properties of the page model, on random texts and numbers."""

import string

from hypothesis import given, settings
from hypothesis import strategies as st

from scripts.model import numbers
from scripts.model import page as pages
from scripts.model.page import PageError, Value
from tests.pages.conftest import PAGE, rewritten

# fmt: off
PIECES = [
    "```python\n", '```python raises="E"\n', "```\n", "```output\n", "````text\n", "    ```python\n", "~~~", "---\n",
    "print(1)\n", "\n", "\n\n", "\r\n", "/// note\n", "///\n", "`", "``", "$", "$$\n", "prose", "<!--", "-->", "| a |",
    "<!-- = w -->", "<!-- = -->", "<!-- remark -->", "2.017", "6.1 × 10⁻⁶", r"6.1 \times 10^{-6}", "1,234.5", "$w = 2$",
    "![A bowl](../figures/bowl.svg)\n", "![", "](", "x.png)", "time_limit: ", "\ufeff",
]
LINES = [
    "", "```", "    ````", "~~~", "<!-- = w -->", "1.0<!-- = w -->", "```output", "$x$", "/// note", "  ", "a\nb", "\n",
]
# fmt: on
TEXT = st.one_of(st.text(), st.lists(st.sampled_from(PIECES), max_size=40).map("".join))
NUMBERS = st.floats(allow_nan=False, allow_infinity=False) | st.integers(-(10**9), 10**9)
FORMATS = st.sampled_from(["", ".3f", ".2e", ",.1f", ".4g", ".0f"])
PRINTED = st.text(st.characters(exclude_categories=["Cc", "Cs"]), max_size=20) | st.sampled_from(LINES)


@settings(derandomize=True, deadline=None, max_examples=500)
@given(TEXT)
def test_any_text_is_read_or_refused_with_its_line(text):
    try:
        page = pages.parse(text, PAGE)
    except PageError as error:
        assert 1 <= error.line <= text.count("\n") + 1  # noqa: PT017
        return
    ends = [at for at, char in enumerate(text) if char == "\n"]
    assert len(page.prose) == len(text)
    assert [at for at, char in enumerate(page.prose) if char == "\n"] == ends
    assert pages.published(text).count("\n") == len(ends)
    place, kept = 0, []
    for step in page.steps:  # in order and apart, so that the spans and what is between them are the text
        assert place <= step.start <= step.end
        assert step.line == page.line_of(step.start)
        assert not isinstance(step, Value) or text[step.start : step.end] == step.text
        kept += [text[place : step.start], text[step.start : step.end]]
        place = step.end
    assert "".join([*kept, text[place:]]) == text


@st.composite
def documents(draw) -> str:
    """A page of blocks that print anything, and numbers, most of them wrong, with their value comments."""
    parts = []
    for kind in draw(st.lists(st.sampled_from(["block", "indented", "output", "value", "formula"]), max_size=5)):
        if kind in ("value", "formula"):
            number, spec = draw(NUMBERS), draw(FORMATS)
            comment = f"<!-- = {number!r}{':' if spec else ''}{spec} -->"
            place = draw(st.sampled_from(["It is 7{}.", "**7**{}", "(7{})", "| a | 7{} |", "- −7{}"]))
            parts.append(place.format(comment) if kind == "value" else f"With $w_5 = 1.5$ or $v = 7${comment}")
        else:
            rows = ["```python", *(f"print({text!r})" for text in draw(st.lists(PRINTED, max_size=3))), "```"]
            rows += ["", "```output", "stale", "```"] if kind == "output" else []
            parts.append("\n".join("    " + row if kind == "indented" else row for row in rows))
    return "\n\n".join(parts) + draw(st.sampled_from(["", "\n", "\n\n"]))


@settings(derandomize=True, deadline=None, max_examples=100)
@given(documents(), st.sampled_from(["\n", "\r\n"]))
def test_rewritten_page_is_fresh(text, newline):
    once = rewritten(text.replace("\n", newline))
    assert rewritten(once) == once
    assert newline == "\n" or once.count("\n") == once.count("\r\n")


@settings(derandomize=True, deadline=None, max_examples=400)
@given(NUMBERS, FORMATS, st.booleans())
def test_number_as_shown_is_the_number(number, spec, in_math):
    """What is shown, read back here by hand, is what Python's own format gives; `parse` reads the same in prose."""
    shown = numbers.typeset(number, spec, in_math)
    plain = shown.replace("−", "-").replace(",", "").replace(r" \times 10^{", "e").replace(" × 10", "e").rstrip("}")
    expected = float(format(number, spec).replace(",", ""))
    assert float(plain.translate(str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789"))) == expected
    assert ("-" in shown) <= in_math
    assert set(shown) <= set(string.digits + ".,+-−×⁻⁰¹²³⁴⁵⁶⁷⁸⁹ \\times^{}")
    if not in_math:
        value, half = numbers.parse(shown)
        assert value == expected
        assert half > 0
        assert not spec or abs(number) > 1e300 or abs(value - number) <= half * (1 + 1e-9)
