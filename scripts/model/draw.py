"""Draw a page's figure: one drawing, two SVG files (light, dark), compared number by number with those on disk.

Matplotlib, which takes half a second to import, is imported by what draws only.
"""

import ast
import importlib
import io
import re
import traceback
import warnings
from pathlib import Path
from xml.etree import ElementTree

from scripts.model import isolation
from scripts.model.page import Figure as FigureStep
from scripts.model.page import Page

TOLERANCE = 0.05  # in units of the SVG, of which a figure is 360 wide
SIZE_LIMIT = 30_000  # bytes of one file

_COLOUR = re.compile(r"#[0-9a-f]{6}\b|#[0-9a-f]{3}\b", re.I)
_NAME = re.compile(r'(?<=id=")[^"]+|(?<=href="#)[^"]+|(?<=url\(#)[^)]+')
_MARK = re.compile(r'(?P<colour>"#[0-9a-f]{3,6}")|[\s,]*(?P<number>[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?)')
_CLOSING = re.compile(r"(?<=[\d\s])z(?=[\"mM])")  # a path whose ends meet may lack it: that rests on the last bits
_STYLE_RULE = re.compile(r"<style[^>]*>\*\{stroke-linejoin: round; stroke-linecap: butt\}</style>")
_NO_SHAPE = re.compile(r"(?:\s|<!--.*?-->|<metadata>.*?</metadata>)+(?=<)", re.S)  # a quarter of what scour takes
_SHAPES = ("path", "rect", "circle", "ellipse", "polygon", "polyline", "use")
_SCOUR = ["--set-precision=5", "--set-c-precision=5", "--no-line-breaks", "--indent=none", "--strip-xml-prolog", "-q"]
_SCOUR += ["--enable-id-stripping", "--shorten-ids"]


class Namespace:
    """What `draw` gets: the names that the page has defined above its figure, as attributes."""

    def __init__(self, names: dict[str, object]):
        self.__dict__.update(names)

    def __getattr__(self, name: str):
        raise AttributeError(f"the page has not defined {name} above this figure")


def figure_files(name: str) -> tuple[str, str]:
    """The two files of a figure, from the project folder: light, dark."""
    return f"docs/figures/{name}.svg", f"docs/figures/{name}-dark.svg"


def palette(root: Path) -> dict[str, tuple[str, str]]:
    """The palette of figures/style.py, name to light and dark colour, read without importing it."""
    style = ast.parse((root / "figures/style.py").read_text("utf-8"))
    assigned = {ast.unparse(node.targets[0]): node.value for node in style.body if isinstance(node, ast.Assign)}
    return ast.literal_eval(assigned["PALETTE"])


def draw(step: FigureStep, namespace: dict[str, object], root: Path, page: Page) -> dict[str, str]:
    """Draw a figure from a page's namespace: its two files, path to SVG text.

    Raises PageError when its module imports another figure, when `draw` fails, or when the drawing breaks a rule of
    the style: a colour outside the palette, or more than SIZE_LIMIT bytes.
    """
    import matplotlib
    from matplotlib.figure import Figure

    from figures import style

    source = f"figures/{step.name}.py"
    try:
        for line, name in isolation.repository_imports((root / source).read_text("utf-8"), str(root / source)):
            if name.partition(".style")[0] != "figures":  # the cache knows that figures rest on the style alone
                raise ImportError(f"line {line}: of this project, a figure imports figures.style only")
        with matplotlib.rc_context(style.RC), warnings.catch_warnings():
            warnings.simplefilter("error")
            figure = importlib.import_module(f"figures.{step.name}").draw(Namespace(namespace))
            if not isinstance(figure, Figure):
                raise TypeError(f"draw returned {type(figure).__name__}, expected a matplotlib Figure")
            light = svg(figure)
        return dict(zip(figure_files(step.name), (light, _dark(light)), strict=True))
    except (Exception, SystemExit, isolation.TimeLimitError) as error:
        frames = traceback.extract_tb(error.__traceback__)
        lines = [frame.lineno for frame in frames if Path(frame.filename) == root / source]
        if isinstance(error, SyntaxError) and error.filename == str(root / source):
            lines.append(error.lineno or 1)
        what = traceback.format_exception_only(error)[-1].strip()
        raise page.error(step.line, f"figure {step.name}: {source}:{lines[-1] if lines else 1}: {what}") from error


def picture(figure, page: Page, step: FigureStep) -> str:
    """The SVG text of the figure that a lab's cell shows. Raises PageError when it breaks a rule of the style."""
    import matplotlib
    from matplotlib.colors import to_hex
    from matplotlib.text import Text

    from figures import style

    colours = {light for light, _ in style.PALETTE.values()}
    try:
        if figure.get_figwidth() != style.LAB["figure.figsize"][0]:
            raise ValueError(f"{figure.get_figwidth():g} inches wide, expected 5: leave figsize out, or (5, height)")
        with matplotlib.rc_context(style.LAB), warnings.catch_warnings():
            warnings.simplefilter("error")
            for words in figure.findobj(Text):
                if (colour := to_hex(words.get_color())) in colours:
                    words.set_color(style.text(colour))
            light = svg(figure)
        _dark(light)
    except Exception as error:
        raise page.error(step.line, f"the cell's figure: {error}") from error
    return light


def _dark(light: str) -> str:
    """The dark partner of a drawing that keeps the rules. Raises ValueError for one that does not."""
    from figures import style

    if len(light.encode()) > SIZE_LIMIT:
        raise ValueError(f"{len(light.encode()):,} bytes of SVG, expected at most {SIZE_LIMIT:,}: draw fewer points")
    if "<image" in light:
        raise ValueError("a picture of pixels cannot follow the theme: draw shapes")
    if _has_black_shape(ElementTree.fromstring(light)):
        raise ValueError("colour #000000 is not in the palette of figures/style.py")
    return darken(light, style.PALETTE)


def darken(light: str, palette: dict[str, tuple[str, str]]) -> str:
    """The same drawing with each palette colour replaced by its dark partner. Raises ValueError for any other."""
    partner = {day.lower(): night.lower() for day, night in palette.values()}

    def replace(match: re.Match) -> str:
        colour = match[0].lower()
        if len(colour) == 4:
            colour = "#" + "".join(2 * digit for digit in colour[1:])
        if colour not in partner:
            raise ValueError(f"colour {colour} is not in the palette of figures/style.py")
        return partner[colour]

    return _COLOUR.sub(replace, light)


def _has_black_shape(element: ElementTree.Element, fill: str | None = None) -> bool:
    """Whether a shape has no fill: SVG paints it black, a colour that matplotlib leaves out for that reason."""
    kind = element.tag.rpartition("}")[2]
    fill = element.get("fill", fill)
    if kind in ("defs", "clipPath"):
        return False
    return (kind in _SHAPES and fill is None) or any(_has_black_shape(child, fill) for child in element)


def svg(figure) -> str:
    """A matplotlib figure as SVG text: no date, no creator, text as paths, made small."""
    from matplotlib.backends.backend_svg import FigureCanvasSVG
    from scour import scour

    buffer = io.StringIO()
    FigureCanvasSVG(figure).print_svg(buffer, metadata={"Date": None, "Creator": None, "Format": None, "Type": None})
    # matplotlib's one style rule would override what scour turns into attributes; as attributes of the root, it yields.
    text, found = _STYLE_RULE.subn("", _NO_SHAPE.sub("", buffer.getvalue()))
    assert found == 1, "matplotlib writes another style rule than expected"
    text = text.replace("<svg ", '<svg stroke-linejoin="round" stroke-linecap="butt" ', 1)
    return scour.scourString(text, scour.sanitizeOptions(scour.parse_args(_SCOUR))).strip() + "\n"


def difference(name: str, old: str | None, fresh: str) -> str:
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
    drawing = _CLOSING.sub("", drawing)
    drawing = _NAME.sub(lambda name: names.setdefault(name[0], chr(0xE000 + len(names))), drawing)
    numbers = [float(mark["number"]) for mark in _MARK.finditer(drawing) if mark["number"]]
    return _MARK.sub(lambda mark: mark["colour"] or " 0", drawing), numbers
