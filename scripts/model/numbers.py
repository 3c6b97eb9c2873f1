"""The grammar of numbers: how a page writes them, how they are found, formatted and read back."""

import re
from collections.abc import Iterable

DIGITS = r"(?:\d{1,3}(?:,\d{3})+(?!\d)|\d+)(?:\.\d+)?|\.\d+"
NUMBER = re.compile(
    rf"(?<![\w.,^\\])(?<![_^]\{{)(?:(?<![)\]}}])[-−+])?(?<![\w.^])(?:{DIGITS})"
    r"(?:e[-+]?\d+|\s?×\s?10[⁻⁺]?[⁰¹²³⁴⁵⁶⁷⁸⁹]+|\s*\\times\s*10\^(?:\{-?\d+\}|\d))?"
)
SAME_PARAGRAPH = r"(?:(?!\n[ \t]*\r?\n).)+?"
_FORMULA = re.compile(
    rf"(?<![\\$])(?:\$\$(?!\$)(?P<display>{SAME_PARAGRAPH})(?<!\\)\$\$"
    rf"|\$(?![\s$])(?P<inline>{SAME_PARAGRAPH})(?<![\s\\])\$)",
    re.S,
)
COMMENT = re.compile(r"<!--(?P<value>[ ]*=)?(?P<body>.*?)-->", re.S)
IMAGE = re.compile(r"!\[(?P<alt>(?:[^\[\]]|\[[^\[\]]*\])*)\]\((?P<target>[^()\s]*)(?:\s+\"[^\"]*\")?\)")
_FORMATTED = re.compile(rf"(?P<sign>[-+]?)(?P<digits>{DIGITS})(?:e(?P<power>[-+]?\d+))?")
_TO_SUPERSCRIPT = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
_FROM_TYPESET = str.maketrans("−⁻⁺⁰¹²³⁴⁵⁶⁷⁸⁹", "--+0123456789", ",")


def typeset(value: object, spec: str, in_math: bool) -> str:
    """Format a value as a page shows it: `−` in prose; `× 10⁻⁶`, or `\\times 10^{-6}` in a formula, for exponents.

    Raises ValueError or TypeError when the format does not fit, ValueError when the result is not a number.
    """
    shown = format(value, spec)
    number = _FORMATTED.fullmatch(shown.strip())
    if number is None:
        raise ValueError(f"it gives {shown[:60]!r}, which is not a number")
    sign = number["sign"] if re.search("[1-9]", number["digits"]) else ""
    result = (sign if in_math else sign.replace("-", "−")) + number["digits"]
    if number["power"] is not None:
        power = str(int(number["power"]))
        result += rf" \times 10^{{{power}}}" if in_math else f" × 10{power.translate(_TO_SUPERSCRIPT)}"
    return result


def parse(text: str) -> tuple[float, float]:
    """The value of a number as a page typesets it, and half a unit of its last digit: `2.5 × 10⁻³` gives 0.0025, 5e-05.

    Raises ValueError when the text is not such a number.
    """
    digits, _, power = text.translate(_FROM_TYPESET).partition("×")
    exponent = int(power.strip().removeprefix("10") or 0)
    decimals = len(digits.strip().partition(".")[2])
    return float(f"{digits.strip()}e{exponent}"), float(f"0.5e{exponent - decimals}")


def reads_as(text: str, start: int, end: int, shown: str) -> bool:
    """Whether `shown`, in place of `text[start:end]`, is read as that one number: `(a)2` would not with −2."""
    before, after = text[max(start - 10, 0) : start], text[end : end + 100]
    number = NUMBER.match(before + shown + after, len(before))
    return number is not None and number[0] == shown


def tied_numbers(prose: str) -> tuple[list[tuple], str]:
    """The numbers of a text that are tied to value comments (`2.017<!-- = w -->`), and the text without any comment.

    A number is its start, end, text, expression, format, and whether a formula holds it. Comments that follow each
    other belong to the last numbers of the formula or image before them. Raises ValueError(message, position).
    """
    comments = [*COMMENT.finditer(prose)]
    bare = blank(prose, (comment.span() for comment in comments))
    unclosed = [at for at in (bare.find("<!--"), *(c.start() for c in comments if "<!--" in c["body"])) if at >= 0]
    if unclosed:
        raise ValueError("this comment is never closed: expected -->", min(unclosed))
    formulas = {formula.end(): formula for formula in _FORMULA.finditer(bare)}
    images = {image.end(): image for image in IMAGE.finditer(bare)}
    found = []
    for run in _runs(prose, [comment for comment in comments if comment["value"]]):
        start = run[0].start()
        end = len(bare[:start].rstrip())
        in_math = end in formulas or any(each.start() < start < each.end() for each in formulas.values())
        if end in formulas:
            numbers = [*NUMBER.finditer(bare, *formulas[end].span(formulas[end].lastgroup))]
        elif end in images:
            numbers = [*NUMBER.finditer(bare, *images[end].span("alt"))]
        else:
            numbers = _number_right_before(bare, start) if len(run) == 1 else []
        if len(numbers) < len(run):
            what = "value comment with no number before it"
            if len(run) > 1:
                what = f"{len(run)} value comments, but fewer numbers before them ({len(numbers)})"
            raise ValueError(what, start)
        for comment, number in zip(run, numbers[-len(run) :], strict=True):
            pair = _split_expression(comment["body"].strip())
            if pair is None:
                message = f"value comment: not an expression, or a bad format: {comment['body'].strip()[:200]}"
                raise ValueError(message, comment.start())
            found.append((*number.span(), number[0], *pair, in_math))
    return found, bare


def _runs(prose: str, comments: list[re.Match]) -> list[list[re.Match]]:
    """Comments that follow each other with nothing but spaces between, together."""
    runs: list[list[re.Match]] = []
    for comment in comments:
        if runs and not prose[runs[-1][-1].end() : comment.start()].strip(" "):
            runs[-1].append(comment)
        else:
            runs.append([comment])
    return runs


def _number_right_before(bare: str, position: int) -> list[re.Match]:
    """The number that ends at a position, or at the emphasis that does."""
    paragraph = bare.rfind("\n\n", 0, position) + 1
    end = len(bare[:position].rstrip("*_"))
    return [match for match in NUMBER.finditer(bare, paragraph, end) if match.end() == end]


def _split_expression(body: str) -> tuple[str, str] | None:
    """`expression:format` as a pair, or None when no reading of it is an expression."""
    expression, _, spec = body.rpartition(":")
    if expression and re.fullmatch(r"[-+,.\w%#=<>^ ]*", spec.strip()) and _is_expression(expression.strip()):
        return expression.strip(), spec.strip()
    return (body.strip(), "") if _is_expression(body.strip()) else None


def _is_expression(source: str) -> bool:
    try:
        compile(source, "<value>", "eval", dont_inherit=True)
    except (SyntaxError, ValueError):
        return False
    return True


def spaces(text: str) -> str:
    """The same text with every character but the line ends blanked, so that positions stay."""
    return re.sub(r"[^\r\n]+", lambda row: " " * len(row[0]), text)


def blank(text: str, spans: Iterable[tuple[int, int]]) -> str:
    kept, position = [], 0
    for start, end in spans:
        kept += [text[position:start], spaces(text[start:end])]
        position = end
    return "".join([*kept, text[position:]])
