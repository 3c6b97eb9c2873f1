"""Every lesson as a notebook to download: made from the page's text, and nothing else.

`notebook` gives what is committed beside the page; `portable` what the published site offers, with the
figures inside and links that lead to the site.
"""

import base64
import json
import posixpath
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from scripts.model import notebook as notebooks
from scripts.model import page as pages
from scripts.model.page import Code, Page, PageError

FOLDED = {"answer": "Answer", "hint": "Hint", "solution": "Solution"}

_FRONT_MATTER = re.compile(r"\A---\n(?:.*?\n)?---[ \t]*\n", re.S)
_CLAIM = re.compile(r"^# [^\n]+\n\n> ", re.M)
_BLOCK = re.compile(r"(?P<slashes>/{3,})[ ]*(?:(?P<name>[\w-]+)[ ]*(?:\|[ ]*(?P<title>.*))?)?")
_FENCE = re.compile(r"\s*(?P<fence>`{3,}|~{3,})[^`]*")
_OPEN_TAG = re.compile(r"<(?P<tag>[\w-]+)(?=[^>]*>)(?:\s[^>]*)?\bmarkdown\b[^>]*>\s*")
_CLOSE_TAG = re.compile(r"</(?P<tag>[\w-]+)>\s*")
_ATTRIBUTES = re.compile(r"(?<!\s)\s*+\{:?[ ]*+[#.][^{}]*+\}\s*+$")
_LINK_OR_CODE = re.compile(
    r"(?P<code>`[^`\n]+`)|(?P<image>!?)\[(?P<text>(?:[^\[\]]|\[[^\[\]]*\])*)\]\((?P<target>[^()\s]+)(?:\s+\"[^\"]*\")?\)"
)
_FIGURE = re.compile(r"!\[(?P<alt>(?:[^\[\]]|\[[^\[\]]*\])*)\]\((?P<target>[^()\s]+\.svg)\)")
_NUMPY = re.compile(r"^[ \t]*+(?:import|from) numpy\b", re.M)


def name(page: Page) -> str:
    """The notebook's path, next to the lesson's: `docs/idea/loss.ipynb`."""
    return page.path.removesuffix(".md") + ".ipynb"


def is_downloadable(page: Page) -> bool:
    """Whether a page has a notebook: it is a lesson in Markdown, with a claim below its title."""
    return page.path.endswith(".md") and page.meta.kind == "lesson" and bool(_CLAIM.search(_plain(page).text))


def strays(root: Path, all_pages: list[Page]) -> list[PageError]:
    """The notebooks under docs/ that are no labs and that no lesson gives, as after a lesson was deleted."""
    known = {name(page) for page in all_pages if is_downloadable(page)} | {page.path for page in all_pages}
    message = "no lesson gives this notebook: delete it (a lab stands in docs/labs/)"
    found = (file.relative_to(root) for file in sorted((root / "docs").rglob("*.ipynb")))
    visible = (file.as_posix() for file in found if not any(part.startswith(".") for part in file.parts))
    return [PageError(path, 1, message) for path in visible if path not in known]


def notebook(page: Page) -> str:
    """The notebook of a lesson as JSON (nbformat 4.5). The same page gives the same bytes."""
    page = _plain(page)
    cells = _Cells()
    lines = pages.published(page.text).split("\n")
    front = _FRONT_MATTER.match(page.text)
    place = front[0].count("\n") if front else 0
    for code in (step for step in page.steps if isinstance(step, Code)):
        cells.read(lines[place : code.line - 1], page)
        last = code.output or code
        cells.code(code)
        place = page.line_of(last.end - 1)
    cells.read(lines[place:], page)
    cells.flush()
    content = {"cells": cells.numbered(), "metadata": notebooks.METADATA, "nbformat": 4, "nbformat_minor": 5}
    return notebooks.dumps(content)


def _plain(page: Page) -> Page:
    """The page without a byte order mark, its lines ended by `\\n` alone."""
    text = page.text.removeprefix("\ufeff").replace("\r\n", "\n")
    return page if text == page.text else pages.parse(text, page.path)


def portable(text: str, source: str, address: str, figure: Callable[[str], bytes]) -> str:
    """A notebook as published: figures stand inside as pictures, links to pages of the site are absolute.

    `source` is where the notebook stands under docs/, `address` where the site does, `figure` gives a file of the
    site by its path. Raises ValueError when `text` is no notebook, and what `figure` raises.
    """
    content = json.loads(text)
    if not isinstance(content, dict) or not isinstance(content.get("cells"), list):
        raise ValueError("not a notebook")
    here = posixpath.dirname(source)

    def picture(found: re.Match) -> str:
        data = base64.b64encode(figure(posixpath.normpath(posixpath.join(here, found["target"])))).decode()
        alt = found["alt"].replace("&", "&amp;").replace('"', "&quot;").replace("<", "&lt;")
        return f'<img alt="{alt}" src="data:image/svg+xml;base64,{data}">'

    def link(found: re.Match) -> str:
        if figure_here := _FIGURE.fullmatch(found[0]):
            return picture(figure_here)
        target, _, anchor = found["target"].partition("#")
        if not target or re.match(r"\w+:", target):
            return found[0]
        path = posixpath.normpath(posixpath.join(here, target))
        page = re.sub(r"(?:(?<=/)index|^index)?\.(?:md|ipynb)$", "/", path).replace("//", "/").lstrip("/")
        return f"{found['image']}[{found['text']}]({address}{page}{'#' + anchor if anchor else ''})"

    for cell in content["cells"]:
        if cell["cell_type"] == "markdown":
            cell["source"] = notebooks.lines(_outside_code(link, "".join(cell["source"])))
    return notebooks.dumps(content)


@dataclass
class _Cells:
    """The cells made so far, and where in the page's blocks the reading stands."""

    done: list[dict] = field(default_factory=list)
    text: list[str] = field(default_factory=list)
    around: list[tuple[str, str, str]] = field(default_factory=list)  # open blocks: slashes, name, title
    opened: list[str] = field(default_factory=list)  # open elements whose tags the notebook leaves out
    element: str | None = None  # an explorer: the notebook keeps its figure and caption
    caption: str = ""  # "begun", then "over": the rest of the explorer is about what moves
    asked: bool = False  # a prediction waits for its answer, so the run below it is folded

    def read(self, lines: list[str], page: Page) -> None:
        """Take the lines between two blocks of code."""
        fence = None
        for line in lines:
            if fence is None and (opening := _FENCE.fullmatch(line)):
                fence = opening["fence"]
            elif fence is not None:
                fence = None if line.strip() == fence else fence
            elif self._structure(line, page):
                continue
            if self.caption != "over":
                self.text.append(line if fence else self._prose(line, page))
            if self.element and line.startswith("*"):
                self.caption = "begun"
            elif self.caption == "begun" and not line.strip():
                self.caption = "over"

    def _structure(self, line: str, page: Page) -> bool:
        """Take a line that opens or closes a block or an element. Returns whether it was one."""
        if block := _BLOCK.fullmatch(line.rstrip()):
            self._block(block, page)
            return True
        if opened := _OPEN_TAG.fullmatch(line):
            self.opened.append(opened["tag"])
            if "-" in opened["tag"]:
                self.element = opened["tag"]
            return True
        closed = _CLOSE_TAG.fullmatch(line)
        if closed and self.opened and closed["tag"] == self.opened[-1]:
            if self.opened.pop() == self.element:
                self.element, self.caption = None, ""
            return True
        if line.startswith("{:") and _ATTRIBUTES.fullmatch(line):
            return True
        if line.startswith("## "):
            self.flush()
        return False

    def _block(self, block: re.Match, page: Page) -> None:
        slashes, kind = block["slashes"], (block["name"] or "").lower()
        if not kind:
            while self.around:
                if self.around[-1][1] in FOLDED:
                    self.flush()
                if self.around.pop()[0] == slashes:
                    break
            return
        title = self._prose((block["title"] or "").strip(), page)
        if kind in FOLDED:
            self.flush()
        elif kind == "exercise":
            self.flush()
            self.text += [f"### {title or 'Exercise'}", ""]
        else:
            self.text += ["", f"**{title or kind.capitalize()}**", ""]
        self.asked = kind == "predict" or (self.asked and kind != "answer")
        self.around.append((slashes, kind, title))

    def _prose(self, line: str, page: Page) -> str:
        line = _ATTRIBUTES.sub("", line) if line.startswith("#") else line
        return _outside_code(lambda found: _to_notebook(found, page), line)

    @property
    def fold(self) -> str | None:
        """What the folded block around this place is called, or None."""
        return next((title or FOLDED[kind] for _, kind, title in self.around if kind in FOLDED), None)

    def flush(self) -> None:
        """End a Markdown cell."""
        text = re.sub(r"\n{3,}", "\n\n", "\n".join(self.text)).strip("\n")
        self.text = []
        if not text:
            return
        if self.fold:
            text = f"<details>\n<summary>{self.fold}</summary>\n\n{text}\n\n</details>"
        self.done.append({"cell_type": "markdown", "metadata": {}, "source": notebooks.lines(text)})

    def code(self, code: Code) -> None:
        """A block of code and what it printed."""
        self.flush()
        metadata: dict[str, object] = {}
        if self.fold:
            metadata["jupyter"] = {"source_hidden": True, "outputs_hidden": True}
        elif self.asked:
            metadata["jupyter"] = {"outputs_hidden": True}
        if code.raises:
            metadata["tags"] = ["raises-exception"]
        self.done.append(
            {
                "cell_type": "code",
                "execution_count": None,
                "metadata": metadata,
                "outputs": notebooks.outputs(code),
                "source": notebooks.lines(code.source.rstrip("\n")),
            }
        )

    def numbered(self) -> list[dict]:
        """The cells with their ids, and what the reader needs after the title."""
        code = "".join("".join(cell["source"]) + "\n" for cell in self.done if cell["cell_type"] == "code")
        needs = "Python and NumPy (`pip install numpy`)" if _NUMPY.search(code) else "Python and nothing else"
        note = f"This lesson of Fall Line is a notebook here. It needs {needs}. Run the cells from top to bottom."
        note = {"cell_type": "markdown", "metadata": {}, "source": [note]}
        cells = [self.done[0], note, *self.done[1:]] if self.done else []
        return [{"id": f"cell-{k}"} | cell for k, cell in enumerate(cells, 1)]


def _to_notebook(link: re.Match, page: Page) -> str:
    """A link as it leads from a notebook: lessons to their notebooks, without the place within."""
    target, _, _anchor = link["target"].partition("#")
    if link["image"] or re.match(r"\w+:", target):
        return link[0]
    if not target:
        return link["text"]
    path = posixpath.normpath(posixpath.join(posixpath.dirname(page.path), target))
    if re.fullmatch(r"docs/(?!reference/)[\w-]+/(?!index\.)[\w-]+\.md", path):
        return f"[{link['text']}]({target.removesuffix('.md')}.ipynb)"
    return link[0]


def _outside_code(replace: Callable[[re.Match], str], text: str) -> str:
    """Replace links, but not those in inline code."""
    return _LINK_OR_CODE.sub(lambda found: found[0] if found["code"] else replace(found), text)
