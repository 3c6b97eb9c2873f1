"""A Python-Markdown extension: what a lesson's Markdown becomes on the page.

Value comments and fence options vanish, and an `output` fence becomes a labelled box. The site's custom elements count
as blocks, so that they may hold Markdown (`<live-descent markdown>`). Each class below says what else changes.
"""

import copy
import html
import itertools
import math
import re
from xml.etree import ElementTree

from markdown.extensions.toc import slugify
from markdown.postprocessors import Postprocessor
from markdown.preprocessors import Preprocessor
from markdown.treeprocessors import Treeprocessor
from markdown.util import HTML_PLACEHOLDER_RE

from scripts.model import page as pages
from scripts.model import project

PIXELS_PER_UNIT = 1.6  # a figure's SVG is 360 units wide, 576 CSS pixels on a wide screen
EXPLORERS = "descent rate slope network model terrain circuit schedule batches plane basins edge"
CUSTOM_ELEMENTS = ["live-descent", *(f"{name}-explorer" for name in EXPLORERS.split())]

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
    """What only the page model reads vanishes."""

    def run(self, lines: list[str]) -> list[str]:
        return pages.published("\n".join(lines)).split("\n")


class CodeBlocks(Postprocessor):
    """Give each block of code an id, a copy button (the theme listens for its clicks) and the focus."""

    def run(self, text: str) -> str:
        numbers = itertools.count(1)
        return _CODE.sub(lambda match: _CODE_BOX.format(classes=match["classes"], number=next(numbers)), text)


class Figures(Treeprocessor):
    """A figure becomes a light and dark pair, loaded late, with the paragraph in italics below as caption."""

    def run(self, root):
        for parent in list(root.iter()):
            for paragraph in list(parent):
                image = _only(paragraph, "img")
                if image is not None and (target := _FIGURE.fullmatch(image.get("src", ""))):
                    self.replace(parent, paragraph, image.get("alt", ""), target)

    def replace(self, parent, paragraph, alt: str, target: re.Match) -> None:
        """Turn the paragraph into a `figure` element, and the caption below it into its `figcaption`."""
        place = list(parent).index(paragraph)
        below = parent[place + 1] if place + 1 < len(parent) else None
        paragraph.clear()
        paragraph.tag, paragraph.tail = "figure", "\n"
        paragraph.set("class", "drawn")
        for kind, suffix in (("light", ""), ("dark", "-dark")):
            attributes = {"src": f"{target['stem']}{suffix}.svg", "alt": alt, "class": f"{kind}-only"}
            ElementTree.SubElement(paragraph, "img", attributes | {"loading": "lazy"} | _size(target["name"]))
        if (caption := _only(below, "em")) is not None:
            parent.remove(below)
            caption.tag, caption.tail = "figcaption", None
            paragraph.append(caption)


def _only(paragraph, tag: str):
    """The element of a tag that is all that a paragraph holds; None where it is none, or holds more."""
    if paragraph is None or paragraph.tag != "p" or [child.tag for child in paragraph] != [tag]:
        return None
    return None if f"{paragraph.text or ''}{paragraph[0].tail or ''}".strip() else paragraph[0]


def _size(name: str) -> dict[str, str]:
    file = project.ROOT / "docs/figures" / f"{name}.svg"
    drawing = file.read_text("utf-8") if file.is_file() else project.lab_figure(project.ROOT, name)
    sides = box.groups() if (box := _VIEW_BOX.search(drawing or "")) else ()
    return {name: str(round(float(side) * PIXELS_PER_UNIT)) for name, side in zip(("width", "height"), sides)}  # noqa: B905


class WideTables(Treeprocessor):
    """A table of many columns gets a box in which it scrolls, and which can take the focus."""

    def run(self, root):
        for parent in list(root.iter()):
            for place, table in enumerate(list(parent)):
                if table.tag == "table" and len(table.findall("thead/tr/th")) > 3:  # too wide for a phone
                    box = ElementTree.Element("div", {"class": "wide-table", "tabindex": "0"})
                    parent[place] = box
                    box.append(table)
                    box.tail, table.tail = table.tail, None


class Claim(Treeprocessor):
    """The quotation below the title becomes the claim, with the minutes that the page takes above it."""

    def run(self, root):
        if len(root) < 2 or root[0].tag != "h1" or root[1].tag != "blockquote":
            return
        claim = root[1]
        claim.tag = "div"
        claim.set("class", "claim")
        read, exercises = minutes(root, self.md.htmlStash.rawHtmlBlocks)
        time = ElementTree.Element("p", {"class": "reading-time"})
        time.text = f"Read {read} min" + (f", with exercises {read + exercises} min" if exercises else "")
        root.insert(1, time)


class Ids(Treeprocessor):
    """An exercise, a mistake and a box to dig deeper get an id from their title, for links and progress."""

    def run(self, root):
        for box in root.iter():
            classes = box.get("class", "").split()
            if "exercise" in classes:
                box.set("id", "exercise-" + slugify("".join(box[0].itertext()), "-"))
            elif "wrong" in classes or "deeper" in classes:
                box.set("id", slugify("".join(box[0].itertext()), "-"))
                box[0].text = f"{'Dig deeper: ' if 'deeper' in classes else ''}{box[0].text or ''}"


def minutes(root, stash: list) -> tuple[int, int]:
    """Minutes to read what a page shows with every fold closed, without its exercises; and minutes for these.

    180 words a minute, 5 s for a line of code, a minute for a figure or form, 4 for an exercise. `stash` holds what
    Markdown keeps aside, the blocks of code among it.
    """
    surface = copy.deepcopy(root)
    exercises = [box for box in surface.iter("div") if "exercise" in box.get("class", "").split()]
    for fold in [*surface.iter("details"), *exercises]:
        fold.clear()
    looks = sum(element.tag == "figure" or "predict" in element.get("class", "") for element in surface.iter())
    text = " ".join(surface.itertext())
    kept = [str(stash[int(number)]) for number in HTML_PLACEHOLDER_RE.findall(text)]
    lines = sum(len(re.findall(r"\S.*\n", block)) for block in kept if 'class="language-python' in block)
    return max(1, math.ceil(len(text.split()) / 180 + lines * 5 / 60 + looks)), len(exercises) * 4
