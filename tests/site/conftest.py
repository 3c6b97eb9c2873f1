"""What the tests of the built site share: its pages, parsed, and the list of files for reading offline."""

import json
import re

import lxml.html
import pytest

SAVED = (".ipynb", ".csv", ".gz", ".txt")  # what a reader saves rather than reads here


@pytest.fixture(scope="session")
def trees(site) -> dict[str, lxml.html.HtmlElement]:
    """Each page of the site, parsed, by its path in it."""
    return {page.name: page.tree for page in site.pages}


@pytest.fixture(scope="session")
def listed(site) -> dict[str, str]:
    """The worker's list of files and hashes, read from its text."""
    return json.loads(re.search(r"FILES=(\{[^}]*\})", (site.folder / "service-worker.js").read_text("utf-8"))[1])
