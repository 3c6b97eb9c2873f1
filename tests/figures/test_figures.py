"""The figures on the pages: one drawing in two themes, in the palette's colours, small, and the same on each run."""

import os
import re
import subprocess
import sys
from functools import cache
from xml.etree import ElementTree

import pytest

from figures import style
from scripts.model import draw as drawing
from scripts.model import project
from scripts.model import run as running
from scripts.model import themes
from scripts.model.notebook import Notebook
from scripts.model.page import Code, Figure, Page

ROOT = project.ROOT
COLOUR = re.compile(r"#[0-9a-f]{6}|(?<=\")#[0-9a-f]{3}(?=\")")
SAMPLE = 12  # figures to draw again, of all that there are


@cache
def shown() -> dict[str, tuple[Page, Figure]]:
    """Every figure by name, with the page that shows it."""
    loaded = [project.load(ROOT, file) for file in project.page_files(ROOT)]
    return {step.name: (page, step) for page in loaded for step in page.steps if isinstance(step, Figure)}


FIGURES = sorted(shown())
REDRAWN = FIGURES[:: max(1, len(FIGURES) // SAMPLE)]


def files(name: str) -> tuple[str, str]:
    page, light, dark = shown()[name][0], *themes.paths(name)
    if isinstance(page, Notebook):  # which holds the light one
        return page.pictures[name], themes.darken(page.pictures[name], style.PALETTE)
    return (ROOT / light).read_text("utf-8"), (ROOT / dark).read_text("utf-8")


def long(colour: str) -> str:
    """#abc as #aabbcc."""
    return colour if len(colour) == 7 else "#" + "".join(2 * digit for digit in colour[1:])


def draw(name: str) -> dict[str, str]:
    """Draw a figure from its page's run: file to SVG."""
    page, figure = shown()[name]
    run = running.Run(page, ROOT)
    for step in page.steps:
        if step is figure and isinstance(page, Notebook):
            light = drawing.picture(run.shown[0], ROOT, page, figure)
            return dict(zip(themes.paths(name), (light, themes.darken(light, style.PALETTE)), strict=True))
        if step is figure:
            return drawing.draw(name, run.namespace, ROOT, page.path, figure.line)
        if isinstance(step, Code):
            run.step(step)
    raise AssertionError(name)


def test_there_are_figures():
    assert FIGURES


@pytest.mark.parametrize("name", FIGURES)
def test_light_and_dark_differ_only_in_colour_and_each_colour_is_of_the_palette(name):
    light, dark = files(name)
    assert COLOUR.sub("colour", light) == COLOUR.sub("colour", dark)
    partner = {day.lower(): night.lower() for day, night in style.PALETTE.values()}
    pairs = {(long(day), long(night)) for day, night in zip(COLOUR.findall(light), COLOUR.findall(dark), strict=True)}
    assert pairs
    assert pairs <= set(partner.items())


@pytest.mark.parametrize("name", FIGURES)
def test_file_is_small_and_complete_in_itself(name):
    for text in files(name):
        assert len(text.encode()) <= 30_000
        root = ElementTree.fromstring(text)
        tags = {element.tag.rpartition("}")[2] for element in root.iter()}
        assert tags <= {"svg", "g", "defs", "style", "clipPath", "path", "rect", "use", "circle", "polygon", "line"}
        links = re.findall(r"(?:href=|url\()[\"']?([^\"')]+)", text)
        assert all(link.startswith("#") for link in links)
        assert re.fullmatch(r"0 0 360 [\d.]+", root.get("viewBox"))


@pytest.mark.parametrize("name", REDRAWN)
def test_figure_drawn_twice_is_the_same_to_the_byte(name):
    first = draw(name)
    assert draw(name) == first
    assert set(first) == {f"docs/figures/{name}.svg", f"docs/figures/{name}-dark.svg"}


def test_figure_drawn_in_another_process_is_the_same_to_the_byte():
    """Another seed of hashes and another order of figures make no difference."""
    names = REDRAWN[::4]
    code = (
        "import sys; sys.path.insert(0, '.')\n"
        "from tests.figures.test_figures import draw\n"
        f"for name in {names[::-1]!r}:\n    print(hash('x'), draw(name), sep='|')\n"
    )
    seed = "2" if os.environ.get("PYTHONHASHSEED") == "1" else "1"
    environment = os.environ | {"PYTHONHASHSEED": seed}
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    rows = [row.partition("|") for row in done.stdout.splitlines()]
    assert rows[0][0] != str(hash("x"))
    assert [row[2] for row in rows] == [str(draw(name)) for name in names[::-1]]


# Contrast, by the formula of WCAG 2.2


def luminance(colour: str) -> float:
    channels = [int(colour[k : k + 2], 16) / 255 for k in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    lower, higher = sorted([luminance(one), luminance(other)])
    return (higher + 0.05) / (lower + 0.05)


def test_contrast_formula():
    assert contrast("#ffffff", "#000000") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.005)
    assert contrast("#949494", "#ffffff") == pytest.approx(3.03, abs=0.005)


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize("name", sorted(set(style.PALETTE) - {"PAPER", "RULE", "SHADE"}))
def test_lines_and_texts_stand_out_from_the_paper(name, theme):
    least = 4.5 if name.endswith("_TEXT") or name in ("INK", "MUTED") else 3.0
    assert contrast(style.PALETTE[name][theme], style.PALETTE["PAPER"][theme]) >= least


def test_each_line_colour_has_one_for_text_and_none_stands_twice():
    for colour in ("ORANGE", "GREEN", "VERMILION", "BLUE", "PURPLE"):
        assert style.text(style.PALETTE[colour][0]) == style.PALETTE[f"{colour}_TEXT"][0]
    days = [day for day, _ in style.PALETTE.values()]
    assert len(set(days)) == len(days)
    with pytest.raises(ValueError, match="not in the palette"):
        style.text("#123456")


# Whether a file is fresh: number by number, with a little room

SVG = (
    '<svg viewBox="0 0 360 216"><defs><path id="a" d="m0 0v3.5" stroke="#a3adbd"/><path id="b" d="m1 2h3"/></defs>'
    '<path d="m10.5 20.25 3.8163-0.0001 2.5.5" fill="#00e100"/><use x="5" xlink:href="#a"/><use xlink:href="#b"/>'
    '<g clip-path="url(#c)"/><clipPath id="c"/></svg>\n'
)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("10.5", "10.501"),
        ("3.8163", "3.8153"),
        ("-0.0001", " .0001"),
        ("2.5.5", "2.501 0.499"),
        ("\n", "\r\n"),
        ("#a", "#a"),
    ],
)
def test_drawing_that_differs_by_a_thousandth_is_fresh(tmp_path, old, new):
    file = tmp_path / "x.svg"
    assert old in SVG
    file.write_bytes(SVG.replace(old, new).encode())
    assert drawing.difference(file, SVG) == ""


def test_drawing_whose_marks_are_named_otherwise_is_fresh(tmp_path):
    """The names of marks come from a hash of their numbers, so the last bits of a processor can change them."""
    file = tmp_path / "x.svg"
    swapped = {"a": "b", "b": "c", "c": "a"}
    file.write_text(re.sub(r'((?:id=|href=|url\()"?#?)([abc])\b', lambda m: m[1] + swapped[m[2]], SVG))
    assert file.read_text() != SVG
    assert drawing.difference(file, SVG) == ""


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("10.5", "10.6", "x.svg: 1 of 17 numbers differ, the first is 10.6, drawn 10.5"),
        ("20.25", "-20.25", "x.svg: 1 of 17 numbers differ, the first is -20.25, drawn 20.25"),
        ("#00e100", "#00e200", "x.svg has other marks or colours than the page draws now"),
        ("#a3adbd", "#a4adbd", "x.svg has other marks or colours than the page draws now"),
        (" 2.5.5", "", "x.svg has other marks or colours than the page draws now"),
        ("m10.5", "M10.5", "x.svg has other marks or colours than the page draws now"),
        ('href="#b"', 'href="#a"', ""),
    ],
)
def test_drawing_that_differs_by_more_is_stale(tmp_path, old, new, reason):
    file = tmp_path / "x.svg"
    assert SVG.count(old) == 1
    file.write_text(SVG.replace(old, new))
    found = drawing.difference(file, SVG)
    assert found
    assert not reason or found == reason


def test_drawing_that_is_missing_or_unreadable_is_stale(tmp_path):
    assert drawing.difference(tmp_path / "x.svg", SVG) == "x.svg does not exist"
    (tmp_path / "x.svg").write_bytes(b"\xff\xfe")
    assert drawing.difference(tmp_path / "x.svg", SVG).startswith("x.svg cannot be read: ")


@pytest.mark.parametrize("name", REDRAWN[:3])
def test_any_number_of_a_real_drawing_that_moves_is_noticed(name, tmp_path):
    text, _ = files(name)
    body = text.index("<path")
    numbers = [m for m in re.finditer(r"(?<![#\w.])\d+\.\d+(?![\w.])", text) if m.start() > body]
    assert len(numbers) > 50
    for match in numbers[:: len(numbers) // 25]:
        (tmp_path / "x.svg").write_text(f"{text[: match.start()]}{float(match[0]) + 0.2:.3f}{text[match.end() :]}")
        assert drawing.difference(tmp_path / "x.svg", text)


def test_the_palette_can_be_read_without_matplotlib():
    assert themes.palette(ROOT) == style.PALETTE
    heavy = "import sys, scripts.finish, scripts.labs, scripts.lesson; print({'matplotlib', 'numpy'} & {*sys.modules})"
    run = subprocess.run([sys.executable, "-c", heavy], cwd=ROOT, capture_output=True, text=True, check=True)
    assert run.stdout == "set()\n"


def test_the_site_has_the_colours_of_the_figures():
    """A figure's paper meets the page's, so the two must be one colour in both themes."""
    css = (ROOT / "docs/stylesheets/palette.css").read_text("utf-8")
    day, night = css.split("@media screen", 1)
    for name, colours in style.PALETTE.items():
        variable = name.lower().replace("_", "-")
        for rules, colour in zip((day, night), colours, strict=True):
            assert re.search(rf"--{variable}: (#\w+);", rules)[1] == colour, variable
