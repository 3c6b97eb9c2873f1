"""A page as a program: its module and streams, what its code leaves changed, and what its process may take."""

import ast
import inspect
import io
import marshal
import os
import pickle
import random
import resource
import signal
import sys
import traceback
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from importlib.abc import InspectLoader
from importlib.util import module_from_spec, spec_from_loader

PRINT_LIMIT = 100_000  # bytes that one block may print
ARRAY_LIMIT = 1 << 20  # bytes of an array that is looked at for changes
MEMORY_LIMIT = 4 << 30  # bytes of memory that a page's process may take
FILE_LIMIT = 256 << 20  # bytes of a file that it may write
REPOSITORY = {"scripts", "figures", "tests", "conftest"}  # modules that a reader of the page does not have


class TimeLimitError(BaseException):  # not an Exception, which page code may catch
    """The page has run for longer than its time limit."""


class Program(InspectLoader):
    """The program that a page is: its namespace is the module `__main__`; `source` is its code, line by line."""

    def __init__(self, path: str, source: str):
        self.path, self.source = path, source
        self.module = module_from_spec(spec_from_loader("__main__", self))
        self.module.__file__ = path
        self.output, self.errors = _Stream(path), _Stream(path)
        out = io.TextIOWrapper(self.output, "utf-8", write_through=True)
        err = io.TextIOWrapper(self.errors, "utf-8", "backslashreplace", write_through=True)
        self.state = [self.module, [path], out, err]  # as the program left it when it last ran

    def get_source(self, fullname: str) -> str:
        """The code, for `inspect`, `doctest` and tracebacks."""
        return self.source

    @contextmanager
    def running(self) -> Iterator[None]:
        """Let this be the program that runs."""
        outer = [sys.modules["__main__"], sys.argv, sys.stdout, sys.stderr]
        sys.modules["__main__"], sys.argv, sys.stdout, sys.stderr = self.state
        try:
            yield
        finally:
            self.state = [sys.modules["__main__"], sys.argv, sys.stdout, sys.stderr]
            sys.modules["__main__"], sys.argv, sys.stdout, sys.stderr = outer

    def contents(self) -> dict[str, bytes]:
        """What the names hold, as bytes that change with it, and what is printed.

        Left out: what has no pickle, Matplotlib's drawings, which count their pickles, and arrays over ARRAY_LIMIT.
        """
        found = {"what is printed": bytes(self.output.data + self.errors.data)}
        for name, value in vars(self.module).items():
            with suppress(Exception):
                if not name.startswith("__") and getattr(value, "nbytes", 0) <= ARRAY_LIMIT:
                    found[name] = _as_bytes(value)
        return {name: held for name, held in found.items() if b"matplotlib." not in held}


def _as_bytes(value: object) -> bytes:
    try:
        return marshal.dumps(value, 2)  # numbers, lists and arrays, fifty times as fast as a pickle
    except ValueError:
        return pickle.dumps(value, pickle.HIGHEST_PROTOCOL)


class _Stream(io.BufferedIOBase):
    """What a program writes, as `data`, and `line`, the line of the page that wrote last."""

    def __init__(self, path: str):
        self.path, self.line, self.data = path, 0, bytearray()

    def writable(self) -> bool:
        return True

    def write(self, data) -> int:
        if len(self.data) + len(data) > PRINT_LIMIT:
            raise ValueError(f"the block prints more than {PRINT_LIMIT:,} bytes")
        frames = traceback.walk_stack(inspect.currentframe())
        self.line = next((line for frame, line in frames if frame.f_code.co_filename == self.path), 0)
        self.data += data
        return len(data)

    def take(self) -> str:
        text = self.data.decode("utf-8", "surrogateescape")
        self.data.clear()
        return text


def _states() -> list[tuple[str, Callable, Callable, str]]:
    """The pieces of global state: name, how to read it, how to set it, and what to do instead of changing it."""
    import matplotlib  # neither is needed by a build that finds nothing to do
    import numpy as np

    parameters = matplotlib.rcParams
    return [
        ("the working directory", os.getcwd, os.chdir, "open files by their names, without os.chdir"),
        ("NumPy's random state", np.random.get_state, np.random.set_state, "use np.random.default_rng(seed)"),
        ("NumPy's print options", np.get_printoptions, lambda old: np.set_printoptions(**old), "use a format"),
        ("NumPy's error handling", np.geterr, lambda old: np.seterr(**old), "use with np.errstate(…)"),
        ("matplotlib.rcParams", parameters.copy, parameters.update, "use plt.rc_context"),
        ("Python's random state", random.getstate, random.setstate, "use random.Random(seed)"),
        ("the environment", os.environ.copy, os.environ.update, "give a value to what needs it, not to os.environ"),
        ("the filters of warnings", lambda: [*warnings.filters], list, "use with warnings.catch_warnings()"),
    ]


@contextmanager
def restored() -> Iterator[list[str]]:
    """Restore global state at the end. The list then says what had been changed, and what to do instead."""
    before = [(*state, state[1]()) for state in _states()]
    changed: list[str] = []
    try:
        yield changed
    finally:
        for name, read, write, advice, old in before:
            if pickle.dumps(read()) != pickle.dumps(old):  # arrays do not compare as a whole
                write(old)
                changed.append(f"the block changes {name} and leaves it changed: {advice}")


def repository_imports(source: str, file: str) -> list[tuple[int, str]]:
    """The line and full name of each import that only works in this repository. Raises SyntaxError."""
    found = []
    for node in ast.walk(ast.parse(source, file)):
        prefix = f"{node.module}." if isinstance(node, ast.ImportFrom) else ""
        names = [prefix + alias.name for alias in node.names] if isinstance(node, ast.Import | ast.ImportFrom) else []
        found += [(node.lineno, name) for name in names if name.partition(".")[0] in REPOSITORY]
    return found


def limit_resources() -> None:
    """Limit memory and file size of this process, and give it a process group of its own."""
    os.setpgid(0, 0)
    for limit, size in ((resource.RLIMIT_DATA, MEMORY_LIMIT), (resource.RLIMIT_FSIZE, FILE_LIMIT)):
        hard = resource.getrlimit(limit)[1]
        resource.setrlimit(limit, (size if hard == resource.RLIM_INFINITY else min(size, hard), hard))


def end_group() -> None:
    """End all other processes of this process's group: what page code has started and not waited for."""
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    os.killpg(0, signal.SIGTERM)
