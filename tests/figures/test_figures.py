"""The figures on the pages: one drawing in two themes, in the palette's colours, small, and the same on each run."""

import json
import os
import re
import subprocess
import sys
from xml.etree import ElementTree

import pytest

from figures import style
from scripts.model import draw, project, run
from scripts.model.notebook import Notebook
from scripts.model.page import Code, Figure
from scripts.model.project import ROOT

PAGES = [*project.load_all(ROOT)[0].values()]
SHOWN = {step.name: (page, step) for page in PAGES for step in page.steps if isinstance(step, Figure)}
PARTNER = {day.lower(): night.lower() for day, night in style.PALETTE.values()}
COLOUR = re.compile(r"#[0-9a-f]{6}|(?<=\")#[0-9a-f]{3}(?=\")")
TAGS = {"svg", "g", "defs", "style", "clipPath", "path", "rect", "use", "circle", "polygon", "line"}


def drawings(name: str) -> tuple[str, str]:
    """The light and the dark drawing of a figure. A lab holds the light one."""
    page = SHOWN[name][0]
    if isinstance(page, Notebook):
        return page.pictures[name], draw.darken(page.pictures[name], style.PALETTE)
    light, dark = draw.figure_files(name)
    return (ROOT / light).read_text("utf-8"), (ROOT / dark).read_text("utf-8")


def long(colour: str) -> str:
    """#abc as #aabbcc."""
    return colour if len(colour) == 7 else "#" + "".join(2 * digit for digit in colour[1:])


def faults(name: str) -> list[str]:
    """The rules that a figure's files break."""
    light, dark = drawings(name)
    roots = [ElementTree.fromstring(text) for text in (light, dark)]
    pairs = {(long(a), long(b)) for a, b in zip(COLOUR.findall(light), COLOUR.findall(dark), strict=False)}
    links = re.findall(r"(?:href=|url\()[\"']?([^\"')]+)", light)
    rules = {
        "dark is not light in other colours": COLOUR.sub("colour", light) == COLOUR.sub("colour", dark),
        "colours outside the palette, or with another partner": pairs and pairs <= set(PARTNER.items()),
        "more than 30 KB": max(len(light.encode()), len(dark.encode())) <= 30_000,
        "other tags": {each.tag.rpartition("}")[2] for root in roots for each in root.iter()} <= TAGS,
        "links to other files": all(link.startswith("#") for link in links),
        "not 360 wide": all(re.fullmatch(r"0 0 360 [\d.]+", root.get("viewBox")) for root in roots),
    }
    return [f"{name}: {rule}" for rule, kept in rules.items() if not kept]


def test_figures_keep_the_rules():
    assert len(SHOWN) > 40
    assert [fault for name in SHOWN for fault in faults(name)] == []


def test_a_figure_is_a_module_of_at_most_60_lines():
    modules = [file for file in (ROOT / "figures").glob("*.py") if file.stem != "style"]
    assert {file.stem for file in modules} == {name for name, (page, _) in SHOWN.items() if page.meta.kind != "lab"}
    lines = {file.name: file.read_text("utf-8").count("\n") for file in modules}
    assert {name: count for name, count in lines.items() if count > 60} == {}


def redrawn(names: list[str]) -> dict[str, str]:
    """Figures drawn from the runs of their pages, the light drawing of each."""
    found = {}
    for name in names:
        page, figure = SHOWN[name]
        this = run.Run(page, ROOT)
        for step in page.steps[: page.steps.index(figure)]:
            if isinstance(step, Code):
                this.step(step)
        found[name] = draw.draw(figure, this.namespace, ROOT, page)[draw.figure_files(name)[0]]
    return found


@pytest.mark.all
def test_figures_drawn_in_another_process_are_the_same_to_the_byte():
    """Another seed of hashes and another order make no difference."""
    names = sorted(name for name, (page, _) in SHOWN.items() if page.meta.kind != "lab")[::20]
    code = f"import json; from tests.figures.test_figures import redrawn; print(json.dumps(redrawn({names[::-1]})))"
    seed = "2" if os.environ.get("PYTHONHASHSEED") == "1" else "1"
    variables = os.environ | {"PYTHONHASHSEED": seed, "OPENBLAS_NUM_THREADS": "1"}
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=variables, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == redrawn(names)


# Contrast, by the formula of WCAG 2.2


def luminance(colour: str) -> float:
    channels = [int(colour[k : k + 2], 16) / 255 for k in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    lower, higher = sorted([luminance(one), luminance(other)])
    return (higher + 0.05) / (lower + 0.05)


def test_lines_and_texts_are_seen_on_the_paper_in_both_themes():
    assert contrast("#ffffff", "#000000") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.005)
    weak = []
    for name in set(style.PALETTE) - {"PAPER", "RULE", "SHADE"}:
        least = 4.5 if name.endswith("_TEXT") or name in ("INK", "MUTED") else 3.0
        for theme, colour, paper in zip(("light", "dark"), style.PALETTE[name], style.PALETTE["PAPER"], strict=True):
            if contrast(colour, paper) < least:
                weak.append(f"{name}, {theme}: {contrast(colour, paper):.2f}")
    assert weak == []


def test_each_line_colour_has_one_for_text_and_none_is_there_twice():
    for colour in ("ORANGE", "GREEN", "VERMILION", "BLUE", "PURPLE"):
        assert style.text(style.PALETTE[colour][0]) == style.PALETTE[f"{colour}_TEXT"][0]
    assert len(PARTNER) == len(style.PALETTE)
    with pytest.raises(ValueError, match="not in the palette"):
        style.text("#123456")


def test_the_site_has_the_colours_of_the_figures():
    """A figure's paper meets the page's, so the two must be one colour in both themes."""
    assert draw.palette(ROOT) == style.PALETTE
    css = (ROOT / "docs/stylesheets/palette.css").read_text("utf-8")
    for rules, theme in zip(css.split("@media screen", 1), (0, 1), strict=True):
        found = {name: re.search(rf"--{name.lower().replace('_', '-')}: (#\w+);", rules) for name in style.PALETTE}
        assert {name: match and match[1] for name, match in found.items()} == {
            name: colours[theme] for name, colours in style.PALETTE.items()
        }


# Whether a drawing is fresh: number by number, with a little room

SVG = (
    '<svg viewBox="0 0 360 216"><defs><path id="a" d="m0 0v3.5" stroke="#a3adbd"/><path id="b" d="m1 2h3"/></defs>'
    '<path d="m10.5 20.25 3.8163-0.0001 2.5.5" fill="#00e100"/><use x="5" xlink:href="#a"/><use xlink:href="#b"/>'
    '<g clip-path="url(#c)"/><clipPath id="c"/></svg>\n'
)
OTHER = "x.svg has other marks or colours than the page draws now"


def test_a_drawing_is_fresh_when_its_numbers_differ_by_a_thousandth_at_most():
    assert draw.difference("x.svg", None, SVG) == "x.svg does not exist"
    swapped = {"a": "b", "b": "c", "c": "a"}  # names of marks come from a hash of their numbers
    renamed = re.sub(r'((?:id=|href=|url\()"?#?)([abc])\b', lambda m: m[1] + swapped[m[2]], SVG)
    assert renamed != SVG
    assert draw.difference("x.svg", renamed, SVG) == ""
    for old, new in [("10.5", "10.501"), ("3.8163", "3.8153"), ("-0.0001", " .0001"), ("2.5.5", "2.501 0.499")]:
        assert draw.difference("x.svg", SVG.replace(old, new), SVG) == "", new
    for old, new, reason in [
        ("10.5", "10.6", "x.svg: 1 of 17 numbers differ, the first is 10.6, drawn 10.5"),
        ("20.25", "-20.25", "x.svg: 1 of 17 numbers differ, the first is -20.25, drawn 20.25"),
        *(
            ("#00e100", "#00e200", OTHER),
            ("#a3adbd", "#a4adbd", OTHER),
            (" 2.5.5", "", OTHER),
            ("m10.5", "M10.5", OTHER),
        ),
        ('href="#b"', 'href="#a"', OTHER),
    ]:
        assert SVG.count(old) == 1
        assert draw.difference("x.svg", SVG.replace(old, new), SVG) == reason


def test_any_number_of_a_real_drawing_that_moves_is_noticed():
    for name in sorted(SHOWN)[::30]:
        text = drawings(name)[0]
        found = [m for m in re.finditer(r"(?<![#\w.])\d+\.\d+(?![\w.])", text) if m.start() > text.index("<path")]
        assert len(found) > 40
        for match in found[:: len(found) // 25]:
            moved = f"{text[: match.start()]}{float(match[0]) + 0.2:.3f}{text[match.end() :]}"
            assert draw.difference("x.svg", moved, text), f"{name}: {match[0]}"
