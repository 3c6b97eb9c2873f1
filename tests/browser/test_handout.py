"""The handouts: nothing lost on the way to paper, nothing cut, every page number right."""

import io
import re
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from mkdocs.config import load_config
from pypdf import PdfReader

from scripts.publish import chromium
from scripts.model import files
from scripts import handout
from scripts.publish import paper
from scripts.model import project

CONFIG = load_config(str(project.ROOT / "mkdocs.yml"))
PARTS = paper.parts(CONFIG.nav)
POINTS = 72 / 96  # of a pixel
SHEET, SIDE = 210, 30  # millimetres: the width of the paper, and of a margin


@pytest.fixture(scope="module")
def prepared(tmp_path_factory):
    """The site as the command builds it, ready for paper."""
    folder = tmp_path_factory.mktemp("paper") / "site"
    handout.build(folder)
    handout.prepare(folder)
    return folder


@pytest.fixture(scope="module")
def opened(browser, prepared):
    """A part's document as it lies on paper, in a tab: `opened(part)`."""
    width = round((SHEET - 2 * SIDE) / 25.4 * 96)

    @cache
    def opened(part: paper.Part):
        page = browser.new_page(viewport={"width": width, "height": 1000})
        page.emulate_media(media="print")
        handout.open_part(page, part, prepared)
        return page

    return opened


def built(site, path: str):
    return next(page for page in site.pages if page.name == f"{path}/index.html")


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


def headings(page) -> list[str]:
    return [squeezed(each.text).removesuffix("#") for each in page.all("h1", "h2")]


def test_the_parts_are_those_of_the_navigation():
    assert list(PARTS) == ["idea", "data", "networks", "labs"]
    assert PARTS["idea"].title == "The idea"
    assert PARTS["idea"].pages[:3] == ("idea/index", "idea/loss", "idea/slope")
    assert PARTS["labs"].pages[1] == "labs/own-data"


@pytest.mark.parametrize("name", PARTS)
def test_nothing_is_cut_or_lost(opened, site, name):
    part = PARTS[name]
    page = opened(part)
    assert page.evaluate(CUT) == []
    assert page.evaluate("[...document.images].filter((i) => !i.naturalWidth).map((i) => i.src)") == []
    sources = [built(site, path) for path in part.pages[1:]]
    figures = [e["alt"] for source in sources for e in source.all("img") if e["class"] == "light-only"]
    assert page.evaluate("[...document.images].map((i) => i.alt).filter(Boolean)") == figures
    blocks = sum(e["class"].split()[:1] == ["output"] for source in sources for e in source.all("div"))
    assert page.locator(".output:visible").count() == blocks
    answers = sum(e["class"] in ("answer", "hint", "solution") for source in sources for e in source.all("details"))
    assert page.locator(".unfolded:visible").count() == answers
    ids = page.evaluate("[...document.querySelectorAll('[id]')].map((e) => e.id)")
    assert len(ids) == len(set(ids))
    assert page.evaluate(ASTRAY) == []


# What goes over the right edge, but for the ground behind a word of code that ends a line. No box scrolls on paper.
CUT = """() => {
  const edge = document.querySelector("main").getBoundingClientRect().right + 8;
  return [...document.querySelectorAll("main, main *")]
    .filter((e) => e.getBoundingClientRect().right > edge || (e.scrollWidth > e.clientWidth + 1 && e.clientWidth
      && getComputedStyle(e).overflowX !== "visible"))
    .map((e) => e.outerHTML.slice(0, 120));
}"""

ASTRAY = """() => [...document.querySelectorAll("a[href]")]
  .map((a) => a.getAttribute("href"))
  .filter((href) => href.startsWith("#") ? !document.getElementById(href.slice(1)) : !/^(https?|mailto):/.test(href))"""


FORMULAS = """() => [...document.querySelectorAll("math")]
  .filter((e) => e.checkVisibility() && e.getBoundingClientRect().width).map((e) => e.textContent)"""


def test_every_formula_that_the_page_prints_is_in_the_document(opened, visit):
    page = visit("idea/descent/").page
    page.emulate_media(media="print")
    part = PARTS["idea"]
    short = replace(part, name="formulas", pages=(part.pages[0], "idea/descent"))
    assert sorted(opened(short).evaluate(FORMULAS)) == sorted(page.evaluate(FORMULAS))


@pytest.fixture(scope="module")
def lessons():
    """Two lessons that have everything: a table, boxes, checks, explorers, a citation, links to each other."""
    part = PARTS["idea"]
    return replace(part, name="two", pages=(part.pages[0], "idea/descent", "idea/stopping"))


@pytest.fixture(scope="module")
def pdf(opened, lessons):
    return PdfReader(io.BytesIO(handout.printed(opened(lessons))))


@pytest.fixture(scope="module")
def texts(pdf):
    """The text of each page of paper, without spaces."""
    return [squeezed(page.extract_text()) for page in pdf.pages]


def test_lessons_and_sections_come_in_order(pdf, texts, site, lessons):
    assert 15 < len(texts) < 50
    assert {tuple(round(float(side)) for side in page.mediabox[2:]) for page in pdf.pages} == {(595, 842)}
    assert "Theidea" in texts[0]
    assert "Contents" in texts[1]
    links = [link for path in lessons.pages[1:] for link in built(site, path).all("a")]
    text, place = "".join(texts[2:]), 0
    for path in lessons.pages[1:]:
        for heading in headings(built(site, path)):
            place = text.index(heading, place) + len(heading)
    place = text.index("Hintsandsolutions", place)
    cited = {e["href"].split("#")[1] for e in links if "reference/bibliography/#" in e["href"]}
    entries = [squeezed(e.text) for e in built(site, "reference/bibliography").all("p") if e["id"] in cited]
    assert len(entries) > 1
    assert [text.index(entry, place) for entry in entries] == sorted(text.index(entry, place) for entry in entries)


def test_every_page_number_is_right(pdf, texts, opened, lessons):
    """The contents, the references and the bookmarks name the page on which the heading stands."""
    told = [squeezed(each.title) for each in flat(pdf.outline)]
    shown = [squeezed(text) for text in opened(lessons).locator("h1, h2, h3").all_text_contents()]
    assert told == [re.sub(r"(Exercise\d+)page\d+", r"\1", text) for text in shown]
    pages = {squeezed(each.title): pdf.get_destination_page_number(each) + 1 for each in reversed(flat(pdf.outline))}
    for title, number in pages.items():
        assert title in texts[number - 1], (title, number)
    for title in ("Gradientdescent", "Onebowl,oneweight", "Twovalleysandaplateau", "Hintsandsolutions", "Sources"):
        assert f"{title}{pages[title]}" in texts[1]
    assert f"Whentostop(page{pages['Whentostop']})" in "".join(texts)
    solution = next(k for k, text in enumerate(texts, 1) if "Exercise1page" in text)
    exercise = next(k for k, text in enumerate(texts, 1) if f"Hintandsolution:page{solution}" in text)
    assert f"Exercise1page{exercise}" in texts[solution - 1]
    assert "page00" not in "".join(texts)
    for number, text in enumerate(texts[1:], 2):
        assert f"{number}FallLine:Theidea" in text, number


def flat(outline) -> list:
    return [found for each in outline for found in (flat(each) if isinstance(each, list) else [each])]


def test_figures_are_drawings_that_tell_what_they_show(pdf, site, lessons):
    told = [str(element["/Alt"]) for element in elements(pdf, "/Figure") if element.get("/Alt")]
    sources = [built(site, path) for path in lessons.pages[1:]]
    assert told == [e["alt"] for source in sources for e in source.all("img") if e["class"] == "light-only"]
    assert [image.name for page in pdf.pages for image in page.images] == []
    assert str(pdf.trailer["/Root"]["/Lang"]) == "en"
    assert pdf.metadata.title == "Fall Line: The idea"


def elements(pdf, kind: str):
    """The elements of one kind in the structure of the document, in its order."""

    def below(element):
        if element.get("/S") == kind:
            yield element
        children = element.get("/K", [])
        for child in children if isinstance(children, list) else [children]:
            child = child.get_object()
            if hasattr(child, "get") and "/S" in child:
                yield from below(child)

    for top in [pdf.trailer["/Root"]["/StructTreeRoot"]["/K"]]:
        for element in top if isinstance(top, list) else [top]:
            yield from below(element.get_object())


def test_text_and_formulas_are_set_in_the_fonts_of_the_site(pdf, texts):
    fonts = {}
    for page in pdf.pages:
        for font in page["/Resources"]["/Font"].values():
            for each in font.get_object().get("/DescendantFonts", []):
                described = each.get_object()["/FontDescriptor"]
                fonts[str(each.get_object()["/BaseFont"]).split("+")[-1]] = "/FontFile2" in described
    assert {"SourceSerif4-Regular", "SourceSerif4-Italic", "STIXTwoMath-Regular"} <= set(fonts)
    assert all(fonts.values()), fonts
    text = "".join(texts)
    assert {"𝑤", "𝜂", "𝜕", "𝐿"} <= set(text) or {"w", "η", "∂", "L"} <= set(text)
    assert set("←−√≤∑".replace("∑", "")) <= set(text)


def test_a_wide_line_or_table_is_seen(opened):
    """The measure of what is cut can fail."""
    page = opened(PARTS["labs"])
    page.evaluate("""() => {
      const wide = document.querySelector("div.math, p");
      wide.insertAdjacentHTML("afterend", "<p id='wide' style='width:2000px'>wide</p>");
    }""")
    assert page.evaluate(CUT) != []
    page.evaluate("document.getElementById('wide').remove()")
    assert page.evaluate(CUT) == []


# The command


def test_an_unknown_part_is_named(capsys):
    assert handout.main(["idea", "ideas"]) == 2
    told = capsys.readouterr()
    assert (told.out, told.err) == ("", "no such part: ideas. Expected some of idea data networks labs.\n")


def test_no_chromium_is_told(capsys, monkeypatch):
    def nowhere(playwright):
        raise RuntimeError("no Chromium here; install one, for example chromium")

    monkeypatch.setattr(chromium, "start", nowhere)
    monkeypatch.setattr(handout, "sync_playwright", lambda: Nothing())  # one loop a process, and `browser` has it
    assert handout.main(["idea"]) == 2
    assert capsys.readouterr().err == "no Chromium here; install one, for example chromium\n"


class Nothing:
    def __enter__(self):
        return self

    def __exit__(self, *error):
        return None


def test_a_site_that_does_not_build_is_told(tmp_path, monkeypatch):
    (tmp_path / "mkdocs.yml").write_text("site_name: x\nnav:\n  - missing.md\nstrict: true\n")
    (tmp_path / "docs").mkdir()
    monkeypatch.setattr(project, "ROOT", tmp_path)
    with pytest.raises(handout.HandoutError, match=r"(?s)the site does not build:.*missing\.md"):
        handout.build(tmp_path / "site")


def test_a_handout_that_cannot_be_written_is_told_and_the_old_one_stays(tmp_path, monkeypatch, capsys):
    file = tmp_path / "print/fall-line-idea.pdf"
    files.write({file: b"old"})

    def full(path, target):
        raise OSError(28, "No space left on device", str(path))

    monkeypatch.setattr(Path, "replace", full)
    monkeypatch.setattr(project, "ROOT", tmp_path)
    monkeypatch.setattr(handout, "make", lambda names, parts, folder: files.write({folder / file.name: b"new"}))
    monkeypatch.setattr(handout, "load_config", lambda name: CONFIG)
    assert handout.main(["idea"]) == 2
    assert capsys.readouterr().err == f"{file}: cannot be written (No space left on device)\n"
    assert [each.name for each in file.parent.iterdir()] == ["fall-line-idea.pdf"]
    assert file.read_bytes() == b"old"
