"""The page model: a page is a list of steps, read from its Markdown.

A step is a block of code, the output below it, a value in the prose, or a figure. This module only reads; `run.py`
runs the steps, and says which of them are stale.
"""

import re
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

import yaml

from scripts.model.numbers import COMMENT, IMAGE, SAME_PARAGRAPH, Prose, Ties, blank, replaced, spaces

LANGUAGES = ("python", "output", "text", "console", "markdown")


class PageError(Exception):
    """A page that cannot be used. `str()` gives `path:line: what is wrong`."""

    def __init__(self, path: str, line: int | str, message: str):
        super().__init__(path, line, message)
        self.path, self.line, self.message = path, line, message

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.message}"


@dataclass(frozen=True)
class Step:
    """What all steps have: the 1-based line, and the span of the text that a build may rewrite."""

    line: int
    start: int
    end: int


@dataclass(frozen=True)
class Output(Step):
    """The `output` fence below a block: `text` is its content, without the last line end."""

    text: str
    kind = "output"


@dataclass(frozen=True)
class Code(Step):
    """A `python` fence. `first` is the page's line of its first code line.

    `raises` names the exception that the block is meant to raise; `needs` a library without which it does not run.
    """

    source: str
    first: int
    indent: str
    newline: str
    raises: str | None
    needs: str | None
    output: Output | None
    kind = "code"


@dataclass(frozen=True)
class Value(Step):
    """A number in the prose (`text`) and the expression and format that give it."""

    text: str
    expression: str
    format: str  # empty: the number shows it
    in_math: bool
    kind = "value"


@dataclass(frozen=True)
class Figure(Step):
    """An image alone in its paragraph, drawn by `figures/<name>.py`. The span is its target."""

    name: str
    kind = "figure"


@dataclass(frozen=True)
class Meta:
    """Metadata of a page: its kind, decided by its path, and the entries of its front matter."""

    kind: str  # home, part, lesson, lab, reference, readme
    title: str | None = None
    description: str | None = None
    time_limit: float = 60.0  # seconds


@dataclass(frozen=True)
class Page:
    """One Markdown file: `path` as messages name it, its `text`, its `steps` in order.

    `prose` is the text with fences, inline code and comments blanked out in place; `ties` are its value comments.
    """

    path: str
    text: str
    steps: tuple[Step, ...]
    prose: str
    meta: Meta
    ties: tuple[Ties, ...]

    @property
    def source(self) -> str:
        """The text of the file."""
        return self.text

    def line_of(self, position: int) -> int:
        """The 1-based line of a character position."""
        return _line(self.text, position)

    def place(self, line: int) -> int | str:
        """How messages name a line."""
        return line

    def error(self, line: int, message: str) -> PageError:
        """What is wrong at a line."""
        return PageError(self.path, self.place(line), message)

    def written(self, text: str, changes: list) -> str:
        """The file, when the page's Markdown is `text`. `changes` are those that led to it."""
        return text


_FRONT_MATTER = re.compile(r"\ufeff?---[ \t]*\r?\n(?P<yaml>.*?\r?\n)?(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.S)
_METADATA = re.compile(r"---| {0,3}[A-Za-z0-9_-]+:")  # what MkDocs takes for it where a page begins
_FENCE = re.compile(r"(?P<indent>[ \t]*)(?P<fence>`{3,}|~{3,})[ \t]*(?P<info>[^`\r\n]*)(?P<newline>\r?\n|\Z)")
_INFO = re.compile(r"(?P<language>[\w+-]*)(?P<option>[ ]+(?:raises=\"(?P<raises>\w+)\"|needs=\"(?P<needs>\w+)\"))?")
_MISPLACED_FENCE = re.compile(r"[ \t]*(?:>|[-*+][ ]|\d+[.)][ ])[ \t>]*(?:`{3,}|~{3,})")
_INLINE_CODE = re.compile(rf"(?<![`\\])(`+)(?!`){SAME_PARAGRAPH}(?<!`)\1(?!`)", re.S)
CELL = re.compile(r"^<!-- cell (\d+) -->\n", re.M)  # the mark between the cells of a lab
_FIGURE_TARGET = re.compile(r"(?:.*/)?figures/(?P<name>[^/]+)\.svg")
_PARAGRAPH = re.compile(r"(?:^(?![ \t]*(?:\r?\n|/{3,})).+(?:\n|\Z))+", re.M)


def read(file: Path, name: str) -> str:
    """The text of a page, line ends kept. Raises PageError when it cannot be read or is not UTF-8."""
    try:
        data = file.read_bytes()
        return data.decode("utf-8")
    except OSError as error:
        raise PageError(name, 1, f"the page cannot be read: {error.strerror}") from None
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        message = f"not UTF-8: byte 0x{data[error.start]:02x}. Save the page as UTF-8."
        raise PageError(name, line, message) from None


def kind_of(path: str) -> str:
    """The kind of a page by its path from the project's folder: `docs/idea/loss.md` is a lesson."""
    parts = PurePosixPath(path).parts
    if parts[0] != "docs":
        return "readme"
    if len(parts) < 3:
        return "home" if parts[-1] == "index.md" else "reference"
    if parts[-1].endswith(".ipynb"):
        return "lab"
    if parts[1] == "reference":
        return "reference"
    return "part" if parts[-1] == "index.md" else "lesson"


def parse(text: str, path: str) -> Page:
    """Read the steps of a page. Raises PageError, with the line, for what the page model does not allow."""
    front = _FRONT_MATTER.match(text)
    begin = front.end() if front else int(text.startswith("\ufeff"))
    if not front and (found := _METADATA.match(text, begin)):
        raise PageError(path, 1, f"{found[0]} is read as metadata: put it between two lines ---, or begin with # Title")
    meta = _meta(front["yaml"] or "", path) if front else Meta(kind_of(path))
    fences, blanked, _ = _fences(text, begin, path)
    try:
        prose = Prose(blank(blanked, (match.span() for match in _INLINE_CODE.finditer(blanked))))
        ties = prose.ties()
    except ValueError as error:
        message, position = error.args
        raise PageError(path, _line(text, position), message) from None
    for comment in prose.comments:
        if hidden := [each.line for each in fences if comment.start() < each.start < comment.end()]:
            raise PageError(path, hidden[0], "a fence in a comment would run and not be shown: delete it")
    if tex := re.search(r"(?<!\\)\\[(\[]", prose.bare):
        raise PageError(path, _line(text, tex.start()), f"{tex[0]} is shown as a plain bracket: a formula is $…$ or $$")
    values = [
        Value(_line(text, number.start), number.start, number.end, number.text, *entry, number.in_math)
        for comment in ties
        for number, entry in zip(comment.numbers, comment.entries, strict=True)
        if entry
    ]
    figures = _figures(prose.bare, path)
    steps = sorted([*fences, *values, *figures], key=lambda step: step.start)
    return Page(path, text, tuple(steps), prose.bare, meta, tuple(ties))


def published(text: str) -> str:
    """The Markdown without what only the page model reads: comments of values and cells, fence options. Lines stay."""
    _, blanked, options = _fences(text, 0, "page")
    shown = blank(blanked, (match.span() for match in _INLINE_CODE.finditer(blanked)))
    spans = [match.span() for match in COMMENT.finditer(shown) if match["value"]]
    spans += [match.span() for match in CELL.finditer(shown)]
    return replaced(text, ((*span, "\n" * text.count("\n", *span)) for span in sorted([*spans, *options])))


def _meta(front: str, path: str) -> Meta:
    """The front matter. Raises PageError for a fence, which would not run there, and for what is not YAML."""
    if fence := re.search(r"^[ \t]*(?:`{3,}|~{3,})", front, re.M):
        raise PageError(path, _line(front, fence.start()) + 1, "a fence in the front matter: put a blank line above it")
    try:
        entries = yaml.safe_load(front) or {}
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 2 if error.problem_mark else 1
        raise PageError(path, line, f"front matter: {error.problem}; quote a text with a colon") from None
    if not isinstance(entries, dict):
        raise PageError(path, 2, f"front matter: expected `name: value` on each line, found {str(entries)[:60]}")
    seconds = entries.get("time_limit", Meta.time_limit)
    if not isinstance(seconds, int | float) or seconds <= 0:
        line = _line(front, front.find("time_limit")) + 1
        raise PageError(path, line, f"time_limit: expected seconds, found {seconds}")
    return Meta(kind_of(path), entries.get("title"), entries.get("description"), float(seconds))


def _line(text: str, position: int) -> int:
    return text.count("\n", 0, position) + 1


def _fences(text: str, begin: int, path: str) -> tuple[list[Step], str, list[tuple[int, int]]]:
    """All code and output steps, the text without its fences, and the spans of fence options."""
    steps: list[Step] = []
    options: list[tuple[int, int]] = []
    kept = [spaces(text[:begin])]
    position, line = begin, _line(text, begin)
    code: Code | None = None  # the block that an output fence may still follow
    end = -1  # of the last fence
    while position < len(text):
        opening = _FENCE.match(text, position)
        if opening is None:
            row = text[position : text.find("\n", position) + 1 or len(text)]
            if _MISPLACED_FENCE.match(row):
                raise PageError(path, line, "a fence starts its own line, outside quotes and list bullets")
            if position == end and row.strip()[:1] not in ("", "/", "<", "-"):
                raise PageError(path, line, "text right below a fence: put a blank line between them")
            if row.strip():
                code = None
            kept.append(row)
            position, line = position + len(row), line + 1
            continue
        body, end = _fence_body(text, opening, line, path)
        info = _INFO.fullmatch(opening["info"].rstrip())
        language = info["language"] if info else None
        if language not in LANGUAGES or (info["option"] and language != "python"):
            shown = opening["info"].rstrip() or "(none)"
            name, _, more = shown.partition(" ")
            message = f"fence language {shown}: expected one of {', '.join(LANGUAGES)}"
            if name in LANGUAGES:
                message = f'{more} behind {name}: expected nothing, or behind python raises="…" or needs="…"'
            raise PageError(path, line, message)
        if info["option"]:
            options.append((opening.start("info") + info.start("option"), opening.start("info") + info.end("option")))
        if language == "output":
            if code is None or code.indent != opening["indent"]:
                raise PageError(path, line, "output without a python block right above it")
            output = Output(line, opening.start(), end, body.removesuffix("\n"))
            steps[-1] = Code(**vars(code) | {"output": output})
            steps.append(output)
            code = None
        elif language == "python":
            layout = (opening["indent"], opening["newline"])
            code = Code(line, opening.start(), end, body, line + 1, *layout, info["raises"], info["needs"], None)
            steps.append(code)
        else:
            code = None
        kept.append(spaces(text[position:end]))
        position, line = end, line + text.count("\n", position, end)
    return steps, "".join(kept), options


def _fence_body(text: str, opening: re.Match, line: int, path: str) -> tuple[str, int]:
    """The content of a fence (dedented, `\\n` line ends), and the position after the fence."""
    indent, fence = opening["indent"], opening["fence"]
    if "\t" in indent:
        raise PageError(path, line, "indent this fence with spaces, not tabs")
    content: list[str] = []
    position = opening.end()
    for number, raw in enumerate(text[position:].splitlines(keepends=True), line + 1):
        position += len(raw)
        row = raw.rstrip("\r\n")
        if row.strip() == fence and row.startswith(indent) and row[len(indent)] == fence[0]:
            return "".join(content), position
        inner = _FENCE.match(raw)
        if inner and inner["fence"][0] == fence[0] and len(inner["fence"]) >= len(fence):
            message = f"this fence is not closed before the one at line {number}"
            raise PageError(path, line, f"{message} (a fence that shows fences is longer)")
        if row.strip() and not row.startswith(indent):
            raise PageError(path, number, "this line is indented less than its fence")
        content.append(row[len(indent) :] + "\n")
    raise PageError(path, line, f"this fence is never closed: expected a line {fence}")


def _figures(bare: str, path: str) -> list[Figure]:
    """The figure steps. A figure's span is its target, so that values may sit in its alternative text."""
    found: list[Figure] = []
    for paragraph in _PARAGRAPH.finditer(bare):
        for image in IMAGE.finditer(bare, *paragraph.span()):
            line = _line(bare, image.start())
            if not image["alt"].strip():
                raise PageError(path, line, f"missing alternative text: say what {image['target']} shows")
            target = _FIGURE_TARGET.fullmatch(image["target"])
            if target is None:
                continue
            if image[0] != paragraph[0].strip():
                raise PageError(path, line, "a figure stands alone in its paragraph: put blank lines around it")
            up = "../" * (len(Path(path).parts) - 2) if Path(path).parts[0] == "docs" else "docs/"
            expected = f"{up}figures/{target['name']}.svg"
            if image["target"] != expected:
                raise PageError(path, line, f"figure path {image['target']}: expected {expected}")
            if not target["name"].isidentifier():
                message = f"figure name {target['name']}: expected letters, digits and _, as a module is named"
                raise PageError(path, line, message)
            found.append(Figure(line, image.start("target"), image.end("target"), target["name"]))
    return found


def fenced(info: str, text: str, indent: str = "", newline: str = "\n") -> str:
    """A block of code that holds a text, in a fence longer than any within it."""
    fence = max(re.findall("`{3,}", text), key=len, default="``") + "`"
    rows = [f"{fence}{info}", *text.split("\n"), fence]
    return "".join((indent + row if row else "") + newline for row in rows)
