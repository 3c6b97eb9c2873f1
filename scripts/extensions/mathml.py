"""A Python-Markdown extension: LaTeX in `$…$` and `$$…$$` becomes MathML when the site is built."""

import re
from xml.etree import ElementTree

from markdown.blockprocessors import BlockProcessor
from markdown.inlinepatterns import InlineProcessor
from markdown.preprocessors import Preprocessor
from markdown.util import AtomicString
from math_core import LatexError, LatexToMathML

from scripts.model import page as pages
from scripts.model import project

NAME = "mathematics"  # of the processors
INLINE = r"(?<!\\)\$(?![\s$])((?:\\.|[^\\$\x02\x03])+?)(?<!\s)\$([.,;:?)]*)"  # \x02, \x03: Markdown's marks
BLOCK = re.compile(r"\$\$((?:\\.|[^\\])+?)\$\$ *\Z", re.S)
PRIMES = re.compile(r"<msup>(<mi>[^<]*</mi>)(<mo>[′″‴]</mo>)</msup>")  # raised in the font already
STRUT = '<mspace height="0.75em" depth="0.1em"></mspace>'  # without it Chromium hangs a root's sign from a low letter
CLASSES = {  # for the cells of aligned and cases, in the place of style attributes; see docs/stylesheets/lesson.css
    "text-align: right;justify-items: end;padding-right: 0;": "cell-right",
    "text-align: left;justify-items: start;padding-left: 0;": "cell-left",
    "text-align: left;justify-items: start;padding-right: 0;": "cell-case",
    "text-align: left;justify-items: start;padding-right: 0;padding-left:1em;": "cell-condition",
}
_CONVERTER = LatexToMathML()


def convert(latex: str, display: bool) -> str:
    """LaTeX to MathML. Raises ValueError with the reason in one line."""
    try:
        mathml = _CONVERTER.convert_with_local_state(latex, displaystyle=display)
    except LatexError as error:
        first = re.sub(r"\x1b\[[0-9;]*m", "", str(error)).strip().splitlines()[0]
        raise ValueError(first.removeprefix("Error:").strip()) from None
    for style, classes in CLASSES.items():
        mathml = mathml.replace(f'style="{style}"', f'class="{classes}"')
    if style := re.search(r' style="[^"]*"', mathml):
        raise ValueError(f"the site's policy forbids{style[0]}: add a class to CLASSES in scripts/extensions/mathml.py")
    return PRIMES.sub(r"<mrow>\1\2</mrow>", mathml.replace("<msqrt>", f"<msqrt>{STRUT}"))


def locate(formula: str, lines: list[str]) -> str:
    """`path:line` of a formula on the page with these lines."""
    text = pages.published("\n".join(lines))  # the formula has lost its value comments, and its indent
    words = r"\s+".join(re.escape(word) for word in formula.split())
    found = re.search(rf"\$\s*({words})\s*\$", text) or re.search(f"({words})", text)
    return place(text.count("\n", 0, found.start(1)) + 1 if found else 1, lines)


def place(line: int, lines: list[str]) -> str:
    """`path:line` of a line. Markdown does not know the file, so the page is found by its text."""
    source = "\n".join(lines).strip()
    for page in project.load_all(project.ROOT)[0].values():
        begin = page.text.replace("\r\n", "\n").find(source)
        if source and begin >= 0:
            return f"{page.path}:{page.place(page.text.count(chr(10), 0, begin) + line)}"
    return f"line {line} of the page"


class Formulas(Preprocessor):
    """Keep the page's lines, to locate a wrong formula, and convert its formulas."""

    def run(self, lines: list[str]) -> list[str]:
        self.lines = lines
        return lines

    def mathml(self, latex: str, display: bool) -> str:
        """Convert a formula of the page. Returns the mark that Markdown replaces by the MathML in the end."""
        try:
            return self.md.htmlStash.store(convert(latex.strip(), display))
        except ValueError as error:
            raise ValueError(f"{locate(latex, self.lines)}: formula {latex.strip()}: {error}") from None


class Inline(InlineProcessor):
    def handleMatch(self, match, data):
        element = ElementTree.Element("span", {"class": "math"})
        # A full stop behind a formula stays on its line: it joins the formula in a span that does not break.
        element.text = AtomicString(self.md.preprocessors[NAME].mathml(match[1], display=False) + match[2])
        return element, match.start(), match.end()


class Block(BlockProcessor):
    def test(self, parent, block):
        return BLOCK.match(block) is not None

    def run(self, parent, blocks):
        latex = BLOCK.match(blocks.pop(0))[1]
        element = ElementTree.SubElement(parent, "div", {"class": "math", "tabindex": "0"})
        element.text = AtomicString(self.parser.md.preprocessors[NAME].mathml(latex, display=True))
