"""What the tests of the built site share: its pages, parsed."""

import lxml.html
import pytest


@pytest.fixture(scope="session")
def trees(site) -> dict[str, lxml.html.HtmlElement]:
    """Each page of the site, parsed, by its path in it."""
    return {page.name: lxml.html.document_fromstring(page.html) for page in site.pages}
