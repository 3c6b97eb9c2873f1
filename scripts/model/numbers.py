"""The grammar of numbers: how a page writes them, which of them a comment ties to the code, how a value is shown.

The rules, with examples, are on docs/reference/how-it-is-made.md, under Values.
"""

import math
import re
from bisect import bisect_right
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

DIGITS = r"(?:[0-9]{1,3}(?:,[0-9]{3})+(?![0-9])|[0-9]+)(?:\.[0-9]+)?|\.[0-9]+"
_RAISED = "[⁻⁺]?[⁰¹²³⁴⁵⁶⁷⁸⁹]+"
_EXPONENT = rf"e[-+]?[0-9]+|\s?×\s?10{_RAISED}|\s*\\times\s*10\^(?:\{{[-+]?[0-9]+\}}|[0-9])"
_POWER_OF_TEN = rf"10(?:{_RAISED}|\^(?:\{{[-+]?[0-9]+\}}|[0-9]))"
_UNSIGNED = rf"(?:{_POWER_OF_TEN}|(?:{DIGITS})(?:{_EXPONENT})?)"
NUMBER = re.compile(rf"(?<![\w.^\\])(?:(?<![)\]}}])[-−+])?(?<![\w.^]){_UNSIGNED}")
SAME_PARAGRAPH = r"(?:(?!\n[ \t]*\r?\n).)+?"
FORMULA = re.compile(
    rf"(?<![\\$])(?:\$\$(?!\$)(?P<display>{SAME_PARAGRAPH})(?<!\\)\$\$"
    rf"|\$(?![\s$])(?P<inline>{SAME_PARAGRAPH})(?<![\s\\])\$)",
    re.S,
)
COMMENT = re.compile(r"<!--(?P<value>[ ]*=)?(?P<body>.*?)-->", re.S)
_VALUES = re.compile(r"<!--[ ]*=(?:(?!-->).)*-->(?:[ ]*<!--[ ]*=(?:(?!-->).)*-->)*", re.S)
IMAGE = re.compile(r"!\[(?P<alt>(?:[^\[\]]|\[[^\[\]]*\])*)\]\((?P<target>[^()\s]*)(?:\s+\"[^\"]*\")?\)")
_NO_NUMBER = re.compile(  # in prose: tags, link targets, list markers, footnotes, attributes, addresses
    r"</?[A-Za-z][^<>]*>|(?<=\])\([^()\s]*(?:\s+\"[^\"]*\")?\)|^[ \t>]*[0-9]+[.)](?=[ \t])|\[\^[\w-]+\]"
    r"|\{[:#.][^{}\n]*\}|https?://[^\s<>)]+|&#?\w+;",
    re.M,
)
_INDEX = re.compile(  # in a formula: an index or exponent, unless of a power of ten
    rf"(?P<kept>(?<![\w.]){_POWER_OF_TEN})|[_^](?:\{{(?:[^{{}}]|\{{[^{{}}]*\}})*\}}|\\[A-Za-z]+|[^\s{{}}])"
)
_BLOCK = re.compile(r"^[ \t>]*(?:(?P<line>\r?$|\#{1,6}[ ]|/{3,})|[-*+][ ]|[0-9]+[.)][ ]|\[\^[\w-]+\]:|:[ ])", re.M)
_GAP = r"(?:[ \u00a0\u2009\u202f~]|\\[,;: ])"
_PART_OF_NUMBER = re.compile(  # what \x01 a number \x02 must not touch, to be a number of its own
    r"(?:[0-9][,'’:⁄]|[0-9]\{,\}|[0-9.]|[±∓]\s*|\\[pm][mp]\s*)\x01|(?:×|\\times)\s*\x0110[⁻⁺⁰¹²³⁴-⁹^]"
    r"|\x02(?:[,.'’:⁄][0-9]|\{,\}[0-9]|[⁻⁰¹²³⁴-⁹¼½¾])"
    rf"|(?<![0-9.])[0-9]{{1,3}}{_GAP}\x01[0-9]{{3}}(?![0-9])|\x01[-−+]?[0-9]{{1,3}}\x02{_GAP}[0-9]{{3}}(?![0-9])"
)
_PART_IN_PROSE = re.compile(r"[-−+]\x01|[0-9]/\x01|\x02[-/][0-9]")
_FORM = re.compile(rf"(?P<sign>[-−+]?)(?:(?P<power>{_POWER_OF_TEN})|(?P<digits>{DIGITS})(?P<exponent>{_EXPONENT})?)")
_FORMATTED = re.compile(rf"(?P<sign>[-+]?)(?P<digits>{DIGITS})(?:e(?P<power>[-+]?[0-9]+))?")
_TO_SUPERSCRIPT = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
_FROM_TYPESET = str.maketrans("−⁻⁺⁰¹²³⁴⁵⁶⁷⁸⁹", "--+0123456789", ",{}^ ")
RULES = "the rules are under Values on docs/reference/how-it-is-made.md"


class Number(NamedTuple):
    """A number of a page: where it is, its text, and whether a formula holds it."""

    start: int
    end: int
    text: str
    in_math: bool


@dataclass(frozen=True)
class Ties:
    """Value comments with only spaces between, from `start` to `end`: the numbers of their stretch, an entry for each.

    An entry is an expression and its format, which may be empty; None (`...`) leaves the number alone. A comment right
    behind the only number that it ties need not count the others (`is_short`).
    """

    start: int
    end: int
    numbers: tuple[Number, ...]
    entries: tuple[tuple[str, str] | None, ...]
    is_short: bool

    @property
    def text(self) -> str:
        """The one comment that says this, without formats that the numbers show by themselves."""
        shown = []
        for number, entry in zip(self.numbers, self.entries, strict=True):
            expression, spec = entry or ("...", "")
            shown.append(f"{expression}:{spec}" if spec and spec != _read_format(number.text) else expression)
        only_last = self.is_short and not any(self.entries[:-1])
        return f"<!-- = {', '.join(shown[-1:] if only_last else shown)} -->"


def typeset(value: object, number: str, spec: str, in_math: bool) -> str:
    """A value as a page shows it in the place of a number, whose form it takes; a format decides where there is one.

    `−` in prose; `× 10⁻⁶`, or `\\times 10^{-6}` in a formula. From 1,000 on with commas, unless the number that is
    there has four or more digits and none. Raises ValueError or TypeError when the value does not fit the form.
    """
    form = _FORM.fullmatch(number)
    if form["power"] and not spec:
        power = round(math.log10(abs(value))) if value else 0
        if not math.isclose(value, 10.0**power, rel_tol=1e-9):
            raise ValueError(f"the value is {float(value):.5g}, no power of ten: write 1 × 10⁻⁶ in full")
        return _power_of_ten(power, in_math)
    spec = spec or _read_format(number)
    if not spec and not math.isclose(value, round(value), rel_tol=1e-9):
        raise ValueError(f"the value is {float(value):.5g}: write 0.000 for three decimals, or round")
    shown = format(value, spec or ".0f").strip()
    found = _FORMATTED.fullmatch(shown)
    if found is None:
        raise ValueError(f"it gives {shown[:60]!r}, which is not a number")
    is_zero = not re.search("[1-9]", found["digits"])
    if is_zero and value != 0:
        raise ValueError(f"the value is {float(value):.5g}, which would show as zero: write more decimals, or × 10⁻⁶")
    whole, point, decimals = found["digits"].partition(".")
    standing = (form["digits"] or "").partition(".")[0]
    if whole and ("," in standing or len(standing) < 4):
        whole = f"{int(whole):,}"
    sign = "" if is_zero else found["sign"] or form["sign"].strip("-−")
    result = (sign if in_math else sign.replace("-", "−")) + whole + point + decimals
    if found["power"]:
        result += (r" \times " if in_math else " × ") + _power_of_ten(int(found["power"]), in_math)
    return result


def _read_format(number: str) -> str:
    """The format that a number shows: its decimals, and whether it has an exponent; empty for a whole number."""
    form = _FORM.fullmatch(number)
    decimals = len((form["digits"] or "").partition(".")[2])
    return f".{decimals}e" if form["exponent"] else f".{decimals}f" if decimals else ""


def _power_of_ten(power: int, in_math: bool) -> str:
    return f"10^{{{power}}}" if in_math else f"10{str(power).translate(_TO_SUPERSCRIPT)}"


def parse(text: str) -> tuple[float, float]:
    """The value of a number as a page writes it, and half a unit of its last digit: `2.5 × 10⁻³` gives 0.0025, 5e-05.

    Raises ValueError when the text is not such a number.
    """
    form = _FORM.fullmatch(text)
    if form is None:
        raise ValueError(f"{text!r} is not a number: {RULES}")
    digits = (form["digits"] or "1").replace(",", "")
    exponent = (form["exponent"] or form["power"] or "e0").translate(_FROM_TYPESET)
    power = int(re.sub(r"\A(?:e|\s*(?:×|\\times)?\s*10)", "", exponent))
    sign = form["sign"].replace("−", "-")
    return float(f"{sign}{digits}e{power}"), float(f"0.5e{power - len(digits.partition('.')[2])}")


class Prose:
    """A text without code, and what the grammar reads there: its formulas, images, numbers and value comments.

    `bare` is the text with its comments blanked out. Raises ValueError(message, position) for an open comment.
    """

    def __init__(self, text: str):
        self.text, self.comments = text, [*COMMENT.finditer(text)]
        self.bare = blank(text, (comment.span() for comment in self.comments))
        inner = [comment.start() for comment in self.comments if "<!--" in comment["body"]]
        if unclosed := [at for at in (self.bare.find("<!--"), *inner) if at >= 0]:
            raise ValueError("this comment is never closed: expected -->", min(unclosed))
        filled = COMMENT.sub(lambda comment: "\0" * len(comment[0]), text)  # `$1<!-- = w -->$` holds no space
        self.formulas = {formula.end(): formula for formula in FORMULA.finditer(filled)}
        self.images = {image.end(): image for image in IMAGE.finditer(self.bare)}
        self.edges = [0, *(edge for formula in self.formulas.values() for edge in formula.span()), len(text)]
        skipped = []
        for k, span in enumerate(pairwise(self.edges)):
            matches = (_INDEX if k % 2 else _NO_NUMBER).finditer(self.bare, *span)
            skipped += [match.span() for match in matches if not match.groupdict().get("kept")]
        self.readable = blank(self.bare, skipped)

    def in_math(self, position: int) -> bool:
        """Whether a formula holds a position."""
        return bisect_right(self.edges, position) % 2 == 0

    def numbers(self, start: int = 0, end: int | None = None) -> list[Number]:
        """The numbers from one position to another. In prose `2nd` and `1.2.3` are words, in a formula `2x` has one."""
        found = []
        for match in NUMBER.finditer(self.readable, start, len(self.text) if end is None else end):
            in_math = self.in_math(match.start())
            word = r"\.[0-9]" if "." in match[0] else r"\w"
            if in_math or not re.match(word, self.readable[match.end() : match.end() + 2]):
                found.append(Number(*match.span(), match[0], in_math))
        return found

    def ties(self) -> list[Ties]:
        """What the value comments tie. Raises ValueError(message, position) for a comment that breaks the rules."""
        blocks, previous, found = self._blocks(), 0, []
        for run in _VALUES.finditer(self.text):
            start, end = run.span()
            line = self.text[self.text.rfind("\n", 0, start) + 1 : start]
            if not line.strip():
                raise ValueError("a value comment starts a line: expected it behind its number, on one line", start)
            if "\n" in self.text[start:end] and re.match(r"[ ]*(?:\||/{3,}|#)", line):
                raise ValueError("a value comment in a table or title holds a line break: write it on one line", start)
            entries = [entry for comment in COMMENT.finditer(run[0]) for entry in _entries(comment["body"], start)]
            found.append(self._tied(start, end, previous, blocks, entries))
            previous = end
        return found

    def _blocks(self) -> list[int]:
        """Where blocks begin: paragraphs, headings, titles, list items, cells, footnotes; and behind each image."""
        starts = [0, len(self.bare), *self.images]
        for begin in _BLOCK.finditer(self.bare):
            starts.append(begin.start())
            if begin["line"] is not None:
                starts.append(self.bare.find("\n", begin.start()) + 1)
        bars = [bar.end() for bar in re.finditer(r"(?<!\\)\|", self.bare)]
        return sorted(starts + [bar for bar in bars if not self.in_math(bar)])

    def _tied(self, start: int, end: int, previous: int, blocks: list[int], entries: list) -> Ties:
        """What entries tie whose comments are at a place. Raises ValueError(message, position)."""
        place = min(bisect_right(blocks, start), len(blocks) - 1)
        block, following = blocks[place - 1 : place + 1]
        before = len(self.bare[:start].rstrip("*_"))
        formula = self.formulas.get(before)
        span = self.images[start].span("alt") if start in self.images else None
        span = formula.span() if formula and formula["display"] else span
        numbers = self.numbers(*(span or (max(block, previous), before)))
        is_short = bool(numbers and (span or numbers[-1].end >= (formula.start() if formula else before)))
        if len(entries) == 1 and not is_short:
            found = self.bare[max(block, start - 20) : start].strip()
            raise ValueError(f"value comment with no number right before it, but {found!r}; {RULES}", start)
        if len(entries) == 1:
            entries = [None] * (len(numbers) - 1) + entries
        if len(entries) != len(numbers):
            listed = ", ".join(number.text for number in numbers) or "none"
            message = f"entries of this comment: {len(entries)}, numbers of its stretch: {len(numbers)} ({listed})"
            raise ValueError(f"{message}; expected an entry for each, ... for one that is left alone; {RULES}", start)
        for number in [number for number, entry in zip(numbers, entries, strict=True) if entry]:
            before, after = self.text[block : number.start], self.text[number.end : following]
            around = COMMENT.sub("", f"{before}\x01{number.text}\x02{after}")
            if _PART_OF_NUMBER.search(around) or (not number.in_math and _PART_IN_PROSE.search(around)):
                shown = re.search(r".{0,8}\x01.*\x02.{0,8}", around, re.S)[0].translate({1: "", 2: ""}).strip()
                raise ValueError(f"{number.text} in {shown!r} is a part of a number; {RULES}", number.start)
        return Ties(start, end, tuple(numbers), tuple(entries), is_short)


def reads_as(text: str, start: int, end: int, shown: str) -> bool:
    """Whether `shown`, in the place of `text[start:end]`, is read as that one number: `(a)2` would not with −2."""
    begin, stop = text.rfind("\n\n", 0, start) + 1, text.find("\n\n", end)  # the paragraph
    changed = Prose(text[begin:start] + shown + text[end : stop if stop >= 0 else None])
    doubles = re.match("[-−+]{2}", text[start - 1 : start] + shown)
    return not doubles and any((each.start + begin, each.text) == (start, shown) for each in changed.numbers())


def _entries(body: str, position: int) -> list[tuple[str, str] | None]:
    """The entries of a value comment, between commas: expression and format, or None for `...`."""
    entries: list[tuple[str, str] | None] = []
    pending = ""
    for piece in body.split(","):
        pending += piece
        entry = _split_expression(pending.strip())
        if entry is None:  # the comma is part of an expression, as in f(a, b)
            pending += ","
        else:
            entries.append(None if entry[0] == "..." else entry)
            pending = ""
    if pending or entries == [None]:
        message = f"value comment: not an expression, or a bad format: {body.strip()[:200]}"
        hint = " (a format holds no comma: it is written from 1,000 on)" if re.search(r":\s*,", message) else ""
        raise ValueError(message + hint, position)
    return entries


def _split_expression(body: str) -> tuple[str, str] | None:
    """`expression:format` as a pair, or None when no reading of it is an expression."""
    formatted = re.fullmatch(r"(.+):\s*([-+.\w%#=<>^ ]+)", body, re.S)
    for expression, spec in ([formatted.groups()] if formatted else []) + [(body, "")]:
        with suppress(SyntaxError, ValueError):
            compile(expression.strip(), "<value>", "eval", dont_inherit=True)
            return expression.strip(), spec.strip()
    return None


def spaces(text: str) -> str:
    """The same text with every character but the line ends blanked, so that positions stay."""
    return re.sub(r"[^\r\n]+", lambda row: " " * len(row[0]), text)


def blank(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """A text with some spans of it blanked."""
    return replaced(text, ((start, end, spaces(text[start:end])) for start, end in spans))


def replaced(text: str, edits: Iterable[tuple[int, int, str]]) -> str:
    """A text in which spans, given in their order by start and end, are replaced."""
    kept, position = [], 0
    for start, end, new in edits:
        kept += [text[position:start], new]
        position = end
    return "".join([*kept, text[position:]])
