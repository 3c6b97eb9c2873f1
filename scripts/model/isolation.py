"""What a block of code must leave as it found it, because the next block, page or program would feel it.

`Watch` looks before and after a block, in a few microseconds. What was changed is put back, and told.
`enclose` bounds what a page's own process may take.
"""

import atexit
import builtins
import contextlib
import decimal
import importlib
import locale
import operator
import os
import random
import signal
import sys
import tempfile
import threading
import traceback
from collections.abc import Callable, Iterator
from functools import cache
from multiprocessing import forkserver, resource_tracker
from pathlib import Path
from types import ModuleType

MEMORY_LIMIT = 4 << 30  # bytes that a page's process may take
FILE_LIMIT = 256 << 20  # bytes of a file that it may write

_MODULES = ("builtins", "math", "os", "random", "statistics", "time", "numpy", "numpy.linalg", "numpy.random")
_SIGNALS = [each for each in signal.Signals if each.name in ("SIGINT", "SIGTERM", "SIGALRM")]
_RAN_ON = b"\0forked\0"


def _numpy(name: str) -> dict | None:
    return getattr(sys.modules["numpy"], name)() if "numpy" in sys.modules else None


def _numpy_random() -> tuple | None:
    if "numpy.random" not in sys.modules:
        return None
    kind, key, *rest = sys.modules["numpy.random"].get_state()
    return kind, key.tobytes(), *rest


def _set_numpy_random(state: tuple) -> None:
    from numpy import frombuffer, random, uint32

    random.set_state((state[0], frombuffer(state[1], uint32), *state[2:]))


def _set_environment(old: dict) -> None:  # in the form that os.environ holds, which is quicker to copy
    for name in {*os.environ._data} - {*old}:
        del os.environ[os.environ.decodekey(name)]
    for name, value in old.items():
        os.environ[os.environ.decodekey(name)] = os.environ.decodevalue(value)


def _decimal() -> tuple:
    context = decimal.getcontext()
    return context.prec, context.rounding, context.Emin, context.Emax, context.capitals, context.clamp


def _set_decimal(old: tuple) -> None:
    context = decimal.getcontext()
    context.prec, context.rounding, context.Emin, context.Emax, context.capitals, context.clamp = old


def _set_locale(old: str) -> None:
    locale.setlocale(locale.LC_ALL, old)


def _set_signals(old: list) -> None:
    for number, handler in zip(_SIGNALS, old, strict=True):
        signal.signal(number, handler)


# (what the message calls it, how to read it, how to put it back, what to do instead); None is not known before
_STATES: list[tuple[str, Callable, Callable, str]] = [
    ("the working directory", os.getcwd, os.chdir, "a page's code stays where it runs"),
    ("sys.stdin", lambda: sys.stdin, lambda old: setattr(sys, "stdin", old), "put it back"),
    ("sys.stdout", lambda: sys.stdout, lambda old: setattr(sys, "stdout", old), "use contextlib.redirect_stdout"),
    ("sys.stderr", lambda: sys.stderr, lambda old: setattr(sys, "stderr", old), "use contextlib.redirect_stderr"),
    ("sys.settrace", lambda: sys.gettrace() or 0, lambda old: sys.settrace(old or None), "put it back"),
    ("the recursion limit", sys.getrecursionlimit, sys.setrecursionlimit, "put it back"),
    ("the environment", lambda: os.environ._data.copy(), _set_environment, "os.environ is not the page's"),
    ("the locale", lambda: locale.setlocale(locale.LC_ALL), _set_locale, "put it back"),
    ("a signal handler", lambda: [signal.getsignal(number) for number in _SIGNALS], _set_signals, "put it back"),
    ("Python's random numbers", random.getstate, random.setstate, "use random.Random(seed)"),
    ("NumPy's random numbers", _numpy_random, _set_numpy_random, "use np.random.default_rng(seed)"),
    (
        "how NumPy treats errors",
        lambda: _numpy("geterr"),
        lambda old: sys.modules["numpy"].seterr(**old),
        "use with np.errstate(…)",
    ),
    (
        "how NumPy prints",
        lambda: _numpy("get_printoptions"),
        lambda old: sys.modules["numpy"].set_printoptions(**old),
        "use with np.printoptions(…)",
    ),
    ("the decimal context", _decimal, _set_decimal, "use with decimal.localcontext()"),
]


_folder: str | None = None  # whose files a page's code must not change just now
_CHANGES = {"os.remove": 1, "os.rename": 2, "os.rmdir": 1, "os.mkdir": 1, "os.truncate": 1, "shutil.rmtree": 1}
_WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC


@contextlib.contextmanager
def guarded(folder: Path) -> Iterator[None]:
    """Refuse to Python code, for a time, to change what stands in a folder: PermissionError."""
    global _folder
    _hook()
    _folder = _real(folder)
    try:
        yield
    finally:
        _folder = None


@cache
def _real(folder: Path) -> str:
    return os.path.realpath(folder)


@cache
def _hook() -> None:
    sys.addaudithook(_refuse_changes)


def _refuse_changes(event: str, arguments: tuple) -> None:
    if _folder is None:
        return
    if event == "open":
        paths = arguments[:1] if isinstance(arguments[2], int) and arguments[2] & _WRITES else ()
    else:
        paths = arguments[: _CHANGES.get(event, 0)]
    for path in paths:
        if not isinstance(path, str | bytes | os.PathLike):
            continue
        file = os.path.realpath(os.fsdecode(path))
        if file == _folder or file.startswith(_folder + os.sep):
            name = os.path.basename(file)
            raise PermissionError(f"a page's code must not change the files beside the data sets ({name})")


class Watch:
    """A context around a block. Afterwards `found` says what the block left behind, and `line` where, if known.

    `library`: the block is about a library beyond NumPy, whose threads and settings are its own affair.
    """

    def __init__(self, source: str, namespace: dict[str, object], library: bool = False):
        self.source, self.namespace, self.library = source, namespace, library
        self.found: list[str] = []

    def __enter__(self) -> "Watch":
        self.process = os.getpid()
        if "numpy" in self.source:  # so that its settings are known before
            importlib.import_module("numpy.random")
        self.states = [read() for _, read, _, _ in _STATES]
        modules = {sys.modules[name] for name in _MODULES if name in sys.modules}
        modules |= {value for value in self.namespace.values() if isinstance(value, ModuleType)}
        self.modules = [(module, dict(vars(module))) for module in modules]
        self.threads = set(threading.enumerate())
        self.children = _children()
        self.at_exit = atexit._ncallbacks()
        self.unseen: list[str] = []  # errors that no code can catch
        self.hooks = threading.excepthook, sys.unraisablehook
        threading.excepthook = lambda failed: self._unseen("a thread failed", failed.exc_value)
        sys.unraisablehook = lambda failed: self._unseen("an error that no code can catch", failed.exc_value)
        self.output = _Output()
        return self

    def __exit__(self, kind, error, trace) -> None:
        if os.getpid() != self.process:  # a child that the block forked: it must not run the page a second time
            self.output.mark()
            os._exit(0)
        threading.excepthook, sys.unraisablehook = self.hooks
        self.found += self.output.end()
        self._see_processes()
        if self.library:
            return
        self._see_threads()
        self._see_states()
        self._see_modules()
        self.found += self.unseen

    def _unseen(self, what: str, error: BaseException) -> None:
        self.unseen.append(f"{what}: {traceback.format_exception_only(error)[-1].strip()}")

    def _see_threads(self) -> None:
        for thread in set(threading.enumerate()) - self.threads:
            if thread.is_alive() and not isinstance(thread, threading._DummyThread):
                self.found.append(f"the block leaves a thread running, {thread.name}: join it")

    def _see_processes(self) -> None:
        for child in _children() - self.children - {resource_tracker._resource_tracker._pid}:
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
            self.found.append("the block leaves a process running, or never asks for its end: wait for it")

    def _see_states(self) -> None:
        for (what, read, put_back, instead), old in zip(_STATES, self.states, strict=True):
            if old is not None and read() != old:
                put_back(old)
                self.found.append(f"the block changes {what} and leaves it changed: {instead}")
        if "atexit" in self.source and atexit._ncallbacks() > self.at_exit:
            self.found.append("the block registers a function for the end of the program, which no page comes to")

    def _see_modules(self) -> None:
        for module, old in self.modules:
            now = vars(module)
            if len(now) == len(old) and all(map(operator.is_, now.values(), old.values())):
                continue
            for name in [*now.keys() | old.keys()]:
                value = now.get(name, _ABSENT)
                if value is old.get(name, _ABSENT) or name.startswith("_") or isinstance(value, ModuleType):
                    continue
                if name in old:
                    setattr(module, name, old[name])
                else:
                    delattr(module, name)
                self.found.append(f"the block changes {module.__name__}.{name} for every page: use a name of your own")
        if self.namespace.get("__builtins__", vars(builtins)) not in (vars(builtins), builtins):
            self.namespace["__builtins__"] = vars(builtins)
            self.found.append("the block changes __builtins__: use a name of your own")


_ABSENT = object()


class Imports:
    """Where modules are found, as it is before a page runs in a process that other pages run in, too."""

    def __init__(self):
        self.path = list(sys.path)

    def put_back(self, folder: Path) -> bool:
        """Undo what a page, run in `folder`, did to sys.path, and forget what it found there. Returns if it did any."""
        if sys.path == self.path:
            return False
        added = tuple(os.path.realpath(folder / entry) + os.sep for entry in sys.path if entry not in self.path)
        sys.path[:] = self.path
        for name, module in [*sys.modules.items()]:
            if os.path.realpath(getattr(module, "__file__", None) or "").startswith(added):
                del sys.modules[name]
        return True


class _Output:
    """File descriptor 1 while a block runs: what does not go through print lands in a file, and is found there."""

    def __init__(self):
        self.trap = _trap()
        if sys.__stdout__ and not sys.__stdout__.closed:
            sys.__stdout__.flush()
        self.saved = os.dup(1)
        os.dup2(self.trap, 1)

    def mark(self) -> None:
        """Tell the process that forked this one."""
        os.write(self.trap, _RAN_ON)

    def end(self) -> list[str]:
        """Put the descriptor back. Returns what was found."""
        found = []
        try:
            if sys.__stdout__ and not sys.__stdout__.closed:
                sys.__stdout__.flush()
            if "ctypes" in sys.modules:  # without it, no page prints from C
                sys.modules["ctypes"].CDLL(None).fflush(None)
            closed = _identity(1) != _identity(self.trap)
            os.dup2(self.saved, 1)
            os.close(self.saved)
            text = os.pread(self.trap, 1000, 0)
            if text:
                os.ftruncate(self.trap, 0)
                os.lseek(self.trap, 0, os.SEEK_SET)
        except OSError:
            _trap.cache_clear()
            return ["the block closes files that are not its own"]
        if closed:
            found.append("the block closes standard output")
        if _RAN_ON in text:
            found.append("the block forks, and the child runs on into the page: end it with os._exit")
        if shown := text.replace(_RAN_ON, b"").decode("utf-8", "replace")[:40]:
            found.append(f"the block prints past print, as a subprocess or os.write does; it wrote {shown!r}")
        return found


@cache
def _trap() -> int:
    if hasattr(os, "memfd_create"):
        return os.memfd_create("printed")
    number, name = tempfile.mkstemp()
    os.unlink(name)
    return number


def _identity(number: int) -> tuple[int, int] | None:
    try:
        status = os.fstat(number)
    except OSError:
        return None
    return status.st_dev, status.st_ino


def _children() -> set[int]:
    """The child processes of this one, ended or not, where the platform tells."""
    try:
        os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOHANG | os.WNOWAIT)
        threads = os.listdir("/proc/self/task")
    except (AttributeError, OSError):  # not known here, or none
        return set()
    found: set[int] = set()
    for thread in threads:
        try:
            with open(f"/proc/self/task/{thread}/children") as file:
                found |= {*map(int, file.read().split())}
        except OSError:  # the thread has ended
            continue
    return found


def enclose() -> None:
    """Bound the page's process, as far as the platform can: memory, files, core dumps, and its end with the build."""
    if os.name != "posix":
        return
    import resource

    os.setpgid(0, 0)  # so that `end` reaches what the page starts
    for limit, size in (("RLIMIT_DATA", MEMORY_LIMIT), ("RLIMIT_FSIZE", FILE_LIMIT), ("RLIMIT_CORE", 0)):
        number = getattr(resource, limit)
        _, most = resource.getrlimit(number)
        if most == resource.RLIM_INFINITY or size <= most:
            resource.setrlimit(number, (size, most))
    if (line := getattr(forkserver._forkserver, "_forkserver_alive_fd", None)) is not None:
        os.close(line)  # else the server of processes lives as long as this one, even when the build is killed
        forkserver._forkserver._forkserver_alive_fd = None
    if sys.platform == "linux":
        import ctypes

        ctypes.CDLL(None).prctl(1, signal.SIGKILL)  # PR_SET_PDEATHSIG: end with the process that forked this one


def end(process: int) -> None:
    """End a page's process, and all that it has started and not waited for."""
    if os.name != "posix":
        return
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process, signal.SIGKILL)


def ended(status: int | None) -> str:
    """How a page's process ended, in words."""
    if status is None:
        return "the page's process closed its line to the build here"
    if status >= 0:
        return f"the page's process ended here, with exit status {status}"
    try:
        name = signal.Signals(-status).name
    except ValueError:
        name = "unknown"
    return f"the page's process ended here, by signal {-status} ({name})"
