"""The project as a whole: its pages, what they hold together, which figure belongs to which page, and its files."""

import hashlib
import os
import re
import sys
import tempfile
from collections import Counter, namedtuple
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from scripts.model import notebook
from scripts.model.page import Figure, Page, PageError, Value, read
from scripts.model.page import parse as parse_markdown

ROOT = Path(__file__).resolve().parents[2]
LABS = "docs/labs/*.ipynb"
DATA_SETS = "docs/datasets"  # where a page's code runs: a reader keeps the data sets beside the code
_EXERCISE = re.compile(r"^ {0,3}(/{3,}) *exercise\b(.*?)^ {0,3}\1 *$", re.M | re.S | re.I)
_CHECK = re.compile(r"^ {0,3}/{3,} *(?:check|choose)\b", re.M | re.I)

# The counts that value expressions know as `site`.
Site = namedtuple("Site", "pages lessons blocks outputs values figures exercises")


def page_files(root: Path) -> list[Path]:
    """All pages, in a fixed order: everything under docs/ that ends in .md, the labs, and README.md.

    A name that begins with a dot is not a page: editors put such files beside the one that is edited.
    """
    docs = root / "docs"
    found = [path for path in docs.rglob("[!.]*.md") if "overrides" not in path.relative_to(docs).parts]
    return [*sorted(found), *sorted(root.glob(LABS)), *root.glob("README.md")]


def load(root: Path, file: Path) -> Page:
    """Read and parse one page. Raises PageError."""
    name = file.relative_to(root).as_posix()
    return parse(read(file, name), name)


@lru_cache(maxsize=4096)  # the preview and the extensions load the pages again and again
def parse(source: str, name: str) -> Page:
    """Parse one page, Markdown or a notebook. Raises PageError."""
    return notebook.parse(source, name) if name.endswith(".ipynb") else parse_markdown(source, name)


def lab_figure(root: Path, name: str) -> str | None:
    """The SVG of a lab's figure by its name (`lab_own_data_2`), or None. Raises PageError for a lab with a mistake."""
    for file in sorted(root.glob(LABS)):
        if name.startswith(f"lab_{file.stem.replace('-', '_')}_"):
            return load(root, file).pictures.get(name)
    return None


def load_all(root: Path) -> tuple[dict[Path, Page], list[PageError]]:
    """Every page that can be read and parsed, and why the others cannot."""
    loaded, errors = {}, []
    for file in page_files(root):
        try:
            loaded[file] = load(root, file)
        except PageError as error:
            errors.append(error)
    return loaded, errors


def shows_counts(page: Page) -> bool:
    """Whether a page shows the counts of the whole site: it must run after all others."""
    return any(isinstance(step, Value) and re.search(r"\bsite\b", step.expression) for step in page.steps)


def count(pages: Iterable[Page]) -> Site:
    """Count what the published pages hold. README.md is not a page of the site."""
    published = [page for page in pages if page.meta.kind != "readme"]
    lessons = sum(page.meta.kind == "lesson" for page in published)
    kinds = Counter(step.kind for page in published for step in page.steps)
    steps = (kinds[kind] for kind in ("code", "output", "value", "figure"))
    return Site(len(published), lessons, *steps, sum(map(answerable, published)))


def answerable(page: Page) -> int:
    """How many exercises of a page can be answered in the page: those with a check in them."""
    return sum(bool(_CHECK.search(box)) for _, box in _EXERCISE.findall(page.prose))


def figure_errors(root: Path, pages: Iterable[Page]) -> list[PageError]:
    """Figures without a module or shown twice, and modules and drawings that belong to no page."""
    shown: dict[str, tuple[str, int]] = {}
    errors = []
    for page in (page for page in pages if page.meta.kind != "lab"):
        for step in (step for step in page.steps if isinstance(step, Figure)):
            if step.name in shown:
                first = "{}:{}".format(*shown[step.name])
                message = f"figure {step.name} is already shown at {first}; a figure belongs to one place"
                errors.append(PageError(page.path, step.line, message))
            elif not (root / f"figures/{step.name}.py").is_file():
                message = f"figure {step.name}: there is no figures/{step.name}.py (it needs a function draw(page))"
                errors.append(PageError(page.path, step.line, message))
            shown.setdefault(step.name, (page.path, step.line))
    if errors:  # a misspelt name would also be reported as a module and a drawing that no page shows
        return errors
    for file in [*sorted(root.glob("figures/*.py")), *sorted(root.glob("docs/figures/*.svg"))]:
        if file.stem.removesuffix("-dark") not in {"style", "__init__", *shown}:
            message = "no page shows this figure: add an image of it to a page, or delete the file"
            errors.append(PageError(file.relative_to(root).as_posix(), 1, message))
    return errors


def allow_any_console() -> None:
    """Print what the console's encoding lacks as an escape, `\\u2212`."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="backslashreplace")


def digest(content: bytes | str) -> bytes:
    """The SHA-256 digest of some content; text counts as UTF-8."""
    return hashlib.sha256(content.encode("utf-8") if isinstance(content, str) else content).digest()


def write(file: Path, content: str | bytes) -> None:
    """Write a file atomically: whatever happens, it is the old one or the new one. Raises OSError.

    The new content first goes to a hidden file beside it, which git, the preview and MkDocs ignore.
    """
    target = file.resolve()
    target.parent.mkdir(parents=True, exist_ok=True)
    number, temporary = tempfile.mkstemp(".new", f".{target.name}.", target.parent)
    try:
        with open(number, "wb") as stream:
            stream.write(content.encode("utf-8") if isinstance(content, str) else content)
        os.chmod(temporary, target.stat().st_mode & 0o777 if target.exists() else 0o644)
        os.replace(temporary, target)
    except BaseException:
        os.unlink(temporary)
        raise
