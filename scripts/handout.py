"""Print parts of the built site as PDF: print/fall-line-idea.pdf and so on.

    python scripts/handout.py [PART…]     PART is a folder of docs/, such as idea; default: all parts
    python scripts/handout.py --browser   only say which Chromium would print

It reads site/, so `make print` builds that first.
Exit status: 0 done; 2 something is missing or wrong.
"""

import argparse
import html
import io
import shutil
import sys
from pathlib import Path, PurePosixPath

import lxml.html
from mkdocs.config import load_config
from playwright.sync_api import Browser, Playwright, Route, sync_playwright
from playwright.sync_api import Error as PlaywrightError
from pypdf import PdfReader, PdfWriter

from scripts.model import project

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
OFFLINE = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", OFFLINE]
LINE = (
    '<div style="width: 100%; margin: 0 20mm; display: flex; justify-content: space-between; font: 8pt sans-serif; '
    'color: #555"><span>{left}</span><span>{right}</span></div>'
)
PAGE_NUMBER = 'page <span class="pageNumber"></span> of <span class="totalPages"></span>'
LICENCE = "Text and figures: CC BY 4.0. Code: MIT."


def launch_chromium(playwright: Playwright) -> Browser:
    """Start a Chromium without a window: one on this machine, else Playwright's own. Raises RuntimeError."""
    found = next(filter(None, map(shutil.which, NAMES)), None)
    try:
        return playwright.chromium.launch(executable_path=found, args=FLAGS)
    except PlaywrightError as error:
        reason = error.message.splitlines()[0]
        raise RuntimeError(f"No Chromium starts here ({reason}). To install one: make browser") from None


def parts() -> dict[str, tuple[str, list[str]]]:
    """The title of each part and the addresses of its pages in the site, by the name of its folder, in nav order."""
    found = {}
    for section in load_config(str(project.ROOT / "mkdocs.yml")).nav:
        ((title, pages),) = section.items()
        if isinstance(pages, list) and pages[0].endswith("/index.md"):
            folder, *_ = PurePosixPath(pages[0]).parts
            lessons = [f"{PurePosixPath(page).with_suffix('')}/" for page in pages[1:]]
            found[folder] = (title, [f"{folder}/", *lessons])
    return found


def print_part(browser: Browser, site: Path, part: str, pages: list[str]) -> tuple[bytes, int]:
    """Print the pages of a part, of the site in a folder, as one PDF with a bookmark for each page.

    Returns the file and its number of pages. The browser takes the files for those at the address that the site was
    built for, where links lead. Scripts are off: explorers are their figures, nothing is covered. Raises RuntimeError
    when a page is not there.
    """
    document, data = PdfWriter(), io.BytesIO()
    page = browser.new_page(java_script_enabled=False, color_scheme="light")
    address = lxml.html.parse(site / "index.html").xpath("string(//link[@rel='canonical']/@href)")

    def answer(route: Route) -> None:
        file = site / route.request.url.removeprefix(address)
        file = file / "index.html" if file.is_dir() else file
        route.fulfill(path=file) if file.is_file() else route.fulfill(status=404)

    page.route("**", answer)
    for path in pages:
        if not page.goto(address + path).ok:
            raise RuntimeError(f"{site / path}: there is no such page")
        page.evaluate("document.fonts.ready.then(() => undefined)")
        title = page.title().removesuffix(" · Fall Line")
        left, right = html.escape(f"Fall Line: {part}"), html.escape(title)
        printed = page.pdf(
            format="A4",
            print_background=True,
            display_header_footer=True,
            margin={"top": "25mm", "bottom": "22mm", "left": "20mm", "right": "20mm"},
            header_template=LINE.format(left=left, right=right),
            footer_template=LINE.format(left=LICENCE, right=f"{right}, {PAGE_NUMBER}"),
        )
        document.append(PdfReader(io.BytesIO(printed)), outline_item=title, import_outline=False)
    page.close()
    document.add_metadata({"/Title": f"Fall Line: {part}"})
    document.compress_identical_objects()  # each page brings the same fonts
    document.write(data)
    return data.getvalue(), len(document.pages)


def main(arguments: list[str] | None = None) -> int:
    """The command line. Returns the exit status."""
    known = parts()
    parser = argparse.ArgumentParser(prog="handout.py", description="Print parts of the built site as PDF into print/.")
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"some of {', '.join(known)}; default: all")
    parser.add_argument("--browser", action="store_true", help="only say which Chromium would print")
    options = parser.parse_args(arguments)
    if unknown := [name for name in options.parts if name not in known]:
        parser.error(f"no such part: {', '.join(unknown)}. Expected some of {', '.join(known)}.")
    site = project.ROOT / "site"
    if not options.browser and not (site / "index.html").is_file():
        parser.error("the site is not built. To build it and print: make print")
    try:
        with sync_playwright() as playwright, launch_chromium(playwright) as browser:
            if options.browser:
                print(f"Chromium {browser.version} is here.")
                return 0
            for name in options.parts or known:
                data, count = print_part(browser, site, *known[name])
                project.write(project.ROOT / f"print/fall-line-{name}.pdf", data)
                print(f"print/fall-line-{name}.pdf: {count} pages, {len(data) / 1000:,.0f} kB", flush=True)
    except RuntimeError as error:
        print(error, file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    project.allow_any_console()
    sys.exit(main())
