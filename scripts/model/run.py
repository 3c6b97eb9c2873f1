"""Run a page: its steps in order, in one namespace, each compared with what stands on the page."""

import io
import re
import sys
import traceback
import warnings
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator
from contextlib import chdir, contextmanager, redirect_stdout
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path

from scripts.model import notebook as notebooks
from scripts.model import page as pages
from scripts.model import isolation as tidiness
from scripts.model.notebook import Notebook
from scripts.model.page import Code, Figure, Output, Page, Step, Value

PRINT_LIMIT = 100_000  # characters that one block may print
MESSAGE_LIMIT = 1_000  # characters of an exception's message that are shown
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")  # control characters, and halves of characters
DATA_SETS = "docs/datasets"  # where a page's code runs: a reader keeps the data sets beside the code


@dataclass(frozen=True)
class Change:
    """What a step would change: a span of the page's text, or files (path from the project folder to text).

    The figure of a lab has no file: `text` is its drawing, the span says which figure it is.
    """

    kind: str
    line: int
    start: int = 0
    end: int = 0
    text: str = ""
    files: dict[str, str] = field(default_factory=dict)
    reason: str = ""


class _Printed(io.TextIOBase):
    """What a block prints, up to PRINT_LIMIT characters. `refused` says what it must not do with it, and did."""

    def __init__(self):
        super().__init__()
        self.parts: list[str] = []
        self.size = 0
        self.refused = ""

    def writable(self) -> bool:
        return True

    def write(self, text: str) -> int:
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text).__name__}")
        self.size += len(text)
        if self.size > PRINT_LIMIT:
            self._refuse(f"the block prints more than {PRINT_LIMIT:,} characters")
        self.parts.append(text)
        return len(text)

    def close(self) -> None:
        if sys.stdout is self:
            self._refuse("the block closes sys.stdout")

    def _refuse(self, message: str) -> None:
        self.refused = message
        raise _RefusedError(message)

    @property
    def text(self) -> str:
        return "".join(self.parts)


class _RefusedError(BaseException):  # not an Exception, which a page may catch
    """What a page's code must not do. The message is all there is to say."""


class _Keyboard(io.TextIOBase):
    """What a page reads from the keyboard: nothing."""

    def readable(self) -> bool:
        return True

    def read(self, size: int | None = -1) -> str:
        raise _RefusedError("a page's code must not read from the keyboard: no one types there")

    readline = read


class Run:
    """One run of a page. `root` is the project folder; `site` what value expressions know as `site`.

    `step` takes the page's steps in their order and may leave out any step but code.
    """

    def __init__(self, page: Page, root: Path, site: object = None):
        self.page, self.root, self.site = page, root, site
        self.namespace: dict[str, object] = {"__name__": "__main__"}
        self.printed: dict[int, str | None] = {}  # None: the block printed nothing
        self.codes = {step.output.start: step for step in page.steps if isinstance(step, Code) and step.output}
        self.shown: list = []  # the figures that the last cell of a lab shows

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
        if is_absent(code):
            self.printed[code.start] = code.output.text if code.output else None
            return None
        printed, self.shown = _Printed(), []
        watch = tidiness.Watch(code.source, self.namespace, library=code.needs is not None)
        try:
            with self._around(code, printed), watch:
                self._execute(code)
        except KeyboardInterrupt:
            raise
        except BaseException as error:
            if code.raises is None or type(error).__name__ != code.raises:
                raise self.page.error(*self._blame(error, code)) from error
            printed.write(_last_line(error) + "\n")
        else:
            if code.raises is not None:
                message = f"expected the block to raise {code.raises}; it raised nothing"
                raise self.page.error(code.line, message)
        if found := [printed.refused] * bool(printed.refused) + watch.found:
            raise self.page.error(code.line, found[0])
        text = printed.text.removesuffix("\n")
        if _CONTROL.search(text):
            raise self.page.error(code.line, "the block prints control characters")
        if isinstance(self.page, Notebook):
            if pages.CELL.search(text + "\n"):
                raise self.page.error(code.line, "the cell prints a mark of cells (<!-- cell … -->)")
            self._count_figures(code)
        self.printed[code.start] = text if printed.text else None
        if code.output is None and printed.text:
            lead = "\n" if self.page.text.endswith("\n", 0, code.end) else "\n\n"
            fence = lead.replace("\n", code.newline or "\n") + _fence(text, code)
            return Change("output", code.line, code.end, code.end, fence, reason="no output fence")
        if code.output is not None and not printed.text:
            output = code.output
            return Change("output", output.line, code.end, output.end, "", reason="the block prints nothing")
        return None

    @contextmanager
    def _around(self, code: Code, printed: _Printed) -> Iterator[None]:
        """Where a block runs: its folder, what it prints to, its warnings as errors."""
        folder, keyboard = self.root / DATA_SETS, sys.stdin
        place = folder if folder.is_dir() else self.root
        with chdir(place), redirect_stdout(printed), warnings.catch_warnings(), tidiness.guarded(folder):
            warnings.simplefilter("error")
            if code.needs:  # what a library does inside is its own affair
                warnings.simplefilter("ignore", DeprecationWarning)
            sys.stdin = _Keyboard()
            try:
                yield
            finally:
                sys.stdin = keyboard

    def _execute(self, code: Code) -> None:
        if isinstance(self.page, Notebook):
            from scripts.model import draw as drawing

            style = drawing.style(self.root).LAB
            self.shown = notebooks.run(code.source, self.page.path, code.first, self.namespace, style)
        else:
            exec(pages.compiled(code.source, self.page.path, code.first), self.namespace)

    def _output(self, output: Output) -> Change | None:
        code = self.codes[output.start]
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
            raise self.page.error(value.line, message) from error
        if shown == value.text:
            return None
        return Change("value", value.line, value.start, value.end, shown)

    def _figure(self, figure: Figure) -> Change | None:
        from scripts.model import draw as drawing

        if isinstance(self.page, Notebook):
            fresh = drawing.picture(self.shown[0], self.root, self.page, figure)
            reason = drawing.unlike(figure.name, self.page.pictures.get(figure.name), fresh)
            return Change("figure", figure.line, figure.start, figure.end, fresh, reason=reason) if reason else None
        files = drawing.draw(figure.name, self.namespace, self.root, self.page.path, figure.line)
        reasons = [reason for name, text in files.items() if (reason := drawing.difference(self.root / name, text))]
        return Change("figure", figure.line, files=files, reason="; ".join(reasons)) if reasons else None

    def _count_figures(self, code: Code) -> None:
        """See that a lab's cell shows one figure when it has an alternative text, and none else. Raises PageError."""
        steps = self.page.steps
        place = end = bisect_left(steps, code.end, key=lambda step: step.start)
        while end < len(steps) and not isinstance(steps[end], Code):
            end += 1
        expected = sum(isinstance(step, Figure) for step in steps[place:end])
        if len(self.shown) > 1:
            raise self.page.error(code.line, f"the cell shows {len(self.shown)} figures; a cell shows one")
        if len(self.shown) < expected:
            raise self.page.error(code.line, 'the cell shows no figure, but its metadata has an "alt"')
        if len(self.shown) > expected:
            message = 'missing alternative text: put what the figure shows into the cell\'s metadata, as "alt"'
            raise self.page.error(code.line, message)

    def _blame(self, error: BaseException, code: Code) -> tuple[int, str]:
        """The line of the page that an exception comes from, and its message."""
        if isinstance(error, SyntaxError) and error.filename == self.page.path:
            return code.first - 1 + (error.lineno or 0), f"SyntaxError: {error.msg}"
        frames = traceback.extract_tb(error.__traceback__)
        lines = [frame.lineno for frame in frames if frame.filename == self.page.path]
        return (lines[-1] if lines else code.line), _say(error)


def is_absent(code: Code) -> bool:
    """Whether a block needs a library that is not installed here."""
    return code.needs is not None and find_spec(code.needs) is None


def absent(page: Page) -> dict[str, int]:
    """The libraries that a page needs and that are not installed, and how many blocks each keeps from running."""
    return dict(Counter(step.needs for step in page.steps if isinstance(step, Code) and is_absent(step)))


def _say(error: BaseException) -> str:
    if isinstance(error, _RefusedError):
        return str(error)
    if isinstance(error, SystemExit):
        return f"SystemExit: a page's code must not end the program (it called sys.exit({error.code!r}))"
    shown = _CONTROL.sub(lambda char: ascii(char[0])[1:-1], _last_line(error).strip())
    return shown if len(shown) <= MESSAGE_LIMIT else f"{shown[:MESSAGE_LIMIT]}…"


def _last_line(error: BaseException) -> str:
    """The last line of a traceback, without the notes that may follow it."""
    trace = traceback.TracebackException(type(error), error, None)
    trace.__notes__ = None
    return [*trace.format_exception_only()][-1].removesuffix("\n")


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
    kept, position = [], 0
    for change in sorted(changes, key=lambda change: change.start):
        if change.kind != "figure":  # a drawing is no text of the page
            kept += [text[position : change.start], change.text]
            position = change.end
    return "".join([*kept, text[position:]])
