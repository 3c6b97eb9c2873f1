"""What the claims share: a page's names after a full run of its code."""

from functools import cache

import pytest

from scripts.model import project
from scripts.model.page import Code
from scripts.model.run import Run


@cache
def _namespace(path: str) -> dict[str, object]:
    page = project.load(project.ROOT, project.ROOT / path)
    run = Run(page, project.ROOT)
    for step in page.steps:
        if isinstance(step, Code):
            run.step(step)
    return run.namespace


@pytest.fixture
def page_namespace():
    """A function from a page's path (`docs/idea/descent.md`) to the names that its code defines."""
    return _namespace


@pytest.fixture
def names(request, page_namespace):
    """The names of the page that a test's module is about, its `PAGE`."""
    return page_namespace(request.module.PAGE)
