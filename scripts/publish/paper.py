"""A part of the built site as one HTML document for paper.

Title page, contents, the lessons, then hints and solutions, so that nobody reads them by accident, and the sources that
the part cites. What only a screen can do is left out: forms, explorers (their figures stay), links to copy or download.
"""

import copy
import html
import re
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from urllib.parse import urljoin, urlsplit

from bs4 import BeautifulSoup, Tag

WEIGHTS = (400, 600, 700)  # of the upright text; each needs a font of its own, fonts/400.woff2
LOOKS = Path(__file__).with_name("paper.css")
SOURCES = "reference/bibliography"
SCREEN = ".headerlink, .reading-time, .edit-page, .copy-code, .answer-form, .output-cover, .dark-only, script, style"
HERE = ("127.0.0.1", "localhost")


@dataclass(frozen=True)
class Part:
    """A part of the site: the name of its folder, and its pages in order, the list of lessons first."""

    name: str
    title: str
    pages: tuple[str, ...]  # without suffix, as idea/loss


def parts(nav: list) -> dict[str, Part]:
    """The parts by name, from the navigation: the sections that begin with the index of a folder."""
    found = {}
    for entry in nav:
        title, pages = next(iter(entry.items()))
        if isinstance(pages, list) and str(pages[0]).endswith("/index.md"):
            name = pages[0].split("/")[0]
            found[name] = Part(name, title, tuple(str(PurePosixPath(page).with_suffix("")) for page in pages))
    return found


@dataclass
class Sheet:
    """One page of the site on its way to paper. `key` stands before its ids, which are its own no longer."""

    path: str
    key: str
    article: Tag
    cited: list[str] = field(default_factory=list)

    @property
    def heading(self) -> Tag:
        return self.article.h1


def compose(part: Part, site: Path) -> str:
    """The document. It belongs into the site's own folder, beside index.html. Raises ValueError for a page amiss."""
    index, *lessons = [_read(site, page) for page in part.pages]
    sources = _read(site, SOURCES)
    keys = {sheet.path: sheet.key for sheet in (index, *lessons, sources)}
    address = _address(site)
    for sheet in (index, *lessons, sources):
        _tidy(sheet)
        _link(sheet, keys, address)
    solved = [(sheet, _take_solutions(sheet)) for sheet in lessons]
    chapters = [_chapter(sheet, number, part) for number, sheet in enumerate(lessons, 1)]
    ends = [_solutions(solved), _sources(sources, {name for sheet in lessons for name in sheet.cited})]
    body = "\n".join([_cover(index, part, lessons), *chapters, *filter(None, ends)])
    contents = _contents(body)
    body = body.replace("</header>", f"</header>\n{contents}", 1)
    heads = "\n".join(_running_heads(part, lessons))
    return f"""<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Fall Line: {html.escape(part.title)}</title>
{_styles(site, part.pages[0])}
<style>{LOOKS.read_text("utf-8")}
{heads}</style></head>
<body dir="ltr" data-md-color-scheme="default"><main class="md-typeset">
{body}
</main></body></html>
"""


def _read(site: Path, page: str) -> Sheet:
    folder = page.removesuffix("/index").removesuffix("index")
    soup = BeautifulSoup((site / folder / "index.html").read_text("utf-8"), "html.parser")
    article = soup.find("article")
    if article is None or article.h1 is None:
        raise ValueError(f"{page}: the built page has no article with a title")
    return Sheet(folder, PurePosixPath(folder).name, article)


def _address(site: Path) -> str:
    """Where the site is published, or nothing: then links to it lead nowhere from paper."""
    canonical = BeautifulSoup((site / "index.html").read_text("utf-8"), "html.parser").find("link", rel="canonical")
    address = canonical["href"] if canonical else ""
    return "" if urlsplit(address).hostname in HERE else address


def _styles(site: Path, page: str) -> str:
    """The site's own style sheets, as a page of the site names them."""
    folder = page.removesuffix("index")
    soup = BeautifulSoup((site / folder / "index.html").read_text("utf-8"), "html.parser")
    files = [urljoin(f"/{folder}", link["href"])[1:] for link in soup.find_all("link", rel="stylesheet")]
    return "\n".join(f'<link rel="stylesheet" href="{file}">' for file in files)


def _tidy(sheet: Sheet) -> None:
    """Leave out what needs a screen, unfold what is folded, and make ids and addresses those of the whole document."""
    article = sheet.article
    for element in article.select(SCREEN):
        element.decompose()
    for explorer in article.find_all(re.compile("-explorer$")):
        for words in explorer.find_all("p", recursive=False):  # what to try in it
            words.decompose()
        explorer.name = "div"
        explorer.attrs = {key: value for key, value in explorer.attrs.items() if key == "id"}
    for tabs in article.select(".tabbed-set"):
        _untab(tabs)
    for folded in article.find_all("details"):
        folded.name = "div"
        folded.summary.name = "p"
        folded.p["class"] = "unfolded-title"
        folded["class"] = [*folded.get("class", []), "unfolded"]
    for image in article.find_all("img"):
        image["src"] = urljoin(f"/{sheet.path}/", image["src"])[1:]
        del image["loading"]
    for element in article.find_all(tabindex=True):
        del element["tabindex"]
    for element in article.find_all(id=True):
        element["id"] = f"{sheet.key}--{element['id']}"
    for block in article.select(".highlight"):
        if block.get_text().count("\n") > 30:
            block["class"] = [*block["class"], "long"]  # it may go on on the next page


def _untab(tabs: Tag) -> None:
    """One tab below the other, each under its name."""
    names = [label.get_text() for label in tabs.select(".tabbed-labels > label")]
    blocks = tabs.select(".tabbed-content > .tabbed-block")
    for name, block in zip(names, blocks, strict=True):
        title = Tag(name="p", attrs={"class": "tab-title"})
        title.string = name
        tabs.insert_before(title)
        tabs.insert_before(block.extract())
        block.unwrap()
    tabs.decompose()


def _link(sheet: Sheet, keys: dict[str, str], address: str) -> None:
    """Links within the document get the page, links elsewhere their address; the others become text."""
    for link in sheet.article.find_all("a", href=True):
        href = link["href"]
        if "term" in link.get("class", []):
            link.unwrap()
        elif urlsplit(href).scheme:
            if link.get_text() != href:
                link.insert_after(_span("address", f" ({href})"))
        else:
            target = urlsplit(urljoin(f"/{sheet.path}/", href))
            path = target.path.strip("/")
            if path == SOURCES and target.fragment:
                sheet.cited.append(f"{keys[path]}--{target.fragment}")
            if path in keys and (path != SOURCES or target.fragment):
                name = f"{keys[path]}--{target.fragment}" if target.fragment else keys[path]
                link.attrs = {"href": f"#{name}"}
                if path != sheet.path:
                    link.insert_after(_reference(name))
            elif address:
                link.attrs = {"href": urljoin(address, urljoin(f"/{sheet.path}/", href)[1:])}
            else:
                link.unwrap()


def _span(name: str, text: str) -> Tag:
    span = Tag(name="span", attrs={"class": name})
    span.string = text
    return span


def _page(name: str) -> Tag:
    """The place for a page number. Who prints the document fills it."""
    number = _span("page", "00")
    number["data-to"] = name
    return number


def _reference(name: str) -> Tag:
    reference = _span("reference", " (page ")
    reference.append(_page(name))
    reference.append(")")
    return reference


def _take_solutions(sheet: Sheet) -> list[tuple[str, str, list[Tag]]]:
    """Take hints and solutions out of the exercises, and say there where they went: id, title and what was taken."""
    taken = []
    for number, exercise in enumerate(sheet.article.select(".exercise"), 1):
        parts_of_it = [each.extract() for each in exercise.select(".hint, .solution")]
        if not parts_of_it:
            continue
        name = f"{sheet.key}--solution-{number}"
        exercise["id"] = f"{sheet.key}--exercise-{number}"
        kinds = " and ".join(dict.fromkeys(each["class"][0] for each in parts_of_it)).capitalize()
        line = Tag(name="p", attrs={"class": "to-solution"})
        link = Tag(name="a", attrs={"href": f"#{name}"})
        link.append(f"{kinds}: page ")
        link.append(_page(name))
        line.append(link)
        exercise.append(line)
        taken.append((name, exercise.select_one(".admonition-title").get_text(), parts_of_it))
    return taken


def _solutions(solved: list) -> str:
    if not any(taken for _, taken in solved):
        return ""
    pieces = ['<section class="chapter solutions" id="solutions"><h1>Hints and solutions</h1>']
    for sheet, taken in solved:
        if taken:
            pieces.append(f"<h2>{sheet.heading.decode_contents()}</h2>")
        for name, title, found in taken:
            question = name.replace("--solution-", "--exercise-")
            back = _reference(question).decode().replace(" (page", "page").replace(")</span>", "</span>")
            pieces.append(f'<h3 id="{name}">{title} <a class="back" href="#{question}">{back}</a></h3>')
            pieces += [str(each) for each in found]
    return "\n".join([*pieces, "</section>"])


def _sources(sheet: Sheet, cited: set[str]) -> str:
    """The entries of the bibliography that the part cites, in the order of the bibliography."""
    pieces = []
    for element in sheet.article.find_all(id=True):
        if element["id"] not in cited:
            continue
        if element.name == "p":
            pieces.append(str(element))
            continue
        block = Tag(name="div", attrs={"id": element["id"]})
        for after in element.find_next_siblings():
            if after.name in ("h1", "h2"):
                break
            block.append(copy.copy(after))
        pieces.append(str(block))
    if not pieces:
        return ""
    return "\n".join(['<section class="chapter" id="sources"><h1>Sources</h1>', *pieces, "</section>"])


def _chapter(sheet: Sheet, number: int, part: Part) -> str:
    heading = sheet.heading
    heading["class"] = "lesson-title"
    kind = "Lab" if part.name == "labs" else "Lesson"
    heading.insert_before(_span("lesson-number", f"{kind} {number}"))
    return f'<section class="chapter" id="{sheet.key}">{sheet.article.decode_contents()}</section>'


def _cover(index: Sheet, part: Part, lessons: list[Sheet]) -> str:
    for listed in index.article.select(".lessons, ul"):
        listed.decompose()
    title = index.heading.extract().get_text()
    noun = "Labs" if part.name == "labs" else "Lessons"
    return f"""<header class="cover" id="{index.key}">
<p class="name">Fall Line</p>
<p class="subject">Gradient descent from first principles</p>
<img class="map" src="figures/home_map.svg" alt="">
<h1>{html.escape(title)}</h1>
<div class="about">{index.article.decode_contents()}</div>
<p class="rights">{noun} 1 to {len(lessons)}. Every number, output and figure was made by the code beside it.
Text and figures: CC BY 4.0. Code: MIT.</p>
</header>"""


def _contents(body: str) -> str:
    """The list of the chapters and their sections."""
    chapters = BeautifulSoup(body, "html.parser").select("section.chapter")
    sections = [chapter.find_all("h2", id=True) for chapter in chapters]
    often = Counter(each.get_text() for headings in sections for each in headings)
    lines = []
    for chapter, headings in zip(chapters, sections, strict=True):
        lines.append(_line("in-chapter", chapter["id"], chapter.h1.decode_contents()))
        rare = [each for each in headings if often[each.get_text()] < 3]  # not Exercises, which all lessons have
        lines += [_line("in-section", each["id"], each.decode_contents()) for each in rare]
    return "\n".join(['<nav class="contents"><h1>Contents</h1>', *lines, "</nav>"])


def _line(kind: str, name: str, words: str) -> str:
    return f'<p class="{kind}"><a href="#{name}"><span>{words}</span> {_page(name)}</a></p>'


def _running_heads(part: Part, lessons: list[Sheet]) -> list[str]:
    """A named page for each chapter, for its title at the head of the page."""
    titles = {sheet.key: sheet.heading.get_text() for sheet in lessons}
    titles |= {"solutions": "Hints and solutions", "sources": "Sources"}
    rules = [f'@page {{ @bottom-left {{ content: "Fall Line: {_quoted(part.title)}" }} }}']
    for key, title in titles.items():
        rules.append(f'#{key} {{ page: in-{key} }} @page in-{key} {{ @top-left {{ content: "{_quoted(title)}" }} }}')
    return rules


def _quoted(text: str) -> str:
    return re.sub(r'["\\\n<]', lambda found: f"\\{ord(found[0]):x} ", text)
