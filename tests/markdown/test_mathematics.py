"""Formulas become MathML, what is no formula stays, and a wrong formula fails with its page and line."""

import re

import markdown
import pytest

from scripts.extensions import mathml as mathematics
from scripts.model import project


def render(text: str) -> str:
    return markdown.markdown(text, extensions=["tables", "scripts.extensions.mathml", "scripts.extensions.lesson"])


def formulas(html: str) -> list[str]:
    """The formulas of a page, tags removed."""
    return [re.sub("<[^>]+>", "", math) for math in re.findall(r"<math.*?</math>", html, re.S)]


def test_inline_formula_is_mathml_in_its_line():
    html = render("The weight $w_5 = 2.017$<!-- = w:.3f --> falls.")
    assert formulas(html) == ["w5=2.017"]
    assert re.search(r"<p>The weight <span class=\"math\"><math><msub><mi>w</mi><mn>5</mn></msub><mo>=</mo>", html)
    assert '<math display="block"' not in html
    assert html.endswith("falls.</p>")


def test_display_formula_is_a_block_that_can_be_scrolled():
    html = render("Text.\n\n$$\n\\frac{a}{b} = 2.5\n$$<!-- = w -->\n\nText.")
    assert '<div class="math" tabindex="0"><math display="block"><mfrac><mi>a</mi><mi>b</mi></mfrac>' in html
    assert formulas(html) == ["ab=2.5"]
    assert "$" not in html


def test_formula_with_a_value_comment_inside():
    assert formulas(render("$w = 2.0<!-- = w:.1f --> < 3$")) == ["w=2.0&lt;3"]


@pytest.mark.parametrize("place", ["**{}**", "- {}", "> {}", "| a |\n|---|\n| {} |", "## {}", "[{}](x.md)"])
def test_formula_in_other_places(place):
    html = render(place.format("$x^2$"))
    assert formulas(html) == ["x2"]
    assert "$" not in html


@pytest.mark.parametrize(
    "text",
    [
        "It costs $5.",
        "It costs $5 and $6 a month.",
        "Paid $5 (or 6 $) today.",
        "An escaped \\$x\\$ sign.",
        "In `code $x$` only.",
        "Spaces $ x $ do not count.",
    ],
)
def test_dollars_that_are_no_formula_stay(text):
    html = render(text)
    assert "<math" not in html
    assert html.count("$") == text.count("$")


# name: (page, the page's line, the formula)
WRONG = {
    "inline": ("# Page\n\nThe weight $\\frac{1}$ is wrong.\n", 3, "\\frac{1}"),
    "second_line": ("# Page\n\nThe first line\nand $\\nosuch x$.\n", 4, "\\nosuch x"),
    "display": ("# Page\n\n$$\n\\left( x\n$$\n", 4, "\\left( x"),
    "display_indented": ("1.  Item\n\n    $$\n    a = b\n    \\left( x\n    $$\n", 4, "a = b \\left( x"),
    "after_front_matter": ("---\ntitle: x\n---\n\n# Page\n\nA $\\frac{1}$.\n", 7, "\\frac{1}"),
    "part_of_a_right_one": ("# Page\n\nFirst $\\frac{1}{2}$.\n\nThen $\\frac{1}$.\n", 5, "\\frac{1}"),
    "with_value": ("# Page\n\nHere $w = 2.0<!-- = w --> \\nosuch$.\n", 3, "w = 2.0 \\nosuch"),
    "windows": ("# Page\r\n\r\nText.\r\n\r\nA $\\frac{1}$.\r\n", 5, "\\frac{1}"),
}


@pytest.mark.parametrize("name", WRONG)
def test_wrong_formula_fails_with_page_and_line(tmp_path, monkeypatch, name):
    page, line, formula = WRONG[name]
    monkeypatch.setattr(project, "ROOT", tmp_path)
    (tmp_path / "docs/part").mkdir(parents=True)
    (tmp_path / "docs/index.md").write_text("# Another page\n")
    (tmp_path / "docs/part/page.md").write_bytes(page.encode())
    body = re.sub(r"\A---.*?---\s*", "", page.replace("\r\n", "\n"), flags=re.S)  # as the site generator hands it on
    with pytest.raises(mathematics.FormulaError) as caught:
        render(body)
    message = str(caught.value)
    assert message.startswith(f"docs/part/page.md:{line}: formula ")
    assert " ".join(message.partition(": formula ")[2].split()).startswith(f"{formula}: ")
    assert "\x1b" not in message
    assert len(message) > len(f"docs/part/page.md:{line}: formula {formula}: ") + 5


def test_wrong_formula_of_no_page_names_its_line(tmp_path, monkeypatch):
    monkeypatch.setattr(project, "ROOT", tmp_path)
    with pytest.raises(mathematics.FormulaError, match=r"^line 3 of the page: formula \\frac\{1\}: "):
        render("# Page\n\nA $\\frac{1}$.\n")
