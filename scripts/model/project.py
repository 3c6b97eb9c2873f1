"""The project as a whole: its pages, what they hold together, and which figure belongs to which page."""

import hashlib
import re
from collections.abc import Iterable
from dataclasses import astuple, dataclass
from pathlib import Path

from scripts.model import files as _files
from scripts.model import notebook as notebooks
from scripts.model import page as pages
from scripts.model.page import Code, Figure, Output, Page, PageError, Value

ROOT = Path(__file__).resolve().parents[2]
_BLOCK = re.compile(r"^ {0,3}(?P<slashes>/{3,})[ ]*(?P<name>[\w-]*)", re.M)


def write(file: Path, content: str | bytes) -> None:
    """Write a file atomically."""
    _files.write({file: content})


def digest(content: str | bytes) -> bytes:
    """The SHA-256 of a text or bytes."""
    return hashlib.sha256(content.encode("utf-8") if isinstance(content, str) else content).digest()


@dataclass(frozen=True)
class Site:
    """The counts that value expressions know as `site`."""

    pages: int
    lessons: int
    blocks: int
    outputs: int
    values: int
    figures: int
    exercises: int


def page_files(root: Path) -> list[Path]:
    """All pages, in a fixed order: everything under docs/ that ends in .md, the labs, and README.md.

    A name that begins with a dot is no page: editors put such files beside the one that is edited.
    """
    docs = root / "docs"
    found = [path for path in docs.rglob("[!.]*.md") if "overrides" not in path.relative_to(docs).parts]
    readme = root / "README.md"
    return sorted(found) + notebooks.files(root) + ([readme] if readme.is_file() else [])


_parsed: dict[Path, Page] = {}  # by their files, for a process that loads the pages again and again


def load(root: Path, file: Path) -> Page:
    """Read and parse one page. Raises PageError."""
    name = file.relative_to(root).as_posix()
    source = pages.read(file, name)
    known = _parsed.get(file)
    if known is None or known.source != source or known.path != name:
        known = _parsed[file] = parse(source, name)
    return known


def parse(source: str, name: str) -> Page:
    """Parse one page, Markdown or a notebook. Raises PageError."""
    return (notebooks if name.endswith(".ipynb") else pages).parse(source, name)


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


def count(all_pages: list[Page]) -> Site:
    """Count what the published pages hold. README.md is no page of the site; a lesson is a page of steps in a part."""
    return total(holds(page) for page in all_pages)


def holds(page: Page) -> Site:
    """What one page adds to the counts of the site."""
    if not page.path.startswith("docs/"):
        return Site(0, 0, 0, 0, 0, 0, 0)

    def steps(kind: type) -> int:
        return sum(isinstance(step, kind) for step in page.steps)

    return Site(
        pages=1,
        lessons=int(is_lesson(page)),
        blocks=steps(Code),
        outputs=steps(Output),
        values=steps(Value),
        figures=steps(Figure),
        exercises=answerable(page),
    )


def total(each: Iterable[Site]) -> Site:
    """The counts of all pages together."""
    return Site(*map(sum, zip((0,) * 7, *map(astuple, each), strict=True)))


def answerable(page: Page) -> int:
    """How many exercises of a page can be answered in the page: those with a check in them."""
    found = set()
    around: list[tuple[str, str, int]] = []  # the open blocks: slashes, name, place
    for block in _BLOCK.finditer(page.prose):
        if block["name"]:
            around.append((block["slashes"], block["name"].lower(), block.start()))
            if around[-1][1] in ("check", "choose"):
                found |= {place for _, name, place in around if name == "exercise"}
        elif (depth := next((k for k, each in enumerate(around) if each[0] == block["slashes"]), None)) is not None:
            del around[depth:]
    return len(found)


def is_lesson(page: Page) -> bool:
    """Whether a page is a lesson: it stands in a part's folder and runs code."""
    parts = Path(page.path).parts
    in_part = len(parts) == 3 and parts[0] == "docs" and parts[1] not in ("reference", "labs")
    return in_part and any(isinstance(step, Code) for step in page.steps)


def no_module(name: str) -> str:
    """What to say of a figure that has no module."""
    return f"figure {name}: there is no figures/{name}.py (it needs a function draw(page))"


def figure_errors(root: Path, all_pages: list[Page]) -> list[PageError]:
    """Figures without a module or shown twice, modules that no page shows, and drawings that belong to no figure."""
    shown: dict[str, tuple[str, int]] = {}
    errors = []
    for page in all_pages:
        for step in page.steps:
            if not isinstance(step, Figure) or isinstance(page, notebooks.Notebook):
                continue
            if step.name in shown:
                first = "{}:{}".format(*shown[step.name])
                message = f"figure {step.name} is already shown at {first}; a figure belongs to one place"
                errors.append(PageError(page.path, step.line, message))
            elif not (root / f"figures/{step.name}.py").is_file():
                errors.append(PageError(page.path, step.line, no_module(step.name)))
            shown.setdefault(step.name, (page.path, step.line))
    if errors:  # a misspelt name would also be reported as a module and a drawing that no page shows
        return errors
    for module in sorted((root / "figures").glob("*.py")):
        if module.stem not in {"style", "__init__"} and module.stem not in shown:
            message = f"no page shows this figure: add ![…](…/figures/{module.stem}.svg) to a page, or delete it"
            errors.append(PageError(f"figures/{module.name}", 1, message))
    for file in sorted((root / "docs/figures").glob("*.svg")):
        if file.stem.removesuffix("-dark") not in shown:
            message = "no page shows this drawing: delete it, or keep pictures drawn by hand in another folder"
            errors.append(PageError(f"docs/figures/{file.name}", 1, message))
    return errors
