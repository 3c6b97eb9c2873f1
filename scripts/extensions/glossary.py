"""A Python-Markdown extension: on a page with exercises, the first use of each glossary term links to its definition.

The terms are the second-level headings of docs/reference/glossary.md; the paragraph below a heading is the tooltip.
"""

import re
from xml.etree import ElementTree

from markdown.extensions.toc import slugify
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString

from scripts.model import project

GLOSSARY = "docs/reference/glossary.md"
ADDRESS = "../reference/glossary.md"  # from a page in the folder of its part
_ENTRY = re.compile(r"^## (?P<term>.+?) *\n+(?P<definition>(?:.+\n)+)", re.M)
_SKIPPED = {"a", "abbr", "blockquote", "code", "figcaption", "h1", "h2", "h3", "h4", "pre", "summary", "th"}


def read_terms(text: str) -> dict[str, str]:
    """The terms of a glossary page and their definitions, as plain text."""
    return {entry["term"]: " ".join(entry["definition"].split()) for entry in _ENTRY.finditer(text)}


class Terms(Treeprocessor):
    def run(self, root):
        if not any("exercise" in element.get("class", "").split() for element in root.iter("div")):
            return
        file = project.ROOT / GLOSSARY
        terms = read_terms(file.read_text("utf-8")) if file.is_file() else {}
        # The plural counts as the term; a term that is part of a longer one yields to it.
        words = "|".join(re.escape(term) for term in sorted(terms, key=len, reverse=True))
        self.pattern = re.compile(rf"\b(?P<term>{words})(?P<plural>e?s)?\b", re.I)
        self.left = terms
        self.visit(root)

    def visit(self, element) -> None:
        if element.tag in _SKIPPED or re.search("admonition-title|choose", element.get("class", "")):
            return
        self.link(element, element.text, 0)
        for child in list(element):
            self.visit(child)
            self.link(element, child.tail, list(element).index(child) + 1)

    def link(self, parent, text: str | None, place: int) -> None:
        """Turn the first uses in one stretch of text into links. `place` is the index of the text's next sibling."""
        uses = (match for match in self.pattern.finditer(text or "") if match["term"].lower() in self.left)
        match = next(uses, None)
        if match is None or isinstance(text, AtomicString):
            return
        term, before, rest = match["term"].lower(), text[: match.start()], text[match.end() :]
        address = f"{ADDRESS}#{slugify(term, '-')}"
        link = ElementTree.Element("a", {"class": "term", "href": address, "title": self.left.pop(term)})
        link.text, link.tail = AtomicString(match[0]), rest
        if place:
            parent[place - 1].tail = before
        else:
            parent.text = before
        parent.insert(place, link)
        self.link(parent, rest, place + 1)
