"""Measure the lessons of a built site: words, lines of code, forms and minutes, of the surface and of the whole page.

python tests/benchmarks/lessons.py [SITE]   (default: site; build it first, by make site)

The surface is what a page shows with every fold closed, without its exercises and forms. It counts from the HTML, not
with the code that computes the minutes on the page.
"""

import copy
import re
import sys
from pathlib import Path
from typing import NamedTuple

from lxml import html

ROOT = Path(__file__).resolve().parents[2]
APART = (
    ".//form | .//*[contains(@class, 'reading-time') or contains(@class, 'headerlink') or contains(@class, 'output-')]"
)
FOLDED = ".//details | .//*[contains(@class, 'exercise')]"


class Length(NamedTuple):
    """How much a page, or its surface, holds; `looks` are its figures and predictions."""

    words: int
    lines: int
    looks: int


def length(article: html.HtmlElement, surface: bool) -> Length:
    """The length of a page's article or of its surface. A formula is one word; outputs count as nothing."""
    article = copy.deepcopy(article)
    for element in article.xpath(APART) + (article.xpath(FOLDED) if surface else []):
        element.drop_tree()
    looks = len(article.xpath(".//figure | .//*[contains(@class, 'predict')]"))
    codes = "\n".join(code.text_content() for code in article.xpath(".//pre/code"))
    lines = sum(bool(line.strip()) for line in codes.split("\n"))
    for element in article.xpath(".//pre"):
        element.drop_tree()
    for element in article.xpath(".//math"):
        element.tail = f" formula {element.tail or ''}"
        element.drop_tree()
    text = " ".join(article.itertext())
    return Length(sum(bool(re.search(r"\w", word)) for word in text.split()), lines, looks)


def forms(article: html.HtmlElement) -> int:
    """How many predictions a page asks for before its exercises."""
    return len(article.xpath(".//form[starts-with(@data-key, 'predict')]"))


def minutes(of: Length) -> float:
    """Minutes to read so much: 180 words a minute, 5 s for a line of code, a minute for a figure or form."""
    return of.words / 180 + of.lines * 5 / 60 + of.looks


def main(site: Path) -> None:
    """Print a row for each lesson."""
    print("| lesson | words | whole | lines | whole | forms | minutes | as the page says |\n" + "|---" * 8 + "|")
    for file in sorted(site.glob("*/*/index.html")):
        article = html.parse(str(file)).getroot().xpath("//article")[0]
        says = article.xpath("string(.//p[@class='reading-time'])").partition(" · ")[0]
        if article.xpath(".//*[contains(@class, 'exercise')]"):
            surface, whole = (length(article, part) for part in (True, False))
            name = file.parent.relative_to(site).as_posix()
            row = (name, surface.words, whole.words, surface.lines, whole.lines, forms(article))
            print(f"| {' | '.join(map(str, row))} | {minutes(surface):.1f} | {says} |")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if sys.argv[1:] else ROOT / "site")
