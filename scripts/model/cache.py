"""Which pages need not run again: all that their last run rested on is as it was.

A page rests on its own text, its drawings and its notebook on disk, every file that its run read (modules, figure
modules, the style, fonts, data sets), the site's counts if it shows them, and on the world around: the scripts of this
project, Python, the libraries and their versions, matplotlib's settings and the environment. Files are compared by
content; no clock is asked. The cache is a file of digests, `.cache/freshness.json`. What cannot be read as such is no
cache, and the pages run.
"""

import contextlib
import hashlib
import importlib.util
import json
import os
import site as python_site
import stat
import sys
import sysconfig
from collections.abc import Iterable
from pathlib import Path

from scripts.model import project
from scripts.model.page import Page
from scripts.model.project import Site

FILE = ".cache/freshness.json"
VERSION = 1
DATA_SETS = "docs/datasets"

# Variables that change what numpy, matplotlib, Python, or a library of a lab computes.
_VARIABLES = (
    "OPENBLAS_",
    "OMP_",
    "MKL_",
    "BLIS_",
    "NPY_",
    "NUMPY_",
    "MPL",
    "MATPLOTLIB",
    "PYTHON",
    "LC_",
    "LANG",
    "TZ",
)
_VARIABLES += ("JAX_", "XLA_", "KERAS_", "TORCH_", "CUDA_", "SOURCE_DATE_EPOCH")
_BEYOND_FILES = ("subprocess.", "socket.", "sqlite3.", "urllib.", "os.system", "os.fork", "os.exec", "os.posix_spawn")


def digest(content: bytes | str) -> str:
    """A short name of some content."""
    data = content.encode("utf-8", "surrogateescape") if isinstance(content, str) else content
    return hashlib.blake2b(data, digest_size=16).hexdigest()


def libraries() -> tuple[str, ...]:
    """The folders of Python and of what is installed. A new version of a library has another name there."""
    places = {sysconfig.get_path(name) for name in ("stdlib", "platstdlib", "purelib", "platlib")}
    return tuple(os.path.join(place, "") for place in places.union(python_site.getsitepackages()))


class Cache:
    """What earlier runs rested on. `page` and `source` in the methods: a page as it stands, and its file's text."""

    def __init__(self, root: Path):
        self.root, self.file = root, root / FILE
        self.world = _world(root)
        self.known = _read(self.file, self.world)
        self._digests: dict[str, str | None] = {}

    def sees_change(self, files: Iterable[Path]) -> bool:
        """Whether it is sure, from the texts of some pages alone, that one of them will run."""
        texts = {name: entry.get("source") for name, entry in self.known.items()}
        names = ((file, file.relative_to(self.root).as_posix()) for file in files)
        return not texts or any(name in texts and _digest_of(str(file)) != texts[name] for file, name in names)

    def is_fresh(self, page: Page, site: Site | None) -> bool:
        """Whether a run of the page would change nothing. `site` is what it shows as counts."""
        try:
            entry = self.known[page.path]
            return (
                entry["source"] == digest(page.source)
                and entry["site"] == str(site if project.shows_counts(page) else None)
                and all(self._digest(name) == found for name, found in entry["rests_on"].items())
            )
        except (KeyError, TypeError, AttributeError, ValueError):
            return False

    def keep(self, page: Page, source: str, site: Site | None, rests_on: dict[str, str | None] | None) -> None:
        """Remember a run, whose page now has the text `source`. None for `rests_on`: not all of it is known."""
        self.known.pop(page.path, None)
        if rests_on is not None:
            counts = str(site if project.shows_counts(page) else None)
            self.known[page.path] = {"source": digest(source), "site": counts, "rests_on": rests_on}

    def save(self, names: Iterable[str]) -> None:
        """Write what is known of the pages with these names. Where it cannot be written, the pages run next time."""
        kept = {name: self.known[name] for name in names if name in self.known}
        text = json.dumps({"version": VERSION, "world": self.world, "pages": kept}, separators=(",", ":"))
        spare = self.file.with_name(f".{self.file.name}.{os.getpid()}.new")
        with contextlib.suppress(OSError):
            self.file.parent.mkdir(exist_ok=True)
            try:
                spare.write_text(text, "utf-8")
                spare.replace(self.file)
            finally:
                spare.unlink(missing_ok=True)

    def _digest(self, name: str) -> str | None:
        if name not in self._digests:
            self._digests[name] = _digest_of(os.path.join(self.root, name))
        return self._digests[name]


class Witness:
    """Notes the files that this process reads from now on, and whether it does what no digest of files covers."""

    def __init__(self, root: Path):
        self.root = str(root)
        self.ignored = (*libraries(), "/dev/", "/proc/", "/sys/", os.path.join(os.path.dirname(__file__), ""))
        self.seen: dict[str, tuple | None] = {}
        self.all_known = self.watching = True
        sys.addaudithook(self._hook)

    def testimony(self) -> dict[str, str | None] | None:
        """The files, by name from the project's folder, and their digests. None when that is not all."""
        self.watching = False
        if any(_stamp(path) != stamp for path, stamp in self.seen.items()):
            return None  # changed since it was read: nobody knows which state the page has seen
        inside = os.path.join(self.root, "")
        found = {path.removeprefix(inside): _digest_of(path) for path in self.seen}
        return found if self.all_known else None

    def _hook(self, event: str, arguments: tuple) -> None:
        if not self.watching:
            return
        try:
            if event == "open":
                path, _, flags = arguments
                if not isinstance(path, int) and (flags & (os.O_WRONLY | os.O_RDWR)) != os.O_WRONLY:
                    self._note(os.fsdecode(path))
            elif event == "import":
                if arguments[1]:  # a compiled module; others are opened
                    self._note(os.fsdecode(arguments[1]))
            elif event in ("os.listdir", "os.scandir"):
                if "importlib" not in sys._getframe(1).f_code.co_filename:
                    self._note(os.path.join(os.fsdecode(arguments[0] or "."), ""))
            elif event.startswith(_BEYOND_FILES):
                self.all_known = False
        except Exception:  # what the page does must not fail for this
            self.all_known = False

    def _note(self, path: str) -> None:
        folder = path.endswith(os.sep)
        path = os.path.join(os.path.abspath(path), "") if folder else os.path.abspath(path)
        if path.endswith(".pyc"):  # where preload.py has not run
            path = importlib.util.source_from_cache(path)
        if path not in self.seen and not path.startswith(self.ignored):
            self.seen[path] = _stamp(path)


def _stamp(path: str) -> tuple | None:
    try:
        status = os.stat(path)
    except (OSError, ValueError):
        return None
    if not (stat.S_ISREG(status.st_mode) or stat.S_ISDIR(status.st_mode)):
        raise ValueError(f"{path} is neither file nor folder")
    return status.st_ino, status.st_size, status.st_mtime_ns


def _digest_of(path: str) -> str | None:
    """The digest of a file, or of the names in a folder (its path ends in a slash); None when there is none."""
    try:
        if path.endswith(os.sep):
            return digest("\n".join(sorted(name for name in os.listdir(path) if name != "__pycache__")))
        with open(path, "rb") as file:
            return digest(file.read())
    except (OSError, ValueError):
        return None


def _world(root: Path) -> str:
    """The digest of what all pages rest on."""
    scripts = [file.read_bytes() for file in sorted(Path(__file__).parents[1].rglob("*.py"))]
    libraries = []
    for place in sys.path:
        with contextlib.suppress(OSError):
            libraries += [name for name in os.listdir(place) if name.endswith((".dist-info", ".egg-info", ".egg-link"))]
    # OpenBLAS gets one thread unless told otherwise, as processes.py sets it
    environment = {"OPENBLAS_NUM_THREADS": "1"} | {k: v for k, v in os.environ.items() if k.startswith(_VARIABLES)}
    home = os.environ.get("XDG_CONFIG_HOME") or os.path.expanduser("~/.config")
    folders = [os.environ.get("MPLCONFIGDIR"), os.path.join(home, "matplotlib"), os.path.expanduser("~/.matplotlib")]
    settings = ["matplotlibrc", os.environ.get("MATPLOTLIBRC")]
    settings += [os.path.join(place, "matplotlibrc") for place in (*folders, os.environ.get("MATPLOTLIBRC")) if place]
    parts = [VERSION, sys.version, getattr(os, "uname", lambda: ("",) * 5)()[4], *map(digest, scripts)]
    parts += [sorted(libraries), sorted(environment.items()), [_digest_of(file) for file in settings if file]]
    parts += [_digest_of(os.path.join(root, DATA_SETS, "")), _digest_of(os.path.join(root, "figures", "fonts", ""))]
    return digest(json.dumps(parts))


def _read(file: Path, world: str) -> dict[str, dict]:
    """What the file says of the pages: nothing when it is not one that this version wrote in the same world."""
    try:
        content = json.loads(file.read_bytes())
        if content["version"] != VERSION or content["world"] != world:
            return {}
        return {name: entry for name, entry in content["pages"].items() if isinstance(entry, dict)}
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return {}
