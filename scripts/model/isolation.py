"""Detect and restore global state that page code changes, and limit what its process may take."""

import ast
import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

MEMORY_LIMIT = 4 << 30  # bytes of memory that a page's process may take
FILE_LIMIT = 256 << 20  # bytes of a file that it may write
REPOSITORY = {"scripts", "figures", "tests", "conftest"}  # modules that a reader of the page does not have


class TimeLimitError(BaseException):  # not an Exception, which page code may catch
    """The page has run for longer than its time limit."""


def _states() -> list[tuple[str, Callable, Callable, str]]:
    """The pieces of global state: name, how to read it, how to set it, and what to do instead of changing it."""
    import numpy as np  # not needed by a build that finds nothing to do

    def read_seed() -> tuple:
        name, keys, *rest = np.random.get_state()
        return name, keys.tobytes(), *rest

    def write_seed(state: tuple) -> None:
        np.random.set_state((state[0], np.frombuffer(state[1], np.uint32), *state[2:]))

    states = [
        ("the working directory", os.getcwd, os.chdir, "open files by their names, without os.chdir"),
        ("NumPy's random state", read_seed, write_seed, "use np.random.default_rng(seed)"),
        ("NumPy's print options", np.get_printoptions, lambda old: np.set_printoptions(**old), "use a format"),
        ("NumPy's error handling", np.geterr, lambda old: np.seterr(**old), "use with np.errstate(…)"),
    ]
    if matplotlib := sys.modules.get("matplotlib"):
        parameters = matplotlib.rcParams
        states.append(("matplotlib.rcParams", parameters.copy, parameters.update, "use plt.rc_context"))
    return states


@contextmanager
def restored() -> Iterator[list[str]]:
    """Restore global state at the end. The list then says what had been changed, and what to do instead."""
    before = [(*state, state[1]()) for state in _states()]
    changed: list[str] = []
    try:
        yield changed
    finally:
        for name, read, write, advice, old in before:
            if read() != old:
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
    import resource

    os.setpgid(0, 0)
    for limit, size in ((resource.RLIMIT_DATA, MEMORY_LIMIT), (resource.RLIMIT_FSIZE, FILE_LIMIT)):
        hard = resource.getrlimit(limit)[1]
        resource.setrlimit(limit, (size if hard == resource.RLIM_INFINITY else min(size, hard), hard))


def end_group() -> None:
    """End all other processes of this process's group: what page code has started and not waited for."""
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    os.killpg(0, signal.SIGTERM)
