"""Properties of the page model, on random texts and numbers."""

import re
import string
from decimal import Decimal

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
NUMBERS = st.one_of(
    st.floats(allow_nan=False, allow_infinity=False),
    st.floats(-(10**5), 10**5).map(lambda x: round(x, 2)),
    st.integers(-(10**9), 10**9),
    st.integers(-12, 12).map(lambda k: 10.0**k),
)
FORMS = st.sampled_from(
    ["7", "0.0", "0.000", "1,234", "1234", "6.1 × 10⁻⁶", "10⁻⁸", "+2.5", "−2", "-7.25", ".5", "345"]
)
# fmt: off
AROUND = st.tuples(
    st.sampled_from([
        "", "It is ", "(", "**", "2 + ", "- ", "| a | ", "[7] ", "12 ", "12\u202f", "12'", "5{,}", "1/", "±", "± ",
        "0.5,", "3-", "v", "x_", "2:", r"\pm ", r"\frac{1}{3} - ", "10^{3} ", "x^{2} ", "x_{k+1} = ", r"12\,", "(a)",
    ]),
    st.sampled_from(["", ".", ", 5", " 5", " 345", "%", ")", "²", "/4", "'345", ":30", ".5", "{,}000", "x", "^2"]),
)
# fmt: on
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
    """A page of blocks that print anything."""
    parts = []
    for kind in draw(st.lists(st.sampled_from(["block", "indented", "output"]), max_size=5)):
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


@settings(derandomize=True, deadline=None, max_examples=1500)
@given(NUMBERS, FORMS, st.sampled_from(["", "", ":.3f", ":.2e", ":.4g", ":.0f"]), AROUND, st.booleans())
def test_a_number_is_written_whole_or_refused(value, form, spec, around, in_math):
    """In any surroundings: what is written is the value, alone changes, stays, and touches no other digit."""
    before, after = around
    if in_math:
        form = form.replace("−", "-").replace(" × 10⁻⁶", r" \times 10^{-6}").replace("10⁻⁸", "10^{-8}")
        form = form.lstrip("-+") if re.search(r"[\w)}]\Z", before) else form  # there it subtracts
        before, after = f"$v = {before}", f"{after}$"
    head, tail = f"```python\nx = {value!r}\n```\n\n{before}", f"<!-- = x{spec} -->{after}"
    try:
        once = rewritten(head + form + tail)
        assert rewritten(once) == once
    except PageError:
        return
    assert once.startswith(head)
    assert once.endswith(tail)
    shown = once[len(head) : len(once) - len(tail)]
    assert set(shown) <= set(string.digits + (".,+- \\times^{}" if in_math else ".,+−× ⁻⁰¹²³⁴⁵⁶⁷⁸⁹"))
    published = before + shown + after
    assert not re.search(r"(?<![\d.,])\d{1,3}( |\u202f|\\\\,)\d{3}(?!\d)|\d('|\{,\})\d|(±|\\pm) *[\d.]", published), (
        published
    )
    assert in_math or not re.search(r"\d[-/:]\d|\d,\d\d?(?!\d)|\d\.\d+\.\d", published), published
    plain = re.sub(r"(\\times |× )?10(\^\{|(?=[⁻⁰¹²³⁴⁵⁶⁷⁸⁹]))", lambda m: "e" if m[1] else "1e", shown.replace(",", ""))
    plain = plain.translate(str.maketrans("−⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "--0123456789", "} "))
    number, unit = Decimal(plain), Decimal(1).scaleb(Decimal(plain).as_tuple().exponent)
    assert abs(number - Decimal(value)) <= unit / 2 + abs(Decimal(value)) / 10**9
    assert bool(number) == bool(value)
    if not in_math:
        assert numbers.parse(shown) == (float(plain), float(unit / 2))
