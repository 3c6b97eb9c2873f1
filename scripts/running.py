"""Run a page: its steps in order, in one namespace, each compared with what stands on the page."""

import io
import traceback
import unicodedata
import warnings
from collections import Counter
from contextlib import chdir, redirect_stdout
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path

from scripts import notebooks, pages
from scripts.notebooks import Notebook
from scripts.pages import Code, Figure, Output, Page, Step, Value

PRINT_LIMIT = 100_000  # characters that one block may print
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
        folder = self.root / DATA_SETS
        try:
            with chdir(folder if folder.is_dir() else self.root), redirect_stdout(printed), warnings.catch_warnings():
                warnings.simplefilter("error")
                if code.needs:  # what a library does inside is its own affair
                    warnings.simplefilter("ignore", DeprecationWarning)
                source = "\n" * (code.first - 1) + code.source
                if isinstance(self.page, Notebook):
                    self.shown = self._cell(source)
                else:
                    exec(compile(source, self.page.path, "exec", dont_inherit=True), self.namespace)
        except KeyboardInterrupt:
            raise
        except BaseException as error:
            if code.raises is None or type(error).__name__ != code.raises:
                raise self.page.error(*self._blame(error, code)) from error
            printed.write(traceback.format_exception_only(error)[-1])
        else:
            if code.raises is not None:
                message = f"expected the block to raise {code.raises}; it raised nothing"
                raise self.page.error(code.line, message)
        text = printed.getvalue().removesuffix("\n")
        if any(unicodedata.category(char) in ("Cc", "Cs") and char not in "\n\t" for char in text):
            raise self.page.error(code.line, "the block prints control characters")
        if isinstance(self.page, Notebook):
            if pages.CELL.search(text + "\n"):
                raise self.page.error(code.line, "the cell prints a mark of cells (<!-- cell … -->)")
            self._count_figures(code)
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
            raise self.page.error(value.line, message) from error
        if shown == value.text:
            return None
        return Change("value", value.line, value.start, value.end, shown)

    def _figure(self, figure: Figure) -> Change | None:
        from scripts import drawing  # imports matplotlib, which a page without figures does not need

        if isinstance(self.page, Notebook):
            fresh = drawing.picture(self.shown[0], self.root, self.page, figure)
            reason = drawing.unlike(figure.name, self.page.pictures.get(figure.name), fresh)
            return Change("figure", figure.line, figure.start, figure.end, fresh, reason=reason) if reason else None
        files = drawing.draw(figure.name, self.namespace, self.root, self.page.path, figure.line)
        reasons = [reason for name, text in files.items() if (reason := drawing.difference(self.root / name, text))]
        return Change("figure", figure.line, files=files, reason="; ".join(reasons)) if reasons else None

    def _cell(self, source: str) -> list:
        """Run a lab's cell, in the looks of the site. Returns the figures that it shows."""
        from scripts import drawing

        return notebooks.run(source, self.page.path, self.namespace, drawing.style(self.root).LAB)

    def _count_figures(self, code: Code) -> None:
        """See that a lab's cell shows one figure when it has an alternative text, and none else. Raises PageError."""
        following = [step for step in self.page.steps if step.start >= code.end]
        place = next((k for k, step in enumerate(following) if isinstance(step, Code)), len(following))
        expected = sum(isinstance(step, Figure) for step in following[:place])
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
            return error.lineno or code.line, f"SyntaxError: {error.msg}"
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
        if change.kind != "figure":  # a drawing is no text of the page
            text = text[: change.start] + change.text + text[change.end :]
    return text
