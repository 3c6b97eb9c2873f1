"""What the tests of the built site share: its pages, parsed."""

import lxml.html
import pytest


@pytest.fixture(scope="session")
def trees(site) -> dict[str, lxml.html.HtmlElement]:
    """Each page of the site, parsed, by its path in it."""
    return {page.name: page.tree for page in site.pages}
