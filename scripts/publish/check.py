"""Check the built pages: nothing that the policy forbids, and each step of the model as its page has it."""

import re
from collections.abc import Iterator
from itertools import zip_longest
from pathlib import Path

from lxml import etree, html

from scripts.model import project
from scripts.model.page import Page

SCRIPT_LINK = re.compile(r"[\s\x00-\x1f]*(?:javascript|vbscript):", re.I)
SHOWN = {  # the steps of each kind: where the built page shows them, and what of a step it shows there
    "code": ("//div[contains(@class, 'language-python')]//pre/code", "source"),
    "output": ("//div[@class='output']//samp", "text"),
    "figure": ("//figure[@class='drawn']/img[@class='light-only']", "name"),
}


def check(site: Path) -> None:
    """Check all pages of the site. Raises ValueError with every problem: file, line, what was found, what to do."""
    problems = []
    for file in sorted(site.rglob("*.html")):
        problems += [f"{file}:{problem}" for problem in forbidden(file.read_text("utf-8"))]
    for page in project.load_all(project.ROOT)[0].values():
        if page.meta.kind in ("lesson", "lab"):
            problems += differences(page, site / Path(page.path).relative_to("docs").with_suffix("") / "index.html")
    if problems:
        raise ValueError("\n".join(problems))


def forbidden(page: str) -> Iterator[str]:
    """What of a page, given as HTML, the policy forbids, each as `line: what was found: what to do`."""
    for element in html.document_fromstring(page).iter(etree.Element):
        for name, value in element.items():
            found = f'{element.sourceline}: <{element.tag} {name}="{value}">: the content-security policy forbids it'
            if name == "style":
                yield f"{found}; use a class, and a rule in docs/stylesheets/"
            elif name.startswith("on") or SCRIPT_LINK.match(value):
                yield f"{found}; listen for the event in docs/javascripts/"


def differences(page: Page, file: Path) -> Iterator[str]:
    """The first step of each kind that the built page shows otherwise than its Markdown."""
    if not file.is_file():
        yield f"{page.path}:1: {file} is missing: add the page to nav in mkdocs.yml"
        return
    document = html.document_fromstring(file.read_text("utf-8"))
    for kind, (place, attribute) in SHOWN.items():
        steps = [step for step in page.steps if step.kind == kind]
        for step, element in zip_longest(steps, document.xpath(place)):
            wanted = getattr(step, attribute, None)
            shown = None if element is None else element.text_content() or Path(element.get("src")).stem
            if wanted is None or shown is None or wanted.strip("\n") != shown.strip("\n"):
                line = page.place(step.line if step else 1)
                yield f"{page.path}:{line}: {kind} is not on {file}, or another: look at the markup around it"
                break
