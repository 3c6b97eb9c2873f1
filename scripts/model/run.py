"""Run a page: its steps in order, in one namespace, each compared with what the page shows."""

import ast
import linecache
import re
import reprlib
import traceback
import warnings
from collections.abc import Iterator
from contextlib import chdir, contextmanager, suppress
from dataclasses import dataclass, field
from importlib.util import find_spec
from itertools import takewhile
from pathlib import Path
from types import FrameType

from scripts.model import draw, isolation, notebook, numbers, project
from scripts.model.notebook import Notebook
from scripts.model.page import CELL, Code, Figure, Output, Page, PageError, Step, Value, fenced

STALE_AGAIN = "Stale again after that? Then two runs differ: look for a set or an object that is printed, a generator"
STALE_AGAIN += " without a seed, the date, an environment variable, or a file that is not among the data sets."
MESSAGE_LIMIT = 1_000  # characters of an exception's message that are shown
_ACTS = re.compile(r"[\w)\]]\(|\.[^\W\d]|\bfor\b")  # an expression that may change something: calls, attributes, loops
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")  # control characters, and halves of characters


@dataclass(frozen=True)
class Change:
    """What would make a step fresh: a span of the page's text, or files (path from the project folder to text).

    The figure of a lab has no file: `text` is its drawing, the span says which figure it is.
    """

    kind: str
    line: int
    start: int = 0
    end: int = 0
    text: str = ""
    files: dict[str, str] = field(default_factory=dict)
    reason: str = ""


class Run:
    """One run of a page. `root` is the project folder; `site` what value expressions know as `site`.

    `step` takes the page's steps in their order and may leave out any step but code.
    """

    def __init__(self, page: Page, root: Path, site: object = None):
        self.page, self.root, self.site = page, root, site
        source = ""
        for code in (step for step in page.steps if isinstance(step, Code)):
            source += "\n" * (code.first - 1 - source.count("\n")) + code.source
        self.program = isolation.Program(page.path, source)
        self.namespace = vars(self.program.module)
        self.held: dict[str, bytes] = {}  # by the names since the last block, where a value or figure has looked
        self.printed: dict[int, str | None] = {}  # by the start of the block; None: it printed nothing
        self.codes = {step.output.start: step for step in page.steps if isinstance(step, Code) and step.output}
        self.shown: list = []  # the figures that the last cell of a lab shows

    def step(self, step: Step) -> Change | None:
        """Run one step. Returns the change that would make it fresh, or None; raises PageError."""
        actions = {"code": self._code, "output": self._output, "value": self._value, "figure": self._figure}
        if isinstance(step, Code):
            self.held = {}
        if not isinstance(step, Figure) and not (isinstance(step, Value) and _ACTS.search(step.expression)):
            return actions[step.kind](step)
        before = self.held or self.program.contents()
        change = actions[step.kind](step)
        self.held = self.program.contents()
        for name in before | self.held:
            if before.get(name) != self.held.get(name):
                what = f"figure {step.name}: draw" if isinstance(step, Figure) else f"value {step.expression}: it"
                raise self.page.error(step.line, f"{what} changes {name}; change it in a block, and only look here")
        return change

    def _code(self, code: Code) -> Change | None:
        if is_absent(code):
            self.printed[code.start] = code.output.text if code.output else None
            return None
        self.shown, failure = [], ""
        with self._surroundings(code) as given, isolation.restored() as leaks:
            try:
                self._execute(code)
            except (KeyboardInterrupt, PageError):
                raise
            except BaseException as error:
                if type(error).__name__ != code.raises:
                    raise self.page.error(*self._blame(error, code)) from error
                failure = _last_line(error) + "\n"
        if code.raises and not failure:
            raise self.page.error(code.line, f"expected the block to raise {code.raises}; it raised nothing")
        if leaks and not code.needs:  # what a further library sets and says is its own affair
            raise self.page.error(code.line, leaks[0])
        if given:
            line = given[0].lineno if given[0].filename == self.page.path else code.line
            raise self.page.error(line, f"{given[0].category.__name__}: {given[0].message}")
        printed, said = (stream.take() for stream in (self.program.output, self.program.errors))
        if said and not code.needs:
            line = self.program.errors.line or code.line
            raise self.page.error(line, f"standard error: {said.splitlines()[-1]} (print it, or prevent it)")
        text = printed + failure
        if _CONTROL.search(text):
            raise self.page.error(code.line, "the block prints control characters, or bytes that are not UTF-8")
        if isinstance(self.page, Notebook):
            if CELL.search(text):
                raise self.page.error(code.line, "the cell prints a mark of cells (<!-- cell … -->)")
            self._count_figures(code)
        self.printed[code.start] = text.removesuffix("\n") if text else None
        return self._missing_output(code) if bool(text) != bool(code.output) else None

    def _missing_output(self, code: Code) -> Change:
        """The change for a block that prints and has no output, or has one and does not print."""
        text, output = self.printed[code.start], code.output
        if text is None:
            return Change("output", output.line, code.end, output.end, "", reason="the block prints nothing")
        lead = "\n" if self.page.text.endswith("\n", 0, code.end) else "\n\n"
        block = lead.replace("\n", code.newline or "\n") + fenced("output", text, code.indent, code.newline or "\n")
        return Change("output", code.line, code.end, code.end, block, reason="no output fence")

    @contextmanager
    def _surroundings(self, code: Code) -> Iterator[list]:
        """Where a block runs: as the page's program, among the data sets. Yields the list of its warnings."""
        import matplotlib

        from figures import style

        folder = self.root / project.DATA_SETS
        with (
            matplotlib.rc_context(style.LAB if isinstance(self.page, Notebook) else {}),
            chdir(folder if folder.is_dir() else self.root),
            self.program.running(),
            warnings.catch_warnings(record=True) as given,
        ):
            warnings.simplefilter("default")
            warnings.filterwarnings("ignore", ".* is non-interactive, and thus cannot be shown")  # plt.show()
            if code.needs:  # what a library does inside is its own affair
                warnings.simplefilter("ignore", DeprecationWarning)
            linecache.clearcache()
            linecache.lazycache(self.page.path, self.namespace)
            linecache.getlines(self.page.path)  # while no file is found by that path
            yield given

    def _execute(self, code: Code) -> None:
        source = "\n" * (code.first - 1) + code.source  # so that tracebacks name the page's lines
        for line, name in isolation.repository_imports(source, self.page.path):
            if self.page.meta.kind != "readme":
                raise self.page.error(line, f"import {name}: a reader of this page does not have that module")
        if isinstance(self.page, Notebook):
            self.shown = notebook.run(source, self.page.path, self.namespace)
        else:
            exec(compile(source, self.page.path, "exec", dont_inherit=True, optimize=0), self.namespace)

    def _output(self, output: Output) -> Change | None:
        code = self.codes[output.start]
        text = self.printed[code.start]
        if text is None or text == output.text:
            return None
        block = fenced("output", text, code.indent, code.newline or "\n")
        return Change("output", output.line, output.start, output.end, block)

    def _value(self, value: Value) -> Change | None:
        names = {"site": self.site} | self.namespace
        try:
            with self.program.running(), warnings.catch_warnings():
                warnings.simplefilter("error")
                result = eval(compile(value.expression, self.page.path, "eval", dont_inherit=True, optimize=0), names)
                shown = numbers.typeset(result, value.text, value.format, value.in_math)
                if shown != value.text and not numbers.reads_as(self.page.prose, value.start, value.end, shown):
                    raise ValueError(f"{shown} does not fit here: it would not be read as one number")
        except (Exception, SystemExit, isolation.TimeLimitError) as error:
            shown = f"{value.expression}:{value.format}" if value.format else value.expression
            raise self.page.error(value.line, f"value {shown}: {_say(error)}") from error
        if shown == value.text:
            return None
        return Change("value", value.line, value.start, value.end, shown)

    def _figure(self, figure: Figure) -> Change | None:
        if isinstance(self.page, Notebook):
            fresh = draw.picture(self.shown[0], self.page, figure)
            reason = draw.difference(figure.name, self.page.pictures.get(figure.name), fresh)
            return Change("figure", figure.line, figure.start, figure.end, fresh, reason=reason) if reason else None
        with self.program.running():
            files = draw.draw(figure, self.namespace, self.root, self.page)
        found = {name: (self.root / name).read_text("utf-8") for name in files if (self.root / name).is_file()}
        reasons = [reason for name in files if (reason := draw.difference(name, found.get(name), files[name]))]
        return Change("figure", figure.line, files=files, reason="; ".join(reasons)) if reasons else None

    def _count_figures(self, code: Code) -> None:
        """Check that a lab's cell shows one figure when it has an alternative text, and else none. Raises PageError."""
        below = takewhile(lambda step: not isinstance(step, Code), (s for s in self.page.steps if s.start >= code.end))
        expected = sum(isinstance(step, Figure) for step in below)
        if len(self.shown) != expected or expected > 1:
            message = f'figures that the cell shows: {len(self.shown)}, alternative texts ("alt") in its metadata'
            raise self.page.error(code.line, f"{message}: {expected}; expected one of each, or none")

    def _blame(self, error: BaseException, code: Code) -> tuple[int, str]:
        """The line of the page that an exception comes from, and its message."""
        more = notebook.jupyter_only(error)
        if isinstance(error, SyntaxError) and error.filename == self.page.path:
            return error.lineno or code.line, f"SyntaxError: {error.msg}{more}"
        frames = [*traceback.walk_tb(error.__traceback__)]
        places = [place for place in frames if place[0].f_code.co_filename == self.page.path]
        if type(error) is AssertionError and not error.args and places[-1:] == frames[-1:]:
            more = self._assertion(*places[-1])
        return (places[-1][1] if places else code.line), _say(error) + more

    def _assertion(self, frame: FrameType, line: int) -> str:
        """The source of the assert that fails at a line, and what its sides are where it compares."""
        said = ""
        with suppress(BaseException):  # the page has failed: what evaluating a side again does is no news
            asserts = [node for node in ast.walk(ast.parse(self.program.source)) if isinstance(node, ast.Assert)]
            failing = next(node for node in asserts if node.lineno <= line <= node.end_lineno)
            said, test = f": {ast.unparse(failing)}", failing.test
            codes = [compile(ast.Expression(each), "", "eval") for each in (test.left, *test.comparators)]
            sides = [eval(code, frame.f_globals, frame.f_locals) for code in codes]
            shown = [str(side) if isinstance(side, float) else reprlib.repr(side) for side in sides]
            left, *others = [ast.Name(" ".join(text.split())) for text in shown]
            said += f": {ast.unparse(ast.Compare(left, test.ops, others))}"
        return said


def is_absent(code: Code) -> bool:
    """Whether a block needs a library that is not installed here."""
    return code.needs is not None and find_spec(code.needs) is None


def _say(error: BaseException) -> str:
    if isinstance(error, isolation.TimeLimitError):
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


def apply(text: str, changes: list[Change]) -> str:
    """The text of a page with the changes made to it."""
    edits = [(change.start, change.end, change.text) for change in changes if change.kind != "figure"]
    return numbers.replaced(text, sorted(edits))
