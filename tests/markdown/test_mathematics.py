"""Formulas become MathML, and what is no formula stays. Wrong ones are in wrong.txt."""

import re


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
    texts = ["It costs $5.", "It costs $5 and $6 a month.", "Paid $5 (or 6 $) today.", "An escaped \\$x\\$ sign."]
    for text in [*texts, "In `code $x$` only.", "Spaces $ x $ do not count."]:
        html = render(text)
        assert (text, "<math" in html, html.count("$")) == (text, False, text.count("$"))
