"""A figure's two files, for the light theme and the dark, without Matplotlib, which takes half a second to import."""

import ast
import re
from pathlib import Path
from xml.etree import ElementTree

_COLOUR = re.compile(r"#[0-9a-f]{6}\b|#[0-9a-f]{3}\b", re.I)


def paths(name: str) -> tuple[str, str]:
    """The two files of a figure, from the project folder: light, dark."""
    return f"docs/figures/{name}.svg", f"docs/figures/{name}-dark.svg"


def palette(root: Path) -> dict[str, tuple[str, str]]:
    """The palette of figures/style.py, which is a plain dictionary there."""
    style = ast.parse((root / "figures/style.py").read_text("utf-8"))
    assigned = {ast.unparse(node.targets[0]): node.value for node in style.body if isinstance(node, ast.Assign)}
    return ast.literal_eval(assigned["PALETTE"])


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

    if "<image" in light:
        raise ValueError("a picture of pixels cannot follow the theme: draw shapes")
    if _leaves_black(ElementTree.fromstring(light)):
        raise ValueError("colour #000000 is not in the palette of figures/style.py")
    named = re.search(r"(?:fill|stroke|stop-color)\s*[:=]\s*\"?(?!none|url|#|inherit)([a-z]+)", light)
    if named and named[1] not in ("opacity", "width", "rule"):
        raise ValueError(f"colour {named[1]} is not in the palette of figures/style.py")
    return _COLOUR.sub(replace, light)


def _leaves_black(svg: ElementTree.Element) -> bool:
    """Whether a shape has no fill: SVG paints it black, a colour that matplotlib leaves out for that reason."""
    by_id = {element.get("id"): element for element in svg.iter()}

    def visit(element: ElementTree.Element, fill: str | None) -> bool:
        kind = element.tag.rpartition("}")[2]
        fill = element.get("fill", fill)
        if kind in ("defs", "clipPath"):
            return False
        if kind == "use" and fill is None:
            fill = by_id.get(element.get("{http://www.w3.org/1999/xlink}href", "")[1:], element).get("fill")
        if kind in ("path", "rect", "circle", "ellipse", "polygon", "polyline", "use") and fill is None:
            return True
        return any(visit(child, fill) for child in element)

    return visit(svg, None)


figure_files = paths
