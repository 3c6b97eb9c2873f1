"""Draw a page's figure: one drawing, two SVG files (light, dark), compared number by number with those on disk."""

import importlib
import io
import re
import sys
import traceback
import warnings
from pathlib import Path
from types import ModuleType

import matplotlib
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.colors import to_hex
from matplotlib.figure import Figure
from matplotlib.text import Text
from scour import scour

from scripts.model import page as pages
from scripts.model import project
from scripts.model.page import Page, PageError
from scripts.model.themes import darken, paths

TOLERANCE = 0.05  # in units of the SVG, of which a figure is 360 wide
SIZE_LIMIT = 30_000  # bytes of one file

_NAME = re.compile(r'(?<=id=")[^"]+|(?<=href="#)[^"]+|(?<=url\(#)[^)]+')
_MARK = re.compile(r'(?P<colour>"#[0-9a-f]{3,6}")|[\s,]*(?P<number>[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?)')
_STYLE_RULE = re.compile(r"<style[^>]*>\*\{stroke-linejoin: round; stroke-linecap: butt\}</style>")
_COMMENT = re.compile(r"<!--.*?-->", re.S)
_SPACE = re.compile(r">\s+<")
_REFERENCE = re.compile(r'(?:href="#|url\(#)([^")]+)')
_ID = re.compile(r' id="([^"]+)"')
_SCOUR = scour.sanitizeOptions(
    scour.parse_args(
        [
            "--set-precision=5",
            "--set-c-precision=5",
            "--enable-id-stripping",
            "--enable-comment-stripping",
            "--shorten-ids",
            "--strip-xml-prolog",
            "--remove-descriptive-elements",
            "--no-line-breaks",
            "--indent=none",
            "-q",
        ]
    )
)


class Namespace:
    """What `draw` gets: the names that the page has defined above its figure, as attributes."""

    def __init__(self, names: dict[str, object]):
        self.__dict__.update(names)

    def __getattr__(self, name: str):
        raise AttributeError(f"the page has not defined {name} above this figure")


def draw(name: str, namespace: dict[str, object], root: Path, page: str, line: int) -> dict[str, str]:
    """Draw figure `name` from a page's namespace: its two files, path to SVG text.

    Raises PageError when there is no such module, when `draw` fails, or when the drawing breaks a rule of the
    style: a colour outside the palette, or more than SIZE_LIMIT bytes.
    """
    source = f"figures/{name}.py"
    if not (root / source).is_file():
        raise PageError(page, line, project.no_module(name))
    try:
        looks = style(root)
        with matplotlib.rc_context(looks.RC), warnings.catch_warnings():
            warnings.simplefilter("error")
            figure = importlib.import_module(f"figures.{name}").draw(Namespace(namespace))
            if not isinstance(figure, Figure):
                raise TypeError(f"draw returned {type(figure).__name__}, expected a matplotlib Figure")
            light = svg(figure)
    except KeyboardInterrupt:
        raise
    except BaseException as error:
        frames = traceback.extract_tb(error.__traceback__)
        at = [frame.lineno for frame in frames if Path(frame.filename) == root / source]
        if isinstance(error, SyntaxError) and error.filename == str(root / source):
            at.append(error.lineno or 1)
        what = traceback.format_exception_only(error)[-1].strip()
        raise PageError(page, line, f"figure {name}: {source}:{at[-1] if at else 1}: {what}") from error
    try:
        return dict(zip(paths(name), (light, _dark(light, looks)), strict=True))
    except ValueError as error:
        raise PageError(page, line, f"figure {name}: {source}: {error}") from error


def picture(figure: Figure, root: Path, page: Page, step: pages.Figure) -> str:
    """The SVG text of a figure that a lab's cell shows. Raises PageError when it breaks a rule of the style."""
    looks = style(root)
    colours = {light for light, _ in looks.PALETTE.values()}
    try:
        if figure.get_figwidth() != looks.LAB["figure.figsize"][0]:
            raise ValueError(f"{figure.get_figwidth():g} inches wide, expected 5: leave figsize out, or (5, height)")
        with matplotlib.rc_context(looks.LAB), warnings.catch_warnings():
            warnings.simplefilter("error")
            for words in figure.findobj(Text):
                if (colour := to_hex(words.get_color())) in colours:
                    words.set_color(looks.text(colour))
            light = svg(figure)
        _dark(light, looks)
    except Exception as error:
        raise page.error(step.line, f"the cell's figure: {error}") from error
    return light


def style(root: Path) -> ModuleType:
    """figures/style.py."""
    if str(root) not in sys.path:
        sys.path.insert(0, str(root))
    return importlib.import_module("figures.style")


def _dark(light: str, looks: ModuleType) -> str:
    """The dark partner of a drawing that keeps the rules. Raises ValueError for one that does not."""
    dark = darken(light, looks.PALETTE)
    if len(light.encode()) > SIZE_LIMIT:
        raise ValueError(f"{len(light.encode()):,} bytes of SVG, expected at most {SIZE_LIMIT:,}: draw fewer points")
    return dark


def svg(figure: Figure) -> str:
    """A figure as SVG text: no date, no creator, text as paths, made small."""
    buffer = io.StringIO()
    FigureCanvasSVG(figure).print_svg(buffer, metadata={"Date": None, "Creator": None, "Format": None, "Type": None})
    # matplotlib's one style rule would override what scour turns into attributes; as attributes of the root, it yields.
    text, found = _STYLE_RULE.subn("", buffer.getvalue())
    assert found == 1, "matplotlib writes another style rule than expected"
    text = text.replace("<svg ", '<svg stroke-linejoin="round" stroke-linecap="butt" ', 1)
    # scour would drop these itself, but it visits every element and every space some twenty times before.
    text = _SPACE.sub("><", _COMMENT.sub("", text))
    used = {*_REFERENCE.findall(text)}
    text = _ID.sub(lambda found: found[0] if found[1] in used else "", text)
    return scour.scourString(text, _SCOUR).strip() + "\n"


def difference(file: Path, fresh: str) -> str:
    """Why the file is not the fresh drawing, or an empty string when it is, number by number."""
    try:
        old = file.read_text("utf-8")
    except FileNotFoundError:
        old = None
    except (OSError, UnicodeDecodeError) as error:
        return f"{file.name} cannot be read: {error}"
    return unlike(file.name, old, fresh)


def unlike(name: str, old: str | None, fresh: str) -> str:
    """Why a drawing is not the fresh one, or an empty string when it is, number by number."""
    if old is None:
        return f"{name} does not exist"
    if old == fresh:
        return ""
    (old_marks, old_numbers), (marks, numbers) = _marks(old), _marks(fresh)
    if old_marks != marks:
        return f"{name} has other marks or colours than the page draws now"
    pairs = list(zip(old_numbers, numbers, strict=True))
    wrong = [(a, b) for a, b in pairs if abs(a - b) > TOLERANCE]
    if not wrong:
        return ""
    return f"{name}: {len(wrong)} of {len(pairs)} numbers differ, the first is {wrong[0][0]:g}, drawn {wrong[0][1]:g}"


def _marks(drawing: str) -> tuple[str, list[float]]:
    """A drawing without its numbers, and those. Names depend on the last bits, so each is one sign, in their order."""
    names: dict[str, str] = {}
    drawing = _NAME.sub(lambda name: names.setdefault(name[0], chr(0xE000 + len(names))), drawing)
    numbers = [float(mark["number"]) for mark in _MARK.finditer(drawing) if mark["number"]]
    return _MARK.sub(lambda mark: mark["colour"] or " 0", drawing), numbers
