"""What the tests of the built site share: the site, built once, strictly, into a temporary folder."""

import os
import socket
import subprocess
import sys
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path

import pytest
from playwright.sync_api import Playwright, sync_playwright

from scripts import finish
from scripts.model import project

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}


@dataclass
class Element:
    """A tag of a page: its attributes, the text in it, and the names of the tags around it."""

    tag: str
    attributes: dict[str, str | None]
    around: tuple[str, ...]
    text: str = ""

    def __getitem__(self, name: str) -> str:
        return self.attributes.get(name) or ""


class _Reader(HTMLParser):
    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.elements: list[Element] = []
        self.open: list[Element] = []

    def handle_starttag(self, tag, attributes):
        element = Element(tag, dict(attributes), tuple(parent.tag for parent in self.open))
        self.elements.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_startendtag(self, tag, attributes):
        self.elements.append(Element(tag, dict(attributes), tuple(parent.tag for parent in self.open)))

    def handle_endtag(self, tag):
        while any(element.tag == tag for element in self.open):
            if self.open.pop().tag == tag:
                break

    def handle_data(self, data):
        for element in self.open:
            element.text += data


@dataclass
class BuiltPage:
    """One HTML file of the built site. `name` is its path in the site, as `idea/descent/index.html`."""

    name: str
    file: Path
    html: str
    elements: list[Element]

    def all(self, *tags: str) -> list[Element]:
        """The elements with one of these tags, in their order."""
        return [element for element in self.elements if element.tag in tags]

    def meta(self, name: str) -> list[str]:
        """The contents of all `<meta>` of a name or property."""
        return [e["content"] for e in self.all("meta") if name in (e["name"], e["property"])]

    @property
    def anchors(self) -> set[str]:
        """What the part of an address after # may name."""
        return {value for e in self.elements for value in (e["id"], e["name"] if e.tag == "a" else "") if value}


@dataclass
class BuiltSite:
    """The built site: its folder, its address and its pages."""

    folder: Path
    address: str
    pages: list[BuiltPage]

    @classmethod
    def read(cls, folder: Path, address: str) -> "BuiltSite":
        """A site that stands in a folder."""
        return cls(folder, address, [_page(folder, file) for file in sorted(folder.rglob("*.html"))])

    @property
    def content(self) -> list[BuiltPage]:
        """All pages but the one for missing pages."""
        return [page for page in self.pages if page.name != "404.html"]

    @property
    def lessons(self) -> list[BuiltPage]:
        """The pages that stand in a part's folder, next to its list of lessons."""
        deep = [page for page in self.content if page.name.count("/") == 2]
        return [page for page in deep if not page.name.startswith(("reference/", "labs/"))]


@pytest.fixture(scope="session")
def site(tmp_path_factory) -> BuiltSite:
    """The whole site, as `make site` makes it."""
    folder = tmp_path_factory.mktemp("built") / "site"
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    address = f"http://127.0.0.1:{port}/fall-line/"  # not at the root of its host, as on many hosts
    variables = os.environ | {"SITE_URL": address, "EDIT_URL": "", "NO_MKDOCS_2_WARNING": "1"}
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(folder)]
    run = subprocess.run(command, cwd=project.ROOT, env=variables, capture_output=True, text=True)
    if run.returncode:
        pytest.fail(f"the site does not build:\n{run.stdout}{run.stderr}", pytrace=False)
    finish.finish(folder)
    return BuiltSite.read(folder, address)


def _page(folder: Path, file: Path) -> BuiltPage:
    reader = _Reader()
    text = file.read_text("utf-8")
    reader.feed(text)
    reader.close()
    return BuiltPage(file.relative_to(folder).as_posix(), file, text, reader.elements)


@pytest.fixture(scope="session")
def playwright() -> Playwright:
    """What starts browsers: one for the whole run, as it allows no second one in the same process."""
    with sync_playwright() as started:
        yield started
