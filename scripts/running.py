"""Run a page: its steps in order, in one namespace, each compared with what stands on the page."""

import io
import traceback
import unicodedata
import warnings
from contextlib import redirect_stdout
from dataclasses import dataclass, field
from pathlib import Path

from scripts import pages
from scripts.pages import Code, Figure, Output, Page, PageError, Step, Value

PRINT_LIMIT = 100_000  # characters that one block may print


@dataclass(frozen=True)
class Change:
    """What a step would change: a span of the page's text, or files (path from the project folder to text)."""

    kind: str
    line: int
    start: int = 0
    end: int = 0
    text: str = ""
    files: dict[str, str] = field(default_factory=dict)
    reason: str = ""


class _Printed(io.StringIO):
    """What a block prints, up to PRINT_LIMIT characters."""

    def write(self, text: str) -> int:
        if self.tell() + len(text) > PRINT_LIMIT:
            raise _TooMuchPrintedError(f"the block prints more than {PRINT_LIMIT:,} characters")
        return super().write(text)


class _TooMuchPrintedError(Exception):
    pass


class Run:
    """One run of a page. `root` is the project folder; `site` what value expressions know as `site`.

    `step` takes the page's steps in their order and may leave out any step but code.
    """

    def __init__(self, page: Page, root: Path, site: object = None):
        self.page, self.root, self.site = page, root, site
        self.namespace: dict[str, object] = {"__name__": "__main__"}
        self.printed: dict[int, str | None] = {}  # None: the block printed nothing

    def step(self, step: Step) -> Change | None:
        """Run one step. Returns the change that would make it fresh, or None; raises PageError."""
        if isinstance(step, Code):
            return self._code(step)
        if isinstance(step, Output):
            return self._output(step)
        if isinstance(step, Value):
            return self._value(step)
        assert isinstance(step, Figure)
        return self._figure(step)

    def _code(self, code: Code) -> Change | None:
        printed = _Printed()
        try:
            with redirect_stdout(printed), warnings.catch_warnings():
                warnings.simplefilter("error")
                program = compile("\n" * (code.first - 1) + code.source, self.page.path, "exec", dont_inherit=True)
                exec(program, self.namespace)
        except KeyboardInterrupt:
            raise
        except BaseException as error:
            if code.raises is None or type(error).__name__ != code.raises:
                raise PageError(self.page.path, *self._blame(error, code)) from error
            printed.write(traceback.format_exception_only(error)[-1])
        else:
            if code.raises is not None:
                message = f"expected the block to raise {code.raises}; it raised nothing"
                raise PageError(self.page.path, code.line, message)
        text = printed.getvalue().removesuffix("\n")
        if any(unicodedata.category(char) in ("Cc", "Cs") and char not in "\n\t" for char in text):
            raise PageError(self.page.path, code.line, "the block prints control characters")
        self.printed[code.start] = text if printed.getvalue() else None
        if code.output is None and printed.getvalue():
            lead = "\n" if self.page.text[: code.end].endswith("\n") else "\n\n"
            fence = lead.replace("\n", code.newline or "\n") + _fence(text, code)
            return Change("output", code.line, code.end, code.end, fence, reason="no output fence")
        if code.output is not None and not printed.getvalue():
            output = code.output
            return Change("output", output.line, code.end, output.end, "", reason="the block prints nothing")
        return None

    def _output(self, output: Output) -> Change | None:
        code = next(step for step in self.page.steps if getattr(step, "output", None) is output)
        text = self.printed[code.start]
        if text is None or text == output.text:
            return None
        return Change("output", output.line, output.start, output.end, _fence(text, code))

    def _value(self, value: Value) -> Change | None:
        names = {"site": self.site} | self.namespace
        try:
            with warnings.catch_warnings(), redirect_stdout(_Printed()):
                warnings.simplefilter("error")
                result = eval(compile(value.expression, self.page.path, "eval", dont_inherit=True), names)
                shown = pages.show_number(result, value.format, value.in_math)
                if shown != value.text and not pages.fits(self.page.text, value, shown):
                    raise ValueError(f"{shown} cannot stand here: it would not be read as one number")
        except KeyboardInterrupt:
            raise
        except BaseException as error:
            shown = f"{value.expression}:{value.format}" if value.format else value.expression
            message = f"value {shown}: {_say(error)}"
            raise PageError(self.page.path, value.line, message) from error
        if shown == value.text:
            return None
        return Change("value", value.line, value.start, value.end, shown)

    def _figure(self, figure: Figure) -> Change | None:
        from scripts import drawing  # imports matplotlib, which a page without figures does not need

        files = drawing.draw(figure.name, self.namespace, self.root, self.page.path, figure.line)
        reasons = [reason for name, text in files.items() if (reason := drawing.difference(self.root / name, text))]
        return Change("figure", figure.line, files=files, reason="; ".join(reasons)) if reasons else None

    def _blame(self, error: BaseException, code: Code) -> tuple[int, str]:
        """The line of the page that an exception comes from, and its message."""
        if isinstance(error, SyntaxError) and error.filename == self.page.path:
            return error.lineno or code.line, f"SyntaxError: {error.msg}"
        frames = traceback.extract_tb(error.__traceback__)
        lines = [frame.lineno for frame in frames if frame.filename == self.page.path]
        return (lines[-1] if lines else code.line), _say(error)


def _say(error: BaseException) -> str:
    if isinstance(error, _TooMuchPrintedError):
        return str(error)
    if isinstance(error, SystemExit):
        return f"SystemExit: a page's code must not end the program (it called sys.exit({error.code!r}))"
    return traceback.format_exception_only(error)[-1].strip()


def _fence(printed: str, code: Code) -> str:
    """An output fence that holds what a block printed, with the block's indent and line ends."""
    newline = code.newline or "\n"
    fence = "```"
    while fence in printed:
        fence += "`"
    rows = [f"{fence}output", *printed.split("\n"), fence]
    return "".join((code.indent + row if row else "") + newline for row in rows)


def apply(text: str, changes: list[Change]) -> str:
    """The text of a page with the changes made to it."""
    for change in sorted(changes, key=lambda change: change.start, reverse=True):
        if change.kind != "figure":
            text = text[: change.start] + change.text + text[change.end :]
    return text
