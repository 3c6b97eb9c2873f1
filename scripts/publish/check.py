"""Check the built pages: nothing that the policy forbids, and the reader sees what the page model reads."""

import re
from collections.abc import Callable, Iterator
from itertools import zip_longest
from pathlib import Path
from textwrap import dedent

from lxml import etree, html

from scripts.model import project
from scripts.model.page import Page

SCRIPT_LINK = re.compile(r"[\s\x00-\x1f]*(?:javascript|vbscript):", re.I)
PARAGRAPH = re.compile(r"^(?=(?P<list>[ \t]*(?:\d+[ ]*[.)]|[-*+])[ \t])?)(?:(?![ \t]*(?:\n|/{3})).+\n?)+", re.M)
FENCE = r"^([ \t]*)(`{3,}|~{3,}).*(?P<text>(?s:.*?))^\1\2[ \t]*$"
CLASSES = {"choose": "check", "tab": "tabbed-block"}  # of boxes, where they are not their names
BOXES = "self::details or @class='check' or @class='tabbed-block' or contains(@class, 'admonition ')"
STRAY = re.compile(  # markup that nobody rendered
    r"(?P<formula>\$|\\[(\[]|\\[a-z]{2,})|(?P<box>(?<!:)/{3,}|!!!|\?\?\?|:::)|(?P<markup>\]\(|\]\[|\[\^"
    r"|<!--|</?[a-z]+[ >]|\{ ?[:.#]|\*\*|`|(?m:^[ \t]*(?:#{1,6} |\|.*\|[ \t]*$)))"
)
ADVICE = {
    "formula": "a formula is $…$ in the text, or stands between lines $$ in a paragraph of its own",
    "box": "a box is /// name | Title, with a name that mkdocs.yml lists, and ends with a line of as many slashes",
    "figure": "a figure is ![words](address), alone in its paragraph",
    "list number": "count 1. 2. 3., and indent by four spaces what belongs to an item",
    "markup": "put a blank line above, close in the paragraph what it opens, or set it in `…` to show it",
}


def check(site: Path) -> None:
    """Check all pages of the site. Raises ValueError with every problem: file, line, what was found, what to do."""
    root, (pages, errors) = project.ROOT, project.load_all(project.ROOT)
    missing = {re.sub(r"(/index)?\.\w+$", "/index.html", page.path): page for page in pages.values()}
    problems = [str(error) for error in errors]
    for file in sorted(site.rglob("*.html")):
        name = f"docs/{file.relative_to(site).as_posix()}"
        page, stem = missing.pop(name, None), name.removesuffix("/index.html")
        problems += findings(page, file)
        for source in [] if page else [*root.glob(f"{stem}.m*"), *root.glob(f"{stem}/index.m*")]:
            if source.suffix != ".md":
                problems.append(f"{source.relative_to(root)}:1: it is published and never run: let its name end in .md")
    lost = [page.path for page in missing.values() if page.meta.kind != "readme"]
    problems += [f"{path}:1: the site does not have this page: look at mkdocs.yml" for path in lost]
    if problems:
        raise ValueError("\n".join(problems))


def findings(page: Page | None, file: Path) -> list[str]:
    """What is wrong with a built page: what the policy forbids, and what is not as in its Markdown."""
    document = html.document_fromstring(file.read_text("utf-8"))
    return [f"{file}:{problem}" for problem in forbidden(document)] + (differences(page, document) if page else [])


def forbidden(document: html.HtmlElement) -> Iterator[str]:
    """What of a page the policy forbids, each as `line: what was found: what to do`."""
    for value in document.xpath("//@style | //@*[starts-with(name(), 'on') and name() != 'only' or contains(., ':')]"):
        element, name = value.getparent(), value.attrname
        found = f'{element.sourceline}: <{element.tag} {name}="{value}">: the content-security policy forbids it'
        if name == "style":
            yield f"{found}; use a class, and a rule in docs/stylesheets/"
        elif name.startswith("on") or SCRIPT_LINK.match(value):
            yield f"{found}; listen for the event in docs/javascripts/"


def differences(page: Page, document: html.HtmlElement) -> list[str]:
    """Where a document is not what the page's Markdown says, each as `path:line: what was found: what to write`."""
    found, shown, strays = _misread(page), _shown(document), set()
    etree.strip_elements(document, "code", "math", "pre", "script", "style", with_tail=False)  # the rest is prose
    for text in document.xpath("//article//text() | //article//img/@alt"):
        if stray := STRAY.search(text):
            row = text[text.rfind("\n", 0, stray.start()) + 1 :].partition("\n")[0].strip()
            around = text.getparent().getparent() if text.is_tail else text.getparent()
            line = _likely_line(page, around.text_content() or text, row if row in page.text else stray[0])
            found.setdefault(line, f"{stray[0].strip()} is shown as it stands: {ADVICE[stray.lastgroup]}")
            strays.add(stray.lastgroup)
    for kind, wanted in _wanted(page).items():
        pairs = zip_longest(wanted, shown[kind], fillvalue=("", 0))
        (text, line), seen = next(((want, seen) for want, seen in pairs if want[0] != seen), (("", 0), ""))
        if (text or seen) and kind not in strays:
            row = (text or seen).partition("\n")[0]
            what = "the reader sees another or none" if text else "the reader sees it, the page model does not"
            advice = ADVICE.get(kind, "put a blank line above, and indent it like the text around it")
            found.setdefault(line or _likely_line(page, seen, row), f"{kind} {row[:80]}: {what}: {advice}")
    return [f"{page.path}:{page.place(line)}: {found[line]}" for line in sorted(found)]


def _wanted(page: Page) -> dict[str, list[tuple[str, int]]]:
    """What the page's Markdown has of each kind, and its lines."""
    text, prose = (each.replace("\r\n", "\n") for each in (page.text, page.prose))

    def search(pattern: str, text: str, read: Callable[[str], str] = str) -> list[tuple[str, int]]:
        found = re.finditer(pattern, text, re.M)
        return [(read(each["text"]), text.count("\n", 0, each.start("text")) + 1) for each in found]

    lists = PARAGRAPH.sub(lambda found: found[0] if found["list"] else "\n" * found[0].count("\n"), prose)
    return {
        "code": [(step.source.strip("\n"), step.line) for step in page.steps if step.kind == "code"],
        "output": [(step.text.strip("\n"), step.line) for step in page.steps if step.kind == "output"],
        "block": search(FENCE, text, lambda block: dedent(block).strip("\n")),
        "figure": [(step.name, step.line) for step in page.steps if step.kind == "figure"],
        "formula": search(r"(?<!\\)(?P<text>\$\$?)(?:\\.|[^$\\])+?(?P=text)", prose),
        "box": search(r"^[ \t]*/{3,}[ ]*(?P<text>[\w-]+)", prose, lambda name: CLASSES.get(name, name)),
        "list number": search(r"^[ \t]*(?P<text>\d+)[ ]*[.)][ \t]", lists),
    }


def _shown(document: html.HtmlElement) -> dict[str, list[str]]:
    """What the reader sees of each kind."""

    def search(place: str) -> list[str]:
        found = document.xpath(place)
        return [each if isinstance(each, str) else each.text_content().strip("\n") for each in found]

    formulas = document.xpath("//article//math[not(ancestor::form)]")
    items = document.xpath("//article//ol[not(@class or parent::div[@class='footnote'])]/li")
    return {
        "code": search("//div[contains(@class, 'language-python')]//code"),
        "output": search("//div[@class='output']//samp"),
        "block": [dedent(text).strip("\n") for text in search("//article//pre")],
        "figure": [Path(src).stem for src in search("//img[contains(@src, 'figures/')][not(@class='dark-only')]/@src")],
        "formula": ["$$" if each.get("display") else "$" for each in formulas],
        "box": [classes.split()[-1] for classes in search(f"//article//*[{BOXES}]/@class")],
        "list number": [str(int(each.getparent().get("start", 1)) + each.getparent().index(each)) for each in items],
    }


def _misread(page: Page) -> dict[int, str]:
    """What a renderer drops, folds away or spoils without a trace, by line."""
    found: dict[int, str] = {}
    boxes: list[tuple[str, int]] = []  # those that are open: slashes and line
    columns = cells = 0  # of the table that is being read, and of the row above
    for line, (row, bare) in enumerate(zip(page.text.split("\n"), page.prose.split("\n"), strict=True), 1):
        if re.match(r"#.*\$", bare) and not (page.meta.title if row[1] == " " else "data-toc-label=" in row):
            found[line] = 'menus need words for this formula: title: in the front matter, or { data-toc-label="…" }'
        row, (slashes, name) = row.strip(" \t\r>"), re.match(r"(/{3,}|)(.*)", bare.strip()).groups()
        ends = row.startswith("|") + row.endswith("|")
        above, cells = cells, len(re.findall(r"(?<!\\)\|", bare)) + 1 - ends
        if slashes or not row:
            columns = 0
        elif "|" in bare and re.fullmatch(r"[ :|-]*-[ :|-]*", row):
            columns = above
        if columns and cells != columns:
            found[line] = rf"{cells} cells below a head of {columns}: a bar in a formula is \vert, another one \|"
        if slashes and name:
            boxes.append((slashes, line))
        elif slashes and (opened := boxes.pop()[0] if boxes else "no box open") != slashes:
            found[line] = f"{slashes} closes no box ({opened}): {ADVICE['box']}"
    return found | {line: f"this box is never closed: expected a line {slashes}" for slashes, line in boxes}


def _likely_line(page: Page, text: str, row: str) -> int:
    """The line of the source that has a row, in the paragraph that is most like a text."""
    words, likeness = {*text.split()}, []
    for block in re.finditer(r"(?:.*\S.*\n)+", f"{page.text}\n"):
        own, first = {*block[0].split()}, page.line_of(block.start())
        similar = len(own & words) / len(own | words)
        rows = enumerate(block[0].split("\n"), first)
        likeness += [(row in each, similar, each.strip() == row, -line) for line, each in rows]
    return -max(likeness)[-1]
