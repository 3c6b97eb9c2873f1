"""The zip: the whole site from the file system, opened as a reader does who has unpacked it."""

import re
import subprocess
import sys
import zipfile
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from playwright.sync_api import Page

from scripts import archive, project
from scripts.built import Built

EVERY = "\n".join  # all problems at once


@pytest.fixture(scope="module")
def unpacked(site, tmp_path_factory) -> Path:
    """The folder that a reader gets."""
    folder = tmp_path_factory.mktemp("unpacked place")  # with a space, as readers' folders have
    run = subprocess.run(
        [sys.executable, "scripts/archive.py", site.folder, folder / "site.zip"],
        cwd=project.ROOT,
        capture_output=True,
        text=True,
    )
    assert run.returncode == 0, run.stderr
    assert re.fullmatch(r".*site\.zip: \d+ pages, [\d,]+ bytes\. Unpack it and open .*\n", run.stdout)
    with zipfile.ZipFile(folder / "site.zip") as packed:
        packed.extractall(folder)
    return folder / "fall-line"


@pytest.fixture
def reader(browser, unpacked):
    """Open pages of the folder. At the end nothing may have gone wrong on any of them."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, offline=True)
    problems: list[str] = []

    def open_(name: str, page: Page | None = None, scheme: str = "light") -> Page:
        if page is None:
            page = context.new_page()
            page.on("console", lambda message: problems.append(f"{page.url}: {message.type}: {message.text}"))
            page.on("pageerror", lambda error: problems.append(f"{page.url}: error: {error}"))
            page.on("requestfailed", lambda request: failed(request))
            page.on("request", lambda request: elsewhere(request.url))
        page.emulate_media(color_scheme=scheme)
        page.goto((unpacked / name).as_uri())
        return page

    def failed(request) -> None:
        if request.failure != "net::ERR_ABORTED":  # which is what leaving a page does to what is still on its way
            problems.append(f"failed: {request.url} {request.failure}")

    def elsewhere(url: str) -> None:
        if not url.startswith((unpacked.as_uri() + "/", "data:")):
            problems.append(f"elsewhere: {url}")

    yield open_
    context.close()
    assert not problems, EVERY(problems)


def test_every_page_opens_with_its_figures_fonts_and_explorers(unpacked, reader, site):
    pages = sorted(file.relative_to(unpacked).as_posix() for file in unpacked.rglob("*.html"))
    assert pages == sorted(page.name for page in site.content)
    page, wrong = None, []
    for place, name in enumerate(pages):
        page = reader(name, page, ("light", "dark")[place % 2])
        found = page.evaluate(
            """async () => {
              for (const image of document.images) image.loading = "eager";
              const shown = [...document.images].filter((image) => image.offsetParent);
              await Promise.all(shown.map((image) => image.complete || image.decode().catch(() => {})));
              await document.fonts.ready;
              const fonts = [...document.fonts].filter((font) => font.status === "loaded").map((font) => font.family);
              return {
                scheme: document.body.dataset.mdColorScheme,
                blank: shown.filter((image) => !image.naturalWidth).map((image) => image.src),
                waiting: [...document.querySelectorAll(":not(:defined)")].map((element) => element.localName),
                fonts: fonts.some((name) => name.toLowerCase().includes("source serif")),
              };
            }"""
        )
        expected = {"scheme": ("default", "slate")[place % 2], "blank": [], "waiting": [], "fonts": True}
        if found != expected:
            wrong.append(f"{name}: {found}")
    assert not wrong, EVERY(wrong)


class _Links(HTMLParser):
    def __init__(self, text: str):
        super().__init__()
        self.links: list[str] = []
        self.anchors: set[str] = set()
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        named = dict(attributes)
        self.links += [named[name] for name in ("href", "src", "poster", "data") if named.get(name)]
        self.anchors |= {named[name] for name in ("id", "name") if named.get(name)}


def test_every_link_leads_to_a_file_of_the_folder(unpacked):
    pages = {file: _Links(file.read_text("utf-8")) for file in unpacked.rglob("*.html")}
    wrong, count = [], 0
    for file, page in pages.items():
        for link in page.links:
            parts = urlsplit(link)
            if parts.scheme or parts.netloc:
                continue
            count += 1
            target = (file.parent / unquote(parts.path)).resolve() if parts.path else file
            if not target.is_file() or not target.is_relative_to(unpacked):
                wrong.append(f"{file.relative_to(unpacked)}: {link}: no such file")
            elif target in pages and unquote(parts.fragment) not in pages[target].anchors | {"", "__comments"}:
                wrong.append(f"{file.relative_to(unpacked)}: {link}: no such place")
    assert count > 3000
    assert not wrong, EVERY(wrong)


def test_search_finds_a_word_and_opens_its_page(reader):
    page = reader("idea/slope/index.html")
    page.keyboard.press("/")
    page.keyboard.type("backpropagation", delay=5)
    page.locator(".md-search-result__link").first.wait_for()
    page.keyboard.press("Enter")
    page.wait_for_url("**/index.html?h=backpropagation**")
    page.locator("article mark").first.wait_for(state="attached")


def test_every_address_in_the_index_of_the_search_is_a_file(unpacked):
    text = (unpacked / "search/search_index.js").read_text("utf-8")
    places = re.findall(r'"location": "([^"#]*)', text)
    assert len(places) > 100
    assert [place for place in places if not (unpacked / place).is_file()] == []


def test_an_explorer_keeps_its_state_in_the_address(reader):
    page = reader("idea/descent/index.html")
    rate = page.get_by_label("Rate η", exact=True)
    rate.fill("0.9")
    rate.press("Enter")
    page.wait_for_url("**walk.rate=0.9**")
    page.reload()
    assert page.get_by_label("Rate η", exact=True).input_value() == "0.9"


def test_an_answer_is_judged_and_progress_and_theme_go_along(reader):
    page = reader("idea/descent/index.html")
    form = page.locator("form[data-check]").first
    right = form.evaluate(
        "(form) => document.getElementById(form.dataset.check).querySelector('[data-value]').dataset.value"
    )
    form.locator("input[name=answer]").first.fill(right)
    form.locator("button[type=submit], button:not([type])").first.click()
    assert form.locator(".verdict").text_content().startswith("Right.")
    page.locator(".admonition.short").scroll_into_view_if_needed()
    page.locator(".md-nav--primary .read-mark").first.wait_for(state="attached")
    page.focus("[data-md-component=palette] input")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    page.wait_for_function("document.body.dataset.mdColorScheme === 'slate'")
    page.locator(".md-logo").first.click()
    page.wait_for_url("**/fall-line/index.html")
    assert page.evaluate("document.body.dataset.mdColorScheme") == "slate"
    page.locator(".progress b", has_text="1").wait_for()


def test_the_live_map_and_copying_work(reader):
    page = reader("index.html")
    page.emulate_media(reduced_motion="reduce")
    page.locator("live-descent button").focus()
    page.keyboard.press("Enter")
    page.wait_for_function("/^From/.test(document.querySelector('.live-say').textContent)")
    assert page.locator(".highlight button").count() == page.locator(".highlight pre").count() > 0


def test_a_page_of_the_zip_may_load_from_the_folder_only(unpacked, site):
    """The policy of the site, with the disk for a host; a site without one is packed without one."""
    for page in site.content:
        before = re.search(r'Content-Security-Policy" content="([^"]*)"', page.html)
        after = re.search(r'Content-Security-Policy" content="([^"]*)"', (unpacked / page.name).read_text("utf-8"))
        assert (before is None) == (after is None)
        if after:
            assert "default-src 'none'" in after[1]
            assert not re.search(r"https?:|unsafe-|\*", after[1])


def test_what_only_a_server_needs_is_left_out_and_licences_are_in(unpacked):
    names = {file.relative_to(unpacked).as_posix() for file in unpacked.rglob("*") if file.is_file()}
    assert not [name for name in names if re.search(r"service-worker|manifest|sitemap|404|\.map$|\.woff2$|lunr", name)]
    assert {
        "reference/licences/index.html",
        "fonts/LICENSE-source-serif-4.txt",
        "fonts/LICENSE-stix-two-math.txt",
    } <= names
    assert 'rel="manifest"' not in (unpacked / "index.html").read_text("utf-8")
    assert [name for name in names if name.startswith("javascripts/")] == ["javascripts/start.js"]


def test_the_same_site_gives_the_same_bytes(site, tmp_path):
    once = archive.pack(Built(site.folder))
    assert archive.pack(Built(site.folder)) == once
    (tmp_path / "a.zip").write_bytes(once)
    with zipfile.ZipFile(tmp_path / "a.zip") as packed:
        entries = packed.infolist()
    assert [entry.filename for entry in entries] == sorted(entry.filename for entry in entries)
    assert {entry.date_time for entry in entries} == {(1980, 1, 1, 0, 0, 0)}
    assert len(once) < 4_000_000


# Broken sites and modules


def test_a_link_that_leads_nowhere_is_told(tmp_path):
    (tmp_path / "part").mkdir()
    (tmp_path / "index.html").write_text('<a href="part/">there</a> <a href="https://example.org/">elsewhere</a>')
    (tmp_path / "part/index.html").write_text('<a href="..">back</a> <a href="#here">here</a>')
    (tmp_path / "text.html").write_text('a, href="lost/" &lt;a href="lost/"> <b>< src="lost"</b> > href="lost/"')
    archive.pack(Built(tmp_path))
    (tmp_path / "part/index.html").write_text('<a href="../lost/">there</a>')
    told = "part/index.html: a link leads to ../lost/, which is not in the zip"
    with pytest.raises(ValueError, match=re.escape(told)):
        archive.pack(Built(tmp_path))
    run = subprocess.run(
        [sys.executable, "scripts/archive.py", tmp_path / "nowhere", tmp_path / "a.zip"],
        cwd=project.ROOT,
        capture_output=True,
        text=True,
    )
    assert run.returncode == 2
    assert run.stderr.endswith("To build the site first: make site\n")
    assert run.stderr.count("\n") == 1


@pytest.mark.parametrize(
    "line",
    [
        'import * as all from "./b.js";',
        'import all from "./b.js";',
        'import "./b.js";',
        'import { a } from "elsewhere";',
        "export default 3;",
        "export let x = 3;",
        "export { x };",
        'export * from "./b.js";',
    ],
)
def test_a_module_that_the_bundle_does_not_understand_is_told(tmp_path, line):
    (tmp_path / "b.js").write_text("export const a = 1;\n")
    (tmp_path / "a.js").write_text(f"// first\nconst x = 1;\n{line}\n")
    with pytest.raises(ValueError, match=re.escape(f"{tmp_path}/a.js:3: {line}")):
        archive.bundle(tmp_path, "./a.js")


def test_modules_in_a_circle_are_told(tmp_path):
    (tmp_path / "a.js").write_text('import { b } from "./b.js";\nexport const a = 1;\n')
    (tmp_path / "b.js").write_text('import { a } from "./a.js";\nexport const b = 1;\n')
    with pytest.raises(ValueError, match="in a circle"):
        archive.bundle(tmp_path, "./a.js")


def test_a_bundle_does_what_its_modules_do(tmp_path, browser):
    """Renamed imports, functions used before they stand there, classes, texts that look like modules, late imports."""
    modules = {
        "a.js": """
import {
  one as first,
  Two,
} from "./b.js";

const program = `
import numpy as np
from math import pi
`;
const name = "c";
window.said = [first(), new Two().two, program.split("\\n")[1], import.meta.url.slice(-9)];
import(`./${name}.js`).then(({ three }) => window.said.push(three));
""",
        "b.js": """
export function one() {
  return two();
}
const two = () => 1;
export class Two {
  two = 2;
}
""",
        "c.js": 'import { one } from "./b.js";\nexport const three = one() + 2;\n',
    }
    for file, text in modules.items():
        (tmp_path / file).write_text(text)
    (tmp_path / "bundle.js").write_text(archive.bundle(tmp_path, "./a.js"))
    (tmp_path / "page.html").write_text('<script src="bundle.js"></script>')
    page = browser.new_page()
    page.goto((tmp_path / "page.html").as_uri())
    page.wait_for_function("window.said?.length === 5")
    assert page.evaluate("window.said") == [1, 2, "import numpy as np", "bundle.js", 3]
    page.close()
