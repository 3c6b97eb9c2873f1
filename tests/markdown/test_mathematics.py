"""Formulas become MathML, what is no formula stays, and a wrong formula fails with its page and line."""

import re

import pytest

from scripts.extensions.mathml import FormulaError


def formulas(html: str) -> list[str]:
    """The formulas of a page, tags removed."""
    return [re.sub("<[^>]+>", "", math) for math in re.findall(r"<math.*?</math>", html, re.S)]


def test_a_formula_is_mathml_in_its_line_or_in_a_block_that_scrolls(soup):
    page = soup("The weight $w_5 = 2.017$<!-- = w:.3f --> falls.\n\n$$\n\\frac{a}{b} = 2.5\n$$<!-- = w -->\n\nText.")
    inline, block = page.select("math")
    assert (inline.parent.name, inline.parent["class"], inline.get("display")) == ("span", ["math"], None)
    assert [child.name for child in inline.select("msub > *")] == ["mi", "mn"]
    assert (block.parent.name, block.parent["class"], block.parent["tabindex"]) == ("div", ["math"], "0")
    assert (block["display"], [child.name for child in block.select("mfrac > *")]) == ("block", ["mi", "mi"])
    assert "$" not in page.text
    assert "<!--" not in str(page)


def test_formulas_are_found_in_all_places(render):
    assert formulas(render("$w = 2.0<!-- = w:.1f --> < 3$")) == ["w=2.0&lt;3"]
    for place in ("**{}**", "- {}", "> {}", "| a |\n|---|\n| {} |", "## {}", "[{}](x.md)"):
        html = render(place.format("$x^2$"))
        assert (place, formulas(html), "$" in html) == (place, ["x2"], False)


def test_dollars_that_are_no_formula_stay(render):
    for text in (
        *("It costs $5.", "It costs $5 and $6 a month.", "Paid $5 (or 6 $) today.", "An escaped \\$x\\$ sign."),
        *("In `code $x$` only.", "Spaces $ x $ do not count."),
    ):
        html = render(text)
        assert (text, "<math" in html, html.count("$")) == (text, False, text.count("$"))


def test_a_wrong_formula_fails_with_page_and_line(root, render):
    for page, line, formula in [
        ("# Page\n\nThe weight $\\frac{1}$ is wrong.\n", 3, "\\frac{1}"),
        ("# Page\n\nThe first line\nand $\\nosuch x$.\n", 4, "\\nosuch x"),
        ("# Page\n\n$$\n\\left( x\n$$\n", 4, "\\left( x"),
        ("1.  Item\n\n    $$\n    a = b\n    \\left( x\n    $$\n", 4, "a = b \\left( x"),
        ("---\ntitle: x\n---\n\n# Page\n\nA $\\frac{1}$.\n", 7, "\\frac{1}"),
        ("# Page\n\nFirst $\\frac{1}{2}$.\n\nThen $\\frac{1}$.\n", 5, "\\frac{1}"),
        ("# Page\n\nHere $w = 2.0<!-- = w --> \\nosuch$.\n", 3, "w = 2.0 \\nosuch"),
        ("# Page\r\n\r\nText.\r\n\r\nA $\\frac{1}$.\r\n", 5, "\\frac{1}"),
    ]:
        (root / "docs/part/page.md").write_bytes(page.encode())
        body = re.sub(r"\A---.*?---\s*", "", page.replace("\r\n", "\n"), flags=re.S)  # as MkDocs hands it on
        with pytest.raises(FormulaError) as caught:
            render(body)
        where, _, says = str(caught.value).partition(": formula ")
        assert (where, " ".join(says.split()).startswith(f"{formula}: ")) == (f"docs/part/page.md:{line}", True), page
        assert "\x1b" not in says
