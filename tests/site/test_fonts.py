"""The fonts are subsets: each has the characters that the pages set in it, and no more than text needs."""

import re
from html import unescape
from unicodedata import category, name

import pytest
from fontTools.ttLib import TTFont

from scripts.model import project

FONTS = project.ROOT / "docs/fonts"
MATH = re.compile(r"<math.*?</math>", re.S)
UNSEEN = re.compile(r"<(script|style|svg|code|samp|pre|annotation)\b.*?</\1>", re.S)
TAG = re.compile(r"<[^<>]*>")
ITALIC = {"h": "\u210e"}  # its place among the italic letters of mathematics was taken before there were such letters


def has(file: str) -> set[str]:
    """The characters that a font can show."""
    return set(map(chr, TTFont(FONTS / file).getBestCmap()))


def italic(letter: str) -> str:
    """The letter that a browser shows for a variable."""
    for first, last, start in (("A", "Z", 0x1D434), ("a", "z", 0x1D44E), ("Α", "Ω", 0x1D6E2), ("α", "ω", 0x1D6FC)):
        if first <= letter <= last:
            return ITALIC.get(letter, chr(start + ord(letter) - ord(first)))
    return letter


def told(missing: set[str]) -> str:
    return ", ".join(f"{each} U+{ord(each):04X} {name(each, '')}" for each in sorted(missing))


def test_the_font_for_mathematics_has_every_character_of_the_formulas(site):
    formulas = [formula for page in site.pages for formula in MATH.findall(page.html)]
    assert len(formulas) > 500
    used = {each for formula in formulas for each in unescape(TAG.sub("", formula))}
    variables = {unescape(each) for formula in formulas for each in re.findall(r"<mi>([^<]+)</mi>", formula)}
    used |= {italic(each) for each in variables if len(each) == 1}
    missing = {each for each in used - has("stix-two-math.woff2") if not each.isspace() and category(each) != "Cf"}
    assert not missing, (
        f"docs/fonts/stix-two-math.woff2 lacks {told(missing)}. How to cut it: docs/stylesheets/fonts.css"
    )


@pytest.mark.parametrize("file", ["source-serif-4-normal.woff2", "source-serif-4-italic.woff2"])
def test_the_fonts_for_text_have_every_letter_and_sign_of_the_text(site, file):
    """Greek and signs of mathematics in text come from the other font."""
    text = {each for page in site.pages for each in unescape(TAG.sub("", UNSEEN.sub("", MATH.sub("", page.html))))}
    assert len(text) > 80
    missing = {each for each in text - has(file) - has("stix-two-math.woff2") if not each.isspace()}
    assert not missing, f"docs/fonts/{file} lacks {told(missing)}. How to cut it: docs/stylesheets/fonts.css"
