"""A Python-Markdown extension: LaTeX in `$…$` and `$$…$$` becomes MathML when the site is built."""

import re
from xml.etree import ElementTree

from markdown.preprocessors import Preprocessor
from markdown.util import AtomicString
from math_core import LatexError, LatexToMathML
from pymdownx import arithmatex

from scripts.model import page as pages
from scripts.model import project

_CONVERTER = LatexToMathML()
_PUNCTUATION = re.compile(r"[.,;:?)]*")
_STRUT = '<mspace height="0.75em" depth="0.1em"></mspace>'  # without it Chromium hangs a root's sign from a low letter
_COLOURS = re.compile(r"\x1b\[[0-9;]*m")


class FormulaError(ValueError):
    """A formula that cannot be converted. The message names the page and line where they can be found."""


def convert(latex: str, display: bool) -> str:
    """LaTeX to MathML. Raises ValueError with the reason in one line."""
    try:
        mathml = _CONVERTER.convert_with_local_state(latex, displaystyle=display)
        return mathml.replace("<msqrt>", f"<msqrt>{_STRUT}")
    except LatexError as error:
        lines = _COLOURS.sub("", str(error)).strip().splitlines()
        raise ValueError(lines[0].removeprefix("Error:").strip()) from None


def locate(formula: str, lines: list[str]) -> str:
    """`path:line` of a formula."""
    text = pages.published("\n".join(lines))  # the formula has lost its value comments, and its indent
    words = r"\s+".join(re.escape(word) for word in formula.split())
    found = re.search(rf"\$\s*{words}\s*\$", text) or re.search(words, text)
    line = text.count("\n", 0, found.start(0) + found[0].index(formula.split()[0])) + 1 if found else 1
    return place(line, lines)


def place(line: int, lines: list[str]) -> str:
    """`path:line` of a line. Markdown knows no file, so the page is found by the lines it was given."""
    source = "\n".join(lines)
    for page in project.load_all(project.ROOT)[0].values():
        text = page.text.replace("\r\n", "\n")
        if source.strip() and (begin := text.find(source.strip())) >= 0:
            return f"{page.path}:{page.place(line + text.count(chr(10), 0, begin))}"
    return f"line {line} of the page"


class _Source(Preprocessor):
    """Keep the page's lines, to say where a wrong formula stands."""

    def run(self, lines: list[str]) -> list[str]:
        self.md.source_lines = list(lines)
        return lines


def _mathml(md, latex: str, display: bool) -> str:
    try:
        return md.htmlStash.store(convert(latex.strip(), display))
    except ValueError as error:
        where = locate(latex, getattr(md, "source_lines", []))
        raise FormulaError(f"{where}: formula {latex.strip()}: {error}") from None


class _Inline(arithmatex.InlineArithmatexPattern):
    def __init__(self, pattern, config, md):
        super().__init__(pattern, config)
        self.md = md

    def handleMatch(self, m, data):
        latex = m.groups()[2] if len(m.groups()) > 2 else None
        if not latex:
            return super().handleMatch(m, data)
        element = ElementTree.Element("span", {"class": "math"})
        # A full stop behind a formula stays on its line: it joins the formula in a span that does not break.
        stop = _PUNCTUATION.match(data, m.end(0))
        element.text = AtomicString(_mathml(self.md, latex, display=False) + stop[0])
        return element, m.start(0), stop.end()


class _Block(arithmatex.BlockArithmatexProcessor):
    def __init__(self, pattern, config, md):
        super().__init__(pattern, config, md)
        self.md = md

    def generic_output(self, parent, math):
        element = ElementTree.SubElement(parent, "div", {"class": "math", "tabindex": "0"})
        element.text = AtomicString(_mathml(self.md, math, display=True))


class MathematicsExtension(arithmatex.ArithmatexExtension):
    """Arithmatex finds the formulas; what it would hand to a script becomes MathML here."""

    def extendMarkdown(self, md):
        self.setConfigs({"generic": True, "inline_syntax": ["dollar"], "block_syntax": ["dollar"]})
        super().extendMarkdown(md)
        config = self.getConfigs()
        inline = _Inline(f"(?:{arithmatex.RE_SMART_DOLLAR_INLINE})", config, md)
        md.inlinePatterns.register(inline, "arithmatex-inline", 189.9)
        block = _Block(rf"(?s)^(?:{arithmatex.RE_DOLLAR_BLOCK})[ ]*$", config, md)
        md.parser.blockprocessors.register(block, "arithmatex-block", 79.9)
        md.preprocessors.register(_Source(md), "mathematics-source", 2000)


def makeExtension(**options):  # the name Python-Markdown looks for
    """The extension, for `markdown_extensions` in mkdocs.yml."""
    return MathematicsExtension(**options)
