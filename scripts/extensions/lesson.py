"""A Python-Markdown extension: what a lesson's Markdown becomes on the page.

- Value comments and fence options vanish; an `output` fence becomes a labelled box.
- A figure becomes a lazily loaded light and dark pair of one size, with the paragraph in italics below as caption.
- A block of code gets a button to copy it, and can take the focus, so that the arrow keys scroll it.
- A table of many columns gets a box in which it scrolls, and which can take the focus.
- The quotation below the title becomes the lesson's claim, with the reading time above it.
- The site's custom elements count as blocks, so that they may hold Markdown (`<live-descent markdown>`).
"""

import copy
import html
import itertools
import math
import re
from xml.etree import ElementTree

from markdown.postprocessors import Postprocessor
from markdown.preprocessors import Preprocessor
from markdown.treeprocessors import Treeprocessor

from scripts.model import notebook as notebooks
from scripts.model import page as pages
from scripts.model import project

PIXELS_PER_UNIT = 1.6  # a figure's SVG is 360 units wide, 576 CSS pixels on a wide screen
WORDS_PER_MINUTE = 200
MINUTES_PER_BLOCK = 0.25
WIDE = 4  # columns that a phone has no room for
EXPLORERS = ("descent", "rate", "slope", "network", "terrain", "circuit", "schedule", "batches")
CUSTOM_ELEMENTS = ["live-descent", *(f"{name}-explorer" for name in EXPLORERS)]

_FIGURE = re.compile(r"(?P<stem>(?:.*/)?figures/(?P<name>\w+))\.svg")
_CODE = re.compile(r'<div class="(?P<classes>[^"]*\bhighlight\b[^"]*)"><pre>')
_CODE_BOX = (
    '<div class="{classes}" id="code-{number}"><button class="copy-code" type="button" title="Copy" '
    'aria-label="Copy the code" data-clipboard-target="#code-{number} code"></button><pre tabindex="0">'
)
_VIEW_BOX = re.compile(r'viewBox="0 0 ([\d.]+) ([\d.]+)"')


def output_fence(source: str, language: str, css_class: str, options: dict, md, **kwargs) -> str:
    """The superfences formatter of `output` fences: a labelled box that the copy button leaves alone."""
    return (
        '<div class="output" role="group" aria-label="Output"><span class="output-label" aria-hidden="true">'
        f'Output</span><pre tabindex="0"><samp>{html.escape(source)}</samp></pre></div>'
    )


class Published(Preprocessor):
    def run(self, lines: list[str]) -> list[str]:
        return pages.published("\n".join(lines)).split("\n")


class CodeBlocks(Postprocessor):
    """Give each block of code an id, a copy button (the theme listens for its clicks) and the focus."""

    def run(self, text: str) -> str:
        numbers = itertools.count(1)
        return _CODE.sub(lambda match: _CODE_BOX.format(classes=match["classes"], number=next(numbers)), text)


class Figures(Treeprocessor):
    def run(self, root):
        for parent in list(root.iter()):
            for paragraph in list(parent):
                image = paragraph[0] if len(paragraph) == 1 and not (paragraph.text or "").strip() else None
                if paragraph.tag != "p" or image is None or image.tag != "img" or (image.tail or "").strip():
                    continue
                if target := _FIGURE.fullmatch(image.get("src", "")):
                    self.replace(parent, paragraph, image.get("alt", ""), target)

    def replace(self, parent, paragraph, alt: str, target: re.Match) -> None:
        """Turn the paragraph into a `figure` element, and the caption below it into its `figcaption`."""
        place = list(parent).index(paragraph)
        caption = parent[place + 1] if place + 1 < len(parent) else None
        paragraph.clear()
        paragraph.tag, paragraph.tail = "figure", "\n"
        paragraph.set("class", "drawn")
        for kind, suffix in (("light", ""), ("dark", "-dark")):
            attributes = {"src": f"{target['stem']}{suffix}.svg", "alt": alt, "class": f"{kind}-only"}
            ElementTree.SubElement(paragraph, "img", attributes | {"loading": "lazy"} | _size(target["name"]))
        if caption is not None and caption.tag == "p" and _is_caption(caption):
            parent.remove(caption)
            caption = caption[0]
            caption.tag, caption.tail = "figcaption", None
            paragraph.append(caption)


def _is_caption(paragraph) -> bool:
    alone = len(paragraph) == 1 and not (paragraph.text or "").strip()
    return alone and paragraph[0].tag == "em" and not (paragraph[0].tail or "").strip()


def _size(name: str) -> dict[str, str]:
    file = project.ROOT / "docs/figures" / f"{name}.svg"
    drawing = file.read_text("utf-8") if file.is_file() else notebooks.figure(project.ROOT, name)
    box = _VIEW_BOX.search(drawing or "")
    if box is None:
        return {}
    width, height = (str(round(float(side) * PIXELS_PER_UNIT)) for side in box.groups())
    return {"width": width, "height": height}


class WideTables(Treeprocessor):
    def run(self, root):
        for parent in list(root.iter()):
            for place, table in enumerate(list(parent)):
                if table.tag == "table" and len(table.findall("thead/tr/th")) >= WIDE:
                    box = ElementTree.Element("div", {"class": "wide-table", "tabindex": "0"})
                    parent[place] = box
                    box.append(table)
                    box.tail, table.tail = table.tail, None


class Claim(Treeprocessor):
    def run(self, root):
        if len(root) < 2 or root[0].tag != "h1" or root[1].tag != "blockquote":
            return
        claim = root[1]
        claim.tag = "div"
        claim.set("class", "claim")
        time = ElementTree.Element("p", {"class": "reading-time"})
        time.text = f"{reading_time(root)} min read"
        root.insert(1, time)


def reading_time(root) -> int:
    """Minutes to read a page: its words and its blocks of code, without what is folded away."""
    visible = copy.deepcopy(root)
    for details in visible.iter("details"):
        details[:], details.text = [], None
    words = len(" ".join(visible.itertext()).split())
    boxes = [element for element in visible.iter() if element is visible or element.tag == "div"]
    blocks = sum("wzxhzdk" in (child.text or "") for box in boxes for child in box)  # Markdown's mark for what it keeps
    return max(1, math.ceil(words / WORDS_PER_MINUTE + blocks * MINUTES_PER_BLOCK))
