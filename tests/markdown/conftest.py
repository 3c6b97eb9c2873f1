"""What the tests of the Markdown extensions share: pages rendered as the site renders them."""

from collections.abc import Callable

import markdown
import pytest
from bs4 import BeautifulSoup
from mkdocs.config import load_config

from scripts.model import project

CONFIG = load_config(str(project.ROOT / "mkdocs.yml"))


@pytest.fixture(scope="session")
def render() -> Callable[[str], str]:
    """What the site's own set of extensions makes of a page."""
    options = {"extensions": CONFIG["markdown_extensions"], "extension_configs": CONFIG["mdx_configs"]}
    return lambda text: markdown.Markdown(**options).convert(text)


@pytest.fixture(scope="session")
def soup(render) -> Callable[[str], BeautifulSoup]:
    """The rendered page as elements, which can be selected as in a style sheet."""
    return lambda text: BeautifulSoup(render(text), "html.parser")


@pytest.fixture
def root(tmp_path, monkeypatch):
    """A project folder with one page and one figure of 360 × 216.4 units, in the place of the repository."""
    monkeypatch.setattr(project, "ROOT", tmp_path)
    (tmp_path / "docs/part").mkdir(parents=True)
    (tmp_path / "docs/figures").mkdir(parents=True)
    (tmp_path / "docs/index.md").write_text("# Another page\n")
    (tmp_path / "docs/figures/bowl.svg").write_text('<svg width="360pt" viewBox="0 0 360 216.4"></svg>')
    return tmp_path
