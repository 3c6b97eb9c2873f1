"""Print the parts of the site as handouts: print/fall-line-idea.pdf and so on.

python scripts/handout.py [PART…]   (default: all parts)

The site is built into a temporary folder, so site/ stays as it is.
"""

import argparse
import io
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from fontTools.ttLib import TTFont
from fontTools.varLib import instancer
from mkdocs.config import load_config
from playwright.sync_api import Error, Page, sync_playwright
from pypdf import PdfReader, PdfWriter
from pypdf.generic import NameObject, TextStringObject

from figures import style
from scripts.publish import chromium
from scripts.model import files
from scripts.publish import paper
from scripts.model import project

PRINTS = 4  # at most; the first one shows where everything is, the second has the page numbers
FILL = """(pages) => document.querySelectorAll(".page").forEach((place) => {
  place.textContent = pages[place.dataset.to] ?? "?";
})"""
TITLES = """() => [...document.querySelectorAll("h1, h2, h3, h4, h5, h6")].map((heading) => {
  const words = heading.cloneNode(true);
  words.querySelector(".back")?.remove();
  return words.textContent.replace(/\\s+/g, " ").trim();
})"""
READY = """async () => {
  await document.fonts.ready;
  const lost = [...document.fonts].find((font) => font.status === "error");
  if (lost) throw new Error(lost.family);
  await Promise.all([...document.images].map((image) => image.decode()));
}"""


class HandoutError(Exception):
    """Why there is no handout, in words for the terminal."""


def build(site: Path) -> None:
    """Build the site into a folder. Raises HandoutError."""
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(site)]
    run = subprocess.run(command, cwd=project.ROOT, capture_output=True, text=True)
    if run.returncode:
        raise HandoutError(f"the site does not build:\n{(run.stdout + run.stderr).strip()}")


def prepare(site: Path) -> None:
    """Make a built site ready for paper: light figures on white, and upright text in a font for each weight."""
    ground = re.compile(re.escape(style.PAPER), re.I)
    for file in (site / "figures").glob("*.svg"):
        file.write_text(ground.sub("#fff", file.read_text("utf-8")), "utf-8")
    for weight in paper.WEIGHTS:  # a PDF takes a font with one weight as it is, one with many only as drawings
        font = TTFont(site / "fonts/source-serif-4-normal.woff2")
        instancer.instantiateVariableFont(font, {"wght": weight}, inplace=True)
        font.save(site / f"fonts/{weight}.woff2")


def open_part(page: Page, part: paper.Part, site: Path) -> None:
    """Show a part's document in the browser, ready to be printed. Raises HandoutError."""
    file = site / f"handout-{part.name}.html"
    try:
        file.write_text(paper.compose(part, site), "utf-8")
    except (OSError, ValueError) as error:
        raise HandoutError(f"{part.name}: {error}") from None
    page.goto(file.as_uri())
    try:
        page.evaluate(READY)
    except Error as error:
        raise HandoutError(f"{part.name}: a font or a figure is missing ({error.message.splitlines()[0]})") from None


def printed(page: Page) -> bytes:
    """The document as PDF, with the right page numbers in its contents and references."""
    seen: dict[str, int] = {}
    for _ in range(PRINTS):
        data = page.pdf(prefer_css_page_size=True, print_background=True, tagged=True, outline=True)
        found = places(PdfReader(io.BytesIO(data)))
        if found == seen:
            break
        page.evaluate(FILL, found)
        seen = found
    return bookmarked(data, page.evaluate(TITLES))


def bookmarked(data: bytes, titles: list[str]) -> bytes:
    """The PDF with these bookmarks, one for each it has: Chromium doubles words of a heading that begins a page."""
    pdf = PdfWriter(io.BytesIO(data), incremental=True)
    bookmarks = list(_below(pdf.root_object["/Outlines"].get_object()))
    for bookmark, title in zip(bookmarks, titles, strict=True):
        bookmark[NameObject("/Title")] = TextStringObject(title)
    out = io.BytesIO()
    pdf.write(out)
    return out.getvalue()


def _below(bookmark):
    child = bookmark.get("/First")
    while child is not None:
        yield child.get_object()
        yield from _below(child.get_object())
        child = child.get_object().get("/Next")


def places(pdf: PdfReader) -> dict[str, int]:
    """The page of each place that a link of the document leads to."""
    targets = pdf.named_destinations
    return {name.removeprefix("/"): pdf.get_destination_page_number(place) + 1 for name, place in targets.items()}


def make(names: list[str], parts: dict[str, paper.Part], folder: Path) -> None:
    """Print parts into a folder, and say what was made. Raises HandoutError or OSError."""
    with tempfile.TemporaryDirectory(prefix="handout-") as temporary, sync_playwright() as playwright:
        try:
            browser = chromium.start(playwright)
        except RuntimeError as error:
            raise HandoutError(str(error)) from None
        site = Path(temporary, "site")
        build(site)
        prepare(site)
        for name in names:
            begin = time.perf_counter()
            page = browser.new_page()
            open_part(page, parts[name], site)
            data = printed(page)
            page.close()
            target = folder / f"fall-line-{name}.pdf"
            files.write({target: data})
            pages, seconds = len(PdfReader(io.BytesIO(data)).pages), time.perf_counter() - begin
            shown = target.relative_to(project.ROOT) if target.is_relative_to(project.ROOT) else target
            print(f"{shown}: {pages} pages, {len(data) / 1000:,.0f} kB, {seconds:.1f} s", flush=True)
        browser.close()


def main(arguments: list[str]) -> int:
    """The command line. Returns the exit status."""
    parser = argparse.ArgumentParser(prog="handout.py", description="Print parts of the site as PDF files in print/.")
    parser.add_argument("parts", nargs="*", metavar="PART", help="as the folder in docs/: idea, data, …; default: all")
    names = parser.parse_args(arguments).parts
    parts = paper.parts(load_config(str(project.ROOT / "mkdocs.yml")).nav)
    if unknown := [name for name in names if name not in parts]:
        print(f"no such part: {', '.join(unknown)}. Expected some of {' '.join(parts)}.", file=sys.stderr)
        return 2
    try:
        make(list(dict.fromkeys(names)) or list(parts), parts, project.ROOT / "print")
    except HandoutError as error:
        print(error, file=sys.stderr)
        return 2
    except OSError as error:
        print(f"{error.filename}: cannot be written ({error.strerror})", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
