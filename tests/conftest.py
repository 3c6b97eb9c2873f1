"""What the tests of the built site share: the site, built once, strictly, for all workers of a run."""

import fcntl
import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import lxml.html
import pytest
from playwright.sync_api import Playwright, sync_playwright

from scripts import finish
from scripts.model import project
from tests import again

ADDRESS = "http://127.0.0.1/fall-line/"  # not at the root of its host, as on many hosts


@dataclass
class BuiltPage:
    """One HTML file of the built site. `name` is its path in the site, as `idea/descent/index.html`."""

    name: str
    file: Path

    @cached_property
    def html(self) -> str:
        """The text of the file."""
        return self.file.read_text("utf-8")

    @cached_property
    def tree(self) -> lxml.html.HtmlElement:
        """The parsed document."""
        return lxml.html.document_fromstring(self.html)


@dataclass
class BuiltSite:
    """The built site: its folder, the address it was built for, and its pages."""

    folder: Path
    address: str = ADDRESS

    @cached_property
    def pages(self) -> list[BuiltPage]:
        """All pages, in the order of their names."""
        files = sorted(self.folder.rglob("*.html"))
        return [BuiltPage(file.relative_to(self.folder).as_posix(), file) for file in files]

    @property
    def content(self) -> list[BuiltPage]:
        """All pages but the one for missing pages."""
        return [page for page in self.pages if page.name != "404.html"]

    @property
    def lessons(self) -> list[BuiltPage]:
        """The lessons, as the model knows them."""
        pages = project.load_all(project.ROOT)[0].values()
        lessons = {page.path[5:-3] + "/index.html" for page in pages if page.meta.kind == "lesson"}
        return [page for page in self.content if page.name in lessons]


def made_once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], object]) -> Path:
    """A path for all workers of a run: the first one makes it, the others wait."""
    own = factory.getbasetemp()
    shared = own.parent if "PYTEST_XDIST_WORKER" in os.environ else own
    path, ready = shared / name, shared / f"{name}-is-ready"
    with (shared / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not ready.exists():
            make(path)
            ready.touch()
    return path


@pytest.fixture(scope="session")
def site(tmp_path_factory) -> BuiltSite:
    """The whole site, as `make site` makes it."""
    return BuiltSite(made_once(tmp_path_factory, "site", _build))


@pytest.fixture(scope="session")
def second_run(tmp_path_factory) -> dict:
    """What a second run of all pages gives, in other surroundings: see `again.run_again`."""
    to = tmp_path_factory.mktemp("again")
    write = lambda path: path.write_text(json.dumps(again.run_again(project.ROOT, to)))  # noqa: E731
    return json.loads(made_once(tmp_path_factory, "second-run.json", write).read_text())


def _build(folder: Path) -> None:
    variables = os.environ | {"SITE_URL": ADDRESS, "EDIT_URL": "", "NO_MKDOCS_2_WARNING": "1"}
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(folder)]
    run = subprocess.run(command, cwd=project.ROOT, env=variables, capture_output=True, text=True)
    if run.returncode:
        pytest.fail(f"the site does not build:\n{run.stdout}{run.stderr}", pytrace=False)
    finish.finish(folder, python=folder / "none")


@pytest.fixture(scope="session")
def playwright() -> Playwright:
    """What starts browsers: one for the whole run, as it allows no second one in the same process."""
    with sync_playwright() as started:
        yield started
