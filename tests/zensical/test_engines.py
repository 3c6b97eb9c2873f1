"""The same mkdocs.yml, built by MkDocs and by Zensical: what a reader gets is the same, but for what is named here."""

import contextlib
import difflib
import http.server
import json
import re
import threading
from functools import cache, partial
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

import pytest
from playwright.sync_api import expect

from scripts import chromium, next_engine, project
from scripts.pages import Code, Figure, Output, Value

NUMBER = r"[−-]?\d+(?:,\d{3})*(?:\.\d+)?"
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}

ZIP = r"fall-line-offline\.zip"
DIFFERENCES = {  # in a page's article: what is struck out before the articles are compared, and why it may differ
    r' data-search-exclude=""': "Zensical takes the mark out once its search has left the passage out",
    r'<a id="__skip" tabindex="-1">\n</a>': "the link past the navigation leads here, with MkDocs to the first heading",
    r'(?<=<a href="/fall-line/)\.?(?=">)': "the way home from the page for what is missing, written with a full stop",
    r'(?<=href=")[./]+(?=fall-line-offline\.zip")': "Zensical moves links in HTML as it does those in Markdown",
}
OTHERS = {  # files that may differ, or be there once only, and why
    r"assets/(javascripts|stylesheets)/.*": "the theme's own scripts and styles",
    r"stylesheets/.*": "where `finish.py` joins them with the styles of MkDocs' theme, they are gone there",
    r"search/search_index\.json|search\.json": "each has its own search, and its own form of what it finds",
    r"sitemap\.xml(\.gz)?": "MkDocs gives days and a packed copy; the addresses are compared",
    r"_headers|service-worker\.js": "they name the files above",
    ZIP: "it is made of MkDocs' search",
}
FILES = {}  # the pages, and the file of each in the site
for _page in project.load_all(project.ROOT)[0].values():
    if _page.path.startswith("docs/"):
        _place = re.sub(r"(^|/)index$", "", _page.path.removeprefix("docs/").rpartition(".")[0])
        FILES[_page.path] = f"{_place}/index.html".lstrip("/")
PATHS = {name: path for path, name in FILES.items()}
LESSONS = [path for path in FILES if project.is_lesson(project.load(project.ROOT, project.ROOT / path))]
LABS = [path for path in FILES if path.endswith(".ipynb")]
RUN = [*LESSONS, *LABS]


@pytest.fixture(scope="session")
def other(site, tmp_path_factory):
    """The site as Zensical builds it, at the address of the one that MkDocs builds."""
    folder = tmp_path_factory.mktemp("zensical") / "site"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SITE_URL", site.address)
        patch.setenv("EDIT_URL", "")
        try:
            next_engine.build(project.ROOT, folder)
        except RuntimeError as error:
            pytest.fail(str(error), pytrace=False)
    return type(site).read(folder, site.address)


@pytest.fixture
def both(site, other, request):
    """One page as MkDocs and as Zensical build it."""
    name = FILES[request.param]
    return [next(page for page in each.pages if page.name == name) for each in (site, other)]


def each_page(paths):
    return pytest.mark.parametrize("both", paths, indirect=True, ids=str)


def of(path: str):
    """The page model's reading of a page's file."""
    return project.load(project.ROOT, project.ROOT / path)


class Article(HTMLParser):
    """A page's article in one form: attributes in order, space in texts as one blank, tag by tag."""

    def __init__(self, html: str):
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.inside = self.verbatim = 0
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attributes):
        self.inside += tag == "article"
        self.verbatim += tag == "pre"
        if self.inside:
            self.parts.append(f"<{tag}" + "".join(f' {k}="{v or ""}"' for k, v in sorted(attributes)) + ">")

    def handle_endtag(self, tag):
        if self.inside and tag not in VOID:
            self.parts.append(f"</{tag}>")
        self.inside -= tag == "article"
        self.verbatim -= tag == "pre"

    def handle_data(self, data):
        text = data if self.verbatim else " ".join(data.split())
        if self.inside and text:
            self.parts.append(text)


@cache
def parts(html: str) -> str:
    """The article of a page, a line for each tag and text."""
    return "\n".join(Article(html).parts)


def article(html: str) -> list[str]:
    """The article, a line for each tag and text, without the differences that have a name."""
    text = parts(html)
    for pattern in DIFFERENCES:
        text = re.sub(pattern, "", text)
    return [line for line in text.split("\n") if line]


def test_the_pages_are_the_same_ones(site, other):
    names = {page.name for page in site.pages}
    assert names == {page.name for page in other.pages} == {*FILES.values(), "404.html"}
    assert len(LESSONS) >= 20
    assert len(LABS) >= 3


@pytest.mark.parametrize("name", [*FILES.values(), "404.html"])
def test_the_article_is_the_same_to_the_letter(site, other, name):
    first, second = (article(next(page.html for page in each.pages if page.name == name)) for each in (site, other))
    assert len(first) > 10
    lines = [*difflib.unified_diff(first, second, "MkDocs", "Zensical", lineterm="", n=0)]
    assert not lines, "\n" + "\n".join(lines[:40])


@pytest.mark.parametrize("pattern", DIFFERENCES)
def test_each_difference_is_still_one(site, other, pattern):
    """A difference that has gone, in a newer Zensical or in ours, leaves the list."""
    found = [[re.findall(pattern, parts(page.html)) for page in each.pages] for each in (site, other)]
    assert found[0] != found[1]


@each_page(FILES)
def test_title_and_description(both):
    first, second = ([page.all("title")[0].text, page.all("h1")[0].text, page.meta("description")] for page in both)
    assert first == second
    assert all(first)
    for name in ("og:title", "og:description", "og:url", "og:image", "og:type", "twitter:card"):
        assert both[0].meta(name) == both[1].meta(name) != []
    links = [{(e["rel"], e["href"].replace("./", "")) for e in page.all("link")} for page in both]
    kept = [{each for each in found if each[0] in ("canonical", "icon")} for found in links]
    assert kept[0] == kept[1]
    assert len(kept[0]) == 2


@each_page(RUN)
def test_headings(both):
    first, second = (
        [(e.tag, e["id"], e.text) for e in page.all("h1", "h2", "h3", "h4") if "article" in e.around] for page in both
    )
    assert first == second
    assert all(anchor for _, anchor, _ in first)
    assert len(first) > 3


@pytest.mark.parametrize("path", RUN)
def test_code_and_outputs_are_those_of_the_page(other, path):
    """Compared with the page's file, so that both engines cannot be wrong together."""
    steps = of(path).steps
    page = next(page for page in other.pages if page.name == FILES[path])
    shown = [e.text.rstrip("\n") for e in page.all("code") if e.around[-1] == "pre" and "output" not in e.around]
    codes = [step.source.rstrip("\n") for step in steps if isinstance(step, Code)]
    assert [text for text in shown if text in codes] == codes
    assert [e.text for e in page.all("samp")] == [step.text for step in steps if isinstance(step, Output)]
    assert len(codes) > 2


@pytest.mark.parametrize("path", RUN)
def test_values(both_texts, path):
    """Every number in the article, in order, the same; among them each value of the page's file."""
    first, second = both_texts
    numbers = [re.findall(NUMBER, text) for text in (first, second)]
    assert numbers[0] == numbers[1]
    left = {number.lstrip("−-") for number in numbers[1]}
    values = [step for step in of(path).steps if isinstance(step, Value)]
    for value in values:
        digits = re.search(NUMBER, value.text)[0].lstrip("−-")
        assert digits in left, f"{path}:{value.line}: {value.text}"
    assert len(numbers[0]) > 20


@pytest.fixture
def both_texts(site, other, path) -> list[str]:
    """The text of a page's article with the alternative texts, as MkDocs and as Zensical give it."""
    texts = []
    for each in (site, other):
        page = next(page for page in each.pages if page.name == FILES[path])
        texts.append(" ".join([page.all("article")[0].text, *(e["alt"] for e in page.all("img"))]))
    return texts


@each_page(RUN)
def test_figures(site, other, both):
    first, second = ([e.attributes for e in page.all("img") if "figure" in e.around] for page in both)
    assert first == second
    figures = [step for step in of(PATHS[both[0].name]).steps if isinstance(step, Figure)]
    assert len(second) == 2 * len(figures) > 0
    for image in second:
        assert image["alt"]
        assert int(image["width"]) > 100 < int(image["height"])
        place = urljoin(both[1].name, image["src"])
        assert (other.folder / place).read_bytes() == (site.folder / place).read_bytes()
    assert [image["class"] for image in second] == ["light-only", "dark-only"] * len(figures)


@each_page(FILES)
def test_mathematics(both):
    first, second = (re.findall(r"<math\b.*?</math>", page.html, re.S) for page in both)
    assert first == second
    formulas = re.findall(r"\$\$?[^$]+\$\$?", of(PATHS[both[0].name]).prose)
    assert len(second) >= len(formulas)
    assert bool(second) == bool(formulas)


@each_page(LESSONS)
def test_forms(both):
    def form(page) -> list[tuple]:
        elements = [e for e in page.elements if "form" in {e.tag, *e.around} and "article" in e.around]
        return [(e.tag, e.text, {**e.attributes, "data-search-exclude": None}) for e in elements]

    assert form(both[0]) == form(both[1])


def test_forms_are_asked_at_all(other):
    assert sum(e.tag == "form" and "answer" in e["class"] for page in other.pages for e in page.elements) > 50


@each_page([path for path in FILES if path != "docs/index.md"])
def test_navigation(both):
    """The same entries lead to the same pages, mark the same lessons, and say where you are."""

    def entries(page, name: str) -> list[tuple]:
        here = f"/{page.name}"
        links = [e for e in page.all("a") if name in e["class"] and not e["href"].startswith("#")]
        return [
            (urljoin(here, e["href"]), " ".join(e.text.split()), e["data-lesson"], e["aria-current"]) for e in links
        ]

    for name in ("md-nav__link", "md-path__link", "md-footer__link"):
        first, second = (entries(page, name) for page in both)
        assert first == second
        assert first


def test_every_link_resolves(other):
    """Each address on each page leads to a file, and what stands behind # to an anchor in it."""
    anchors = {page.file: page.anchors for page in other.pages}
    problems, count = [], 0
    for page in other.pages:
        here = urljoin(other.address, page.name.removesuffix("index.html"))
        for element in page.elements:
            for link in filter(None, (element["href"], element["src"])):
                whole = urlsplit(urljoin(here, link))
                root = urlsplit(other.address)
                if whole.netloc != root.netloc:
                    if element.tag in ("img", "link", "script"):
                        problems.append(f"{page.name}: {link} is loaded from elsewhere")
                    continue
                count += 1
                file = other.folder / unquote(whole.path.removeprefix(root.path))
                file = file / "index.html" if file.is_dir() else file
                if re.fullmatch(ZIP, file.name):
                    continue
                if not whole.path.startswith(root.path.rstrip("/")) or not file.is_file():
                    problems.append(f"{page.name}: {link} leads nowhere")
                elif whole.fragment and file in anchors and unquote(whole.fragment) not in anchors[file]:
                    problems.append(f"{page.name}: {link} has no such anchor")
    assert not problems, "\n" + "\n".join(problems)
    assert count > 3000


def test_all_other_files_are_the_same(site, other):
    """Figures, scripts, styles, data sets, fonts, and the notebooks to download."""
    names = [
        {file.relative_to(each.folder).as_posix() for file in each.folder.rglob("*") if file.is_file()}
        for each in (site, other)
    ]
    assert not {name for name in names[0] ^ names[1] if not any(re.fullmatch(pattern, name) for pattern in OTHERS)}
    for name in sorted(names[0] & names[1]):
        if not name.endswith(".html") and not any(re.fullmatch(pattern, name) for pattern in OTHERS):
            assert (site.folder / name).read_bytes() == (other.folder / name).read_bytes(), name
    assert {"idea/loss.ipynb", "labs/own-data.ipynb", "datasets/penguins.csv", "javascripts/start.js"} <= names[1]
    assert not {name for name in names[1] if "overrides" in name or name.startswith(".")}


def test_the_search_knows_the_same_places(site, other):
    first = json.loads((site.folder / "search/search_index.json").read_text("utf-8"))["docs"]
    second = json.loads((other.folder / "search.json").read_text("utf-8"))["items"]
    assert {entry["location"] for entry in first} == {entry["location"] for entry in second}
    assert any("wide table" in e["text"] or "epoch" in e["text"] for e in second)
    assert not any("Hidden until you predict" in entry["text"] for entry in second)


def test_the_sitemap_has_the_same_addresses(site, other):
    texts = [(each.folder / "sitemap.xml").read_text("utf-8") for each in (site, other)]
    first, second = (sorted(re.findall("<loc>(.*?)</loc>", text)) for text in texts)
    assert first == second
    assert len(first) == len(FILES)


@each_page(LABS)
def test_a_lab_has_a_page_with_its_notebook_to_download(other, both):
    page = both[1]
    (link,) = [e for e in page.all("a") if "download" in e.attributes]
    file = other.folder / urljoin(page.name, link["href"])
    assert file.name == f"{Path(page.name).parent.name}.ipynb"
    assert json.loads(file.read_text("utf-8"))["cells"]
    assert next(e for e in page.all("div") if e["class"] == "claim").text.strip()


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_):
        pass


def test_in_a_browser_it_works_and_says_nothing(other, playwright, tmp_path):
    """Search, a link without a reload, an answer and the copy button; no message, no request to another host."""
    address = urlsplit(other.address)
    (tmp_path / address.path.strip("/")).symlink_to(other.folder)
    messages, hosts = [], set()
    server = http.server.ThreadingHTTPServer((address.hostname, address.port), partial(_Quiet, directory=tmp_path))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    with server, contextlib.closing(chromium.start(playwright)) as browser:
        page = browser.new_page()
        page.on("console", lambda message: messages.append(message.text))
        page.on("pageerror", lambda error: messages.append(str(error)))
        page.on("request", lambda request: hosts.add(urlsplit(request.url).netloc))
        page.goto(f"{other.address}idea/descent/")
        form = page.locator("form.answer-form").first
        form.locator("input").first.fill("99999")
        form.get_by_role("button", name="Check").click()
        expect(form.locator(".verdict")).to_contain_text("Not 99999")
        page.locator("button.copy-code").first.click()
        expect(page.get_by_text("Copied to clipboard")).to_be_visible()
        page.keyboard.press("Control+k")
        page.get_by_role("combobox", name="Search").fill("epoch")
        found = page.get_by_role("option", name="epoch").first
        expect(found).to_be_visible()
        assert found.evaluate("link => getComputedStyle(link).textDecorationLine") == "none"  # its styles are there
        page.evaluate("window.mark = 1")
        found.click()
        page.wait_for_url("**/reference/glossary/**")
        assert page.evaluate("window.mark") == 1
        page.goto(f"{other.address}labs/own-data/")
        expect(page.locator("figure img.light-only").first).to_be_visible()
        server.shutdown()
    assert not messages
    assert hosts <= {address.netloc, ""}


MUTATIONS = {
    "an output": (r"(<samp>.*?)\d", r"\1×"),
    "a value": (r"(<p>[^<]*?)\d", r"\1×"),
    "a figure": (r"<figure\b.*?</figure>", ""),
    "the dark one of a pair": (r'<img[^>]*class="dark-only"[^>]*>', ""),
    "an alternative text": (r'(<img[^>]*alt=")[^"]', r"\1"),
    "a formula": (r"<mn>2</mn>", "<mn>3</mn>"),
    "the place of a heading": (r'<h2 id="', r'<h2 id="x'),
    "a heading": (r"(<h2[^>]*>)\w", r"\1"),
    "code": (r"(<code>.*?)=", r"\1+"),
    "the indent of code": (r"(<code>.*?\n)   ", r"\1  "),
    "a right answer": (r'data-value="', r'data-value="1'),
    "a link": (r'(<a class="term" href=")[^"]+', r"\1#"),
    "the title": (r"(<h1[^>]*>)\w", r"\1"),
}


@pytest.mark.parametrize("name", MUTATIONS)
def test_the_comparison_objects_to_a_change(other, name):
    """The check is checked: one change on Zensical's page, and the articles are no longer the same."""
    html = next(page.html for page in other.pages if page.name == "idea/descent/index.html")
    head, _, body = html.partition("<article")
    changed, count = re.subn(*MUTATIONS[name], body, count=1, flags=re.S)
    assert count == 1
    assert article(f"{head}<article{changed}") != article(html)
