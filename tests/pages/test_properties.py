"""What holds for any text: the parser refuses with a PageError or reads, and a fresh page is left as it is."""

import contextlib
import string
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scripts.model import page as pages
from scripts.model import run as running

PIECES = [
    *"$_*`~^\\{}[]()|:#>-−+,.0123456789 \n\t\r",
    "\r\n",
    "\n\n",
    "---\n",
    "```",
    "````",
    "~~~",
    "```python\n",
    '```python raises="ValueError"\n',
    "```output\n",
    "```text\n",
    "    ```python\n",
    "    ```\n",
    "```\n",
    "> ```\n",
    "- ",
    "/// note\n",
    "///\n",
    "<!--",
    "-->",
    "<!-- = w:.2f -->",
    "<!-- = a[1:2] -->",
    "<!-- = -->",
    "<!-- remark -->",
    "2.017",
    "6.1 × 10⁻⁶",
    r"6.1 \times 10^{-6}",
    "1,234.5",
    "$w = 2$",
    "$$\n",
    "![A bowl](../figures/bowl.svg)",
    "![",
    "](",
    "x.png)",
    "time_limit: ",
    "\ufeff",
    "prose",
]
TEXT = st.one_of(st.text(), st.lists(st.sampled_from(PIECES), max_size=40).map("".join))


@settings(derandomize=True, deadline=1000, max_examples=1500)
@given(TEXT)
def test_any_text_is_read_or_refused_with_its_line(text):
    lines = text.count("\n") + 1
    refusal = None
    try:
        page = pages.parse(text, "docs/part/page.md")
    except pages.PageError as error:
        refusal = error
    if refusal:
        assert 1 <= refusal.line <= lines
        assert str(refusal).startswith(f"docs/part/page.md:{refusal.line}: ")
        return
    assert len(page.prose) == len(text)
    assert [k for k, char in enumerate(page.prose) if char == "\n"] == [
        k for k, char in enumerate(text) if char == "\n"
    ]
    starts = [step.start for step in page.steps]
    assert starts == sorted(starts)
    for step in page.steps:
        assert 1 <= step.line <= lines
        assert step.line == page.line_of(step.start)
        if step.kind == "value":
            assert text[step.start : step.end] == step.text


@settings(derandomize=True, deadline=1000, max_examples=800)
@given(TEXT)
def test_published_page_has_the_same_lines(text):
    try:
        page = pages.parse(text, "docs/part/page.md")
        published = pages.published(text)
    except pages.PageError:
        return
    assert published.count("\n") == text.count("\n")
    assert len(published) == len(text) - sum(
        end - start - text.count("\n", start, end)
        for start, end in [*page.options, *(step.comment for step in page.steps if step.kind == "value")]
    )


@pytest.mark.parametrize(
    "piece", [piece for piece in PIECES if piece.strip()] + ["[x]", "![[", "$a", "`a``", "<!-- = "]
)
def test_no_page_takes_long_to_read(piece):
    """A long page of one piece over and over is read, or refused, in a moment: no pattern runs away."""
    began = time.process_time()
    for text in (piece * 1000, f"{piece} a" * 1000, f"{piece}\n\n" * 1000):
        with contextlib.suppress(pages.PageError):
            pages.parse(text, "docs/part/page.md")
    assert time.process_time() - began < 2


NUMBERS = st.floats(allow_nan=False, allow_infinity=False) | st.integers(-(10**9), 10**9)
FORMATS = st.sampled_from(["", ".3f", ".2e", ",.1f", "+.2f", ".4g", ".0f"])
PRINTED = st.text(st.characters(exclude_categories=["Cc", "Cs"]), max_size=20) | st.sampled_from(
    [
        "",
        "```",
        "    ````",
        "~~~",
        "<!-- = w -->",
        "1.0<!-- = w -->",
        "```output",
        "$x$",
        "/// note",
        "  ",
        "a\nb",
        "\n",
    ]
)


@st.composite
def documents(draw) -> str:
    """A page of blocks that print anything, and numbers, most of them wrong, with their value comments."""
    parts = []
    for kind in draw(
        st.lists(st.sampled_from(["block", "indented", "output", "value", "formula", "prose"]), max_size=6)
    ):
        if kind == "prose":
            parts.append("Some prose, 3.5 and $x^2$.")
        elif kind in ("value", "formula"):
            number, spec = (
                draw(NUMBERS),
                draw(FORMATS if kind == "value" else FORMATS.filter(lambda spec: spec != "+.2f")),
            )
            colon = f":{spec}" if spec else ""
            comment = f"<!-- = {number!r}{colon} -->"
            place = draw(st.sampled_from(["It is 7{}.", "**7**{}", "(7{})", "| a | 7{} |", "- −7{}"]))
            parts.append(place.format(comment) if kind == "value" else f"With $w_5 = 1.5$ or $v = 7${comment}")
        else:
            rows = ["```python", *(f"print({text!r})" for text in draw(st.lists(PRINTED, max_size=3))), "```"]
            if kind == "output":
                rows += ["", "```output", "stale", "```"]
            parts.append("\n".join("    " + row if kind == "indented" else row for row in rows))
    return "\n\n".join(parts) + draw(st.sampled_from(["", "\n", "\n\n"]))


def rewritten(text: str) -> str:
    page = pages.parse(text, "docs/part/page.md")
    run = running.Run(page, Path())
    changes = [change for step in page.steps if (change := run.step(step))]
    return running.apply(text, changes)


@settings(derandomize=True, deadline=2000, max_examples=600)
@given(documents(), st.sampled_from(["\n", "\r\n"]))
def test_rewritten_page_is_fresh(text, newline):
    once = rewritten(text.replace("\n", newline))
    assert rewritten(once) == once
    if newline == "\r\n":
        assert once.count("\n") == once.count("\r\n")


@settings(derandomize=True, deadline=1000, max_examples=800)
@given(NUMBERS, FORMATS, st.booleans())
def test_number_as_shown_is_the_number(number, spec, in_math):
    """Read back by hand what the prose shows, it is what Python's own format gives."""
    shown = pages.show_number(number, spec, in_math)
    plain = shown.replace("−", "-").replace(",", "").replace(r" \times 10^{", "e").replace(" × 10", "e").rstrip("}")
    plain = plain.translate(str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789"))
    assert float(plain) == float(format(number, spec).replace(",", ""))
    assert ("-" in shown) <= in_math
    assert set(shown) <= set(string.digits + ".,+-−×⁻⁰¹²³⁴⁵⁶⁷⁸⁹ \\times^{}")
