"""The page model: a page is a list of steps, read from its Markdown.

A step is a block of code, the output below it, a value in the prose, or a figure. This module only
reads: `running.py` runs the steps, `build.py` writes what they give.
"""

import ast
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from pathlib import Path
from types import CodeType, SimpleNamespace

LANGUAGES = ("python", "output", "text", "console", "markdown")
DEFAULT_TIME_LIMIT = 60.0


class PageError(Exception):
    """A page cannot be used as it stands. `str()` gives `path:line: what is wrong`."""

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
class Code(Step):
    """A `python` fence. `first` is the page's line of its first code line; `raises` an exception name.

    `needs` is a library without which the block does not run, and its output is not checked.
    """

    source: str
    first: int
    indent: str
    newline: str
    raises: str | None
    needs: str | None
    output: "Output | None"
    kind = "code"


@dataclass(frozen=True)
class Output(Step):
    """The `output` fence below a block: `text` is what stands in it, without the last line end."""

    text: str
    kind = "output"


@dataclass(frozen=True)
class Value(Step):
    """A number in the prose (`text`) and the expression and format that give it."""

    text: str
    expression: str
    format: str
    in_math: bool
    comment: tuple[int, int]
    kind = "value"


@dataclass(frozen=True)
class Figure(Step):
    """An image alone in its paragraph, drawn by `figures/<name>.py`."""

    name: str
    alt: str
    kind = "figure"


@dataclass(frozen=True)
class Page:
    """One Markdown file: `path` as messages name it, its `text`, its `steps` in order.

    `prose` is the text with fences, inline code and comments blanked out, position by position.
    `options` holds the spans of the fence options (`raises="…"`) that a renderer must not see.
    """

    path: str
    text: str
    steps: tuple[Step, ...]
    prose: str
    options: tuple[tuple[int, int], ...]
    time_limit: float
    head = "front matter"  # what messages call the place of time_limit

    @property
    def meta(self) -> SimpleNamespace:
        """What the page says of itself. A stand-in: `kind` only."""
        folder, name = Path(self.path).parent.as_posix(), Path(self.path).name
        kinds = {".": "readme", "docs": "home", "docs/reference": "reference"}
        if kind := kinds.get(folder):
            return SimpleNamespace(kind=kind)
        if name == "index.md":
            return SimpleNamespace(kind="part")
        return SimpleNamespace(kind="lab" if folder == "docs/labs" else "lesson")

    @property
    def source(self) -> str:
        """What stands in the file."""
        return self.text

    def line_of(self, position: int) -> int:
        """The 1-based line of a character position."""
        return bisect_right(self._starts, position)

    @cached_property
    def _starts(self) -> list[int]:
        return _line_starts(self.text)

    def place(self, line: int) -> int | str:
        """How messages name a line."""
        return line

    def error(self, line: int, message: str) -> PageError:
        """What is wrong at a line."""
        return PageError(self.path, self.place(line), message)

    def written(self, text: str, changes: list) -> str:
        """The file, when the page's Markdown is `text`. `changes` are those that led to it."""
        return text


# No pattern here may try one stretch of text from many places: a page of 5 MB is read in seconds (tests/faults).
_FRONT_MATTER = re.compile(r"\ufeff?---\r?\n(.*?\r?\n)?---[ \t]*(?:\r?\n|\Z)", re.S)
_FENCE = re.compile(r"(?P<indent>[ \t]*+)(?P<fence>`{3,}+|~{3,}+)[ \t]*+(?P<info>[^`\r\n]*+)(?P<newline>\r?\n|\Z)")
_INFO = re.compile(r"(?P<language>[\w+-]*)(?P<option>[ ]+(?:raises=\"(?P<raises>\w+)\"|needs=\"(?P<needs>\w+)\"))?")
_MISPLACED_FENCE = re.compile(r"[ \t]*(?:>|[-*+][ ]|\d+[.)][ ])[ \t>]*(?:`{3,}|~{3,})")
_TICKS = re.compile(r"`++")
_VALUE = re.compile(r"<!--[ ]*=")
CELL = re.compile(r"^<!-- cell (\d+) -->\n", re.M)  # what stands between the cells of a lab
_DOLLARS = re.compile(r"\$++")
_CLOSES_NOT = re.compile(r"[\\\s]")
_IMAGE = re.compile(r"!\[(?P<alt>(?:[^\[\]]|\[[^\[\]]*\])*)\]\((?P<target>[^()\s]*)(?:\s+\"[^\"]*\")?\)")
_FIGURE_TARGET = re.compile(r"(?:.*/)?figures/(?P<name>[^/]+)\.svg")
_BLANK_LINE = re.compile(r"\n[ \t]*+\r?\n")
_PARAGRAPH = re.compile(r"(?:^(?![ \t]*+(?:\r?\n|/{3,})).+(?:\n|\Z))+", re.M)

_DIGITS = r"(?:\d{1,3}(?:,\d{3})+(?!\d)|\d+)(?:\.\d+)?|\.\d+"
_PLAIN = re.compile(rf"(?P<sign>[-+]?)(?P<digits>{_DIGITS})(?:e(?P<power>[-+]?\d+))?")
NUMBER = re.compile(
    rf"(?<![\w.,^\\])(?<![_^]\{{)(?:(?<![)\]}}])[-−+])?(?<![\w.^])(?:{_DIGITS})"
    r"(?:e[-+]?\d+|\s?×\s?10[⁻⁺]?[⁰¹²³⁴⁵⁶⁷⁸⁹]+|\s*\\times\s*10\^(?:\{-?\d+\}|\d))?"
)
_SUPERSCRIPT = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def read(path: Path, name: str) -> str:
    """The text of a page, line ends kept. Raises PageError when it cannot be read or is not UTF-8."""
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        raise PageError(name, 1, "the page does not exist (deleted while running?)") from None
    except OSError as error:
        raise PageError(name, 1, f"the page cannot be read: {error.strerror}") from None
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        message = f"not UTF-8: byte 0x{data[error.start]:02x}. Save the page as UTF-8."
        raise PageError(name, line, message) from None
    if (nul := data.find(b"\0")) >= 0:
        message = "a NUL byte: this is no text, or UTF-16. Save the page as UTF-8."
        raise PageError(name, data.count(b"\n", 0, nul) + 1, message)
    return text


def parse(text: str, path: str) -> Page:
    """Read the steps of a page. Raises PageError, with the line, for what the page model does not allow."""
    front = _FRONT_MATTER.match(text)
    begin = front.end() if front else int(text.startswith("\ufeff"))
    fences, blanked, options = _fences(text, begin, path)
    prose = _blank(blanked, _inline_code(blanked))
    values, prose = _values(text, prose, path)
    figures = _figures(text, prose, path)
    steps = sorted([*fences, *values, *figures], key=lambda step: step.start)
    seconds = _time_limit(front, path) if front else DEFAULT_TIME_LIMIT
    return Page(path, text, tuple(steps), prose, tuple(options), seconds)


def _time_limit(front: re.Match, path: str) -> float:
    """The front matter's time_limit. Raises PageError, also for a fence, which would not run there."""
    if fence := re.search(r"^[ \t]*(?:`{3,}|~{3,})", front[1] or "", re.M):
        line = _line(front.string, front.start(1) + fence.start())
        raise PageError(path, line, "a fence in the front matter: put a blank line above the first ---")
    entry = re.search(r"^time_limit:(.*)$", front[1] or "", re.M)
    if entry is None:
        return DEFAULT_TIME_LIMIT
    if not re.fullmatch(r"\d{1,6}(\.\d+)?", entry[1].strip()):
        line = _line(front.string, front.start(1) + entry.start())
        raise PageError(path, line, f"time_limit: expected seconds, found {entry[1].strip()}")
    return float(entry[1])


def published(text: str) -> str:
    """The Markdown without what only the page model reads: comments of values and cells, fence options. Lines stay."""
    _, blanked, options = _fences(text, 0, "page")
    shown = _blank(blanked, _inline_code(blanked))
    spans = [(start, end) for start, body, end in _comments(shown) if body]
    spans += [match.span() for match in CELL.finditer(shown)]
    kept, position = [], 0
    for start, end in sorted([*spans, *options]):
        kept += [text[position:start], "\n" * text.count("\n", start, end)]
        position = end
    return "".join([*kept, text[position:]])


def _line(text: str, position: int) -> int:
    return text.count("\n", 0, position) + 1


def _line_starts(text: str) -> list[int]:
    return [0, *accumulate(len(row) + 1 for row in text.split("\n")[:-1])]


def _spaces(text: str) -> str:
    """The same text with every character but the line ends blanked, so that positions stay."""
    return re.sub(r"[^\r\n]+", lambda row: " " * len(row[0]), text)


def _blank(text: str, spans: list[tuple[int, int]]) -> str:
    kept, position = [], 0
    for start, end in spans:
        kept += [text[position:start], _spaces(text[start:end])]
        position = end
    return "".join([*kept, text[position:]])


def _inline_code(text: str) -> list[tuple[int, int]]:
    """The spans of inline code: from a run of backticks to the next as long, in one paragraph."""
    runs = [match.span() for match in _TICKS.finditer(text)]
    breaks = [match.start() for match in _BLANK_LINE.finditer(text)] + [len(text)]
    later: dict[int, int] = {}  # length of a run to the place of the next one as long
    closing = [0] * len(runs)
    for place in range(len(runs) - 1, -1, -1):
        length = runs[place][1] - runs[place][0]
        closing[place] = later.get(length, len(runs))
        later[length] = place
    spans, place = [], 0
    while place < len(runs):
        start, end = runs[place]
        close = closing[place]
        paragraph = breaks[bisect_left(breaks, end)]
        if close < len(runs) and runs[close][0] <= paragraph and not text.startswith("\\", max(start - 1, 0), start):
            spans.append((start, runs[close][1]))
            place = close
        place += 1
    return spans


def _comments(text: str) -> Iterator[tuple[int, int | None, int]]:
    """Each comment: where it starts, where a value comment's expression starts (None: it is a remark), where it ends.

    A value comment within a remark counts: so an unclosed remark does not swallow it.
    """
    start = text.find("<!--")
    while start >= 0 and (end := text.find("-->", start + 4)) >= 0:
        value = _VALUE.search(text, start, end)
        yield (value.start() if value else start), (value.end() if value else None), end + 3
        start = text.find("<!--", end + 3)


def _fences(text: str, begin: int, path: str) -> tuple[list[Step], str, list[tuple[int, int]]]:
    """All code and output steps, the text without its fences, and the spans of fence options."""
    steps: list[Step] = []
    options: list[tuple[int, int]] = []
    kept = [_spaces(text[:begin])]
    position = begin
    line = _line(text, begin)
    awaited: dict | None = None  # the code fence that an output fence may still follow

    def settle(output: Output | None) -> None:
        nonlocal awaited
        if awaited is not None:
            steps.append(Code(output=output, **awaited))
            awaited = None

    while position < len(text):
        opening = _FENCE.match(text, position)
        if opening is None:
            whole = text[position : text.find("\n", position) + 1 or len(text)]
            if _MISPLACED_FENCE.match(whole):
                raise PageError(path, line, "a fence starts its own line, outside quotes and list bullets")
            if whole.strip():
                settle(None)
            kept.append(whole)
            position += len(whole)
            line += 1
            continue
        body, end, count = _fence_body(text, opening, line, path)
        info = _INFO.fullmatch(opening["info"].rstrip(" \t"))
        language = info["language"] if info else None
        if language not in LANGUAGES or (info["option"] and language != "python"):
            shown = opening["info"].rstrip(" \t") or "(none)"
            allowed = ", ".join(LANGUAGES)
            raise PageError(path, line, f"fence language {shown}: expected one of {allowed}")
        if info["option"]:
            options.append((opening.start("info") + info.start("option"), opening.start("info") + info.end("option")))
        span = {"line": line, "start": opening.start(), "end": end}
        if language == "output":
            if awaited is None or awaited["indent"] != opening["indent"]:
                raise PageError(path, line, "output without a python block right above it")
            output = Output(text=body.removesuffix("\n"), **span)
            settle(output)
            steps.append(output)
        else:
            settle(None)
            if language == "python":
                awaited = span | {
                    "source": body,
                    "first": line + 1,
                    "indent": opening["indent"],
                    "newline": opening["newline"],
                    "raises": info["raises"],
                    "needs": info["needs"],
                }
        kept.append(_spaces(text[position:end]))
        line += count
        position = end
    settle(None)
    return steps, "".join(kept), options


def _fence_body(text: str, opening: re.Match, line: int, path: str) -> tuple[str, int, int]:
    """The content of a fence (dedented, `\\n` line ends), the position after it, and its number of lines."""
    indent, fence = opening["indent"], opening["fence"]
    if "\t" in indent:
        raise PageError(path, line, "indent this fence with spaces, not tabs")
    content: list[str] = []
    position, count = opening.end(), 1
    while position < len(text):
        end = text.find("\n", position) + 1 or len(text)
        raw = text[position:end]
        position, count = end, count + 1
        row = raw.rstrip("\r\n")
        if row.strip() == fence and row.startswith(indent) and row[len(indent)] == fence[0]:
            return "".join(content), position, count
        inner = _FENCE.match(raw)
        if inner and inner["fence"][0] == fence[0] and len(inner["fence"]) >= len(fence):
            message = f"this fence is not closed before the one at line {line + count - 1}"
            raise PageError(path, line, f"{message} (a fence that shows fences is longer)")
        if row.strip() and not row.startswith(indent):
            raise PageError(path, line + count - 1, "this line is indented less than the fence it stands in")
        content.append(row[len(indent) :] + "\n")
    raise PageError(path, line, f"this fence is never closed: expected a line {fence}")


def split_expression(body: str) -> tuple[str, str] | None:
    """`expression:format` as a pair, or None when no reading of it is an expression."""
    expression, _, spec = body.rpartition(":")
    if expression and re.fullmatch(r"[-+,.\w%#=<>^ ]*", spec.strip()) and _is_expression(expression.strip()):
        return expression.strip(), spec.strip()
    return (body.strip(), "") if _is_expression(body.strip()) else None


def compiled(source: str | ast.AST, path: str, line: int, mode: str = "exec") -> CodeType:
    """Code that begins at a line of a page: tracebacks name the page's lines, a SyntaxError counts from 1."""
    return _moved(compile(source, path, mode, dont_inherit=True), line - 1)


def _moved(code: CodeType, lines: int) -> CodeType:
    inner = tuple(_moved(each, lines) if isinstance(each, CodeType) else each for each in code.co_consts)
    return code.replace(co_firstlineno=code.co_firstlineno + lines, co_consts=inner)


def _is_expression(source: str) -> bool:
    try:
        compile(source, "<value>", "eval", dont_inherit=True)
    except (SyntaxError, ValueError, MemoryError, RecursionError):
        return False
    return True


def _values(text: str, prose: str, path: str) -> tuple[list[Value], str]:
    """The value steps, and the prose without any comment."""
    comments = list(_comments(prose))
    bare = _blank(prose, [(start, end) for start, _, end in comments])
    if (unclosed := bare.find("<!--")) >= 0:
        raise PageError(path, _line(text, unclosed), "this comment is never closed: expected -->")
    values: list[Value] = []
    lines = _line_starts(text)
    for run, paragraph in _runs(prose, bare, comments):
        start = run[0][0]
        line = bisect_right(lines, start)
        numbers, in_math = paragraph.numbers_before(start, len(run))
        if len(numbers) < len(run):
            what = "value comment with no number before it"
            if len(run) > 1:
                what = f"{len(run)} value comments, but fewer numbers before them ({len(numbers)})"
            raise PageError(path, line, what)
        for (begin, body, end), number in zip(run, numbers[-len(run) :], strict=True):
            expression = prose[body : end - 3].strip()
            pair = split_expression(expression)
            if pair is None:
                shown = expression if len(expression) <= 200 else f"{expression[:200]}…"
                message = f"value comment: not an expression, or a bad format: {shown}"
                raise PageError(path, line, message)
            where = bisect_right(lines, number.start())
            values.append(Value(where, number.start(), number.end(), number[0], *pair, in_math, (begin, end)))
    return values, bare


def _runs(prose: str, bare: str, comments: list[tuple]) -> Iterator[tuple[list[tuple], "_Paragraph"]]:
    """Value comments that follow each other with nothing but spaces between, and the paragraph they stand in."""
    breaks = [0, *(match.end() for match in _BLANK_LINE.finditer(bare)), len(bare) + 1]
    paragraph, run = None, []
    for comment in [*(comment for comment in comments if comment[1]), None]:
        if run and comment and not prose[run[-1][2] : comment[0]].strip(" "):
            run.append(comment)
            continue
        if run:
            place = bisect_right(breaks, run[0][0])
            if paragraph is None or paragraph.begin != breaks[place - 1]:
                paragraph = _Paragraph(bare, breaks[place - 1], min(breaks[place], len(bare)))
            yield run, paragraph
        run = [comment]


class _Paragraph:
    """A paragraph with values, asked for the numbers before each of its comments, from the first to the last."""

    def __init__(self, bare: str, begin: int, end: int):
        self.bare, self.begin = bare, begin
        self.asked = begin  # no number of a later comment begins before this place
        self.maths = _maths(bare, begin, end)
        self.by_end = {span[1]: span for span, _ in self.maths}
        self.inner = dict(self.maths)
        self.images = {image.end(): image for image in _IMAGE.finditer(bare, begin, end)}

    def numbers_before(self, position: int, wanted: int) -> tuple[list[re.Match], bool]:
        """The numbers that value comments at `position` stand for, and whether they are inside mathematics."""
        end = position
        while end > self.asked and self.bare[end - 1].isspace():
            end -= 1
        asked, self.asked = self.asked, position
        if end in self.by_end:
            return list(NUMBER.finditer(self.bare, *self.inner[self.by_end[end]])), True
        if end in self.images:
            return list(NUMBER.finditer(self.bare, *self.images[end].span("alt"))), False
        if wanted > 1 or end != position:
            return [], False
        while end > asked and self.bare[end - 1] in "*_":
            end -= 1
        found = [match for match in NUMBER.finditer(self.bare, asked, end) if match.end() == end]
        return found, self.around(position)

    def around(self, position: int) -> bool:
        """Whether a position lies inside `$…$`, for a comment that stands within a formula."""
        place = bisect_left(self.maths, ((position,),)) - 1
        return place >= 0 and position < self.maths[place][0][1]


def _maths(text: str, begin: int, end: int) -> list[tuple[tuple[int, int], tuple[int, int]]]:
    """The spans of the formulas `$…$` and `$$…$$`, each with the span between the dollars."""
    runs = [match.span() for match in _DOLLARS.finditer(text, begin, end)]
    single = [k for start, stop in runs for k in range(start, stop) if k > start or not _CLOSES_NOT.match(text, k - 1)]
    double = [k for start, stop in runs for k in range(start, stop - 1) if k > start or text[k - 1] != "\\"]
    found, position = [], begin
    for start, stop in runs:
        if start < position or (start and text[start - 1] == "\\"):
            continue
        size = 2 if stop - start == 2 else 1
        if stop - start > 2 or (size == 1 and text[stop : stop + 1].isspace()):
            continue
        places = double if size == 2 else single
        close = bisect_left(places, stop + 1)
        if stop < end and close < len(places):
            position = places[close] + size
            found.append(((start, position), (stop, places[close])))
    return found


def _figures(text: str, bare: str, path: str) -> list[Figure]:
    """The figure steps. A figure's span is its target, so that values may sit in its alternative text."""
    found: list[Figure] = []
    lines = _line_starts(text)
    for paragraph in _PARAGRAPH.finditer(bare):
        alone = _IMAGE.fullmatch(paragraph[0].strip())
        for image in _IMAGE.finditer(bare, *paragraph.span()):
            line = bisect_right(lines, image.start())
            if not image["alt"].strip():
                raise PageError(path, line, f"missing alternative text: say what {image['target']} shows")
            target = _FIGURE_TARGET.fullmatch(image["target"])
            if target is None:
                continue
            if alone is None:
                raise PageError(path, line, "a figure stands alone in its paragraph: put blank lines around it")
            up = "../" * (len(Path(path).parts) - 2) if Path(path).parts[0] == "docs" else "docs/"
            expected = f"{up}figures/{target['name']}.svg"
            if image["target"] != expected:
                raise PageError(path, line, f"figure path {image['target']}: expected {expected}")
            if not target["name"].isidentifier():
                message = f"figure name {target['name']}: expected letters, digits and _, as a module is named"
                raise PageError(path, line, message)
            found.append(Figure(line, image.start("target"), image.end("target"), target["name"], image["alt"]))
    return found


def show_number(value: object, spec: str, in_math: bool) -> str:
    """Format a value as the prose shows it: − in text, × 10⁻⁶ or \\times 10^{-6} for exponents.

    Raises ValueError or TypeError when the format does not fit, ValueError when the result is no number.
    """
    shown = format(value, spec)
    number = _PLAIN.fullmatch(shown.strip())
    if number is None:
        raise ValueError(f"it gives {shown[:60]!r}, which is not a number")
    sign = number["sign"] if re.search("[1-9]", number["digits"]) else ""
    result = (sign if in_math else sign.replace("-", "−")) + number["digits"]
    if number["power"] is not None:
        power = str(int(number["power"]))
        result += rf" \times 10^{{{power}}}" if in_math else f" × 10{power.translate(_SUPERSCRIPT)}"
    return result


def fits(text: str, value: Value, shown: str) -> bool:
    """Whether the page would be read the same with `shown` in the place of a value: `(a)2` would not with −2."""
    before, after = text[max(value.start - 10, 0) : value.start], text[value.end : value.end + 100]
    number = NUMBER.match(before + shown + after, len(before))
    return number is not None and number[0] == shown
