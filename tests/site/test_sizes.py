"""What pages weigh: bytes, requests, tags. And the site's scripts: none dead, nothing that a strict policy forbids.

Bytes are those of the files as a host sends them, compressed, with HEAD for what stands in front of each.
"""

import gzip
import re
from itertools import pairwise
from urllib.parse import urljoin

import minify
import pytest

from scripts.publish import policy
from scripts.model import project
from tests import host

SCRIPTS = project.ROOT / "docs/javascripts"
STYLES = project.ROOT / "docs/stylesheets"
FONTS = project.ROOT / "docs/fonts"
HOME_MAP = {"live-descent.js", "terrain.js"}  # older than the explorers, with a limit of their own
SCRIPT_LIMIT = 20 * 1024  # bytes, compressed: the explorers of the first part, what all share, and answers
LATER = {"circuit-explorer.js", "schedule-explorer.js", "batches-explorer.js"}  # of the parts behind the first
LATER_LIMIT = 9_500
PROGRESS_LIMIT = 1_000
STYLE_LIMIT = 2_850

HEAD = 320  # bytes of the head of an answer
FIRST_VISIT = (
    180_000  # bytes that a reader receives who opens a page, with nothing kept from before, and does not scroll
)
NEXT_PAGE = 40_000  # bytes that going on to the next page costs
REQUESTS = 20  # files for the first
TAGS = 2_500  # of a page, MathML included
NEAR = 1  # figures that may stand so far up that a browser loads them before the reader scrolls; mostly none does
ALWAYS = ["sitemap.xml", "assets/favicon.svg", *(f"fonts/{file.name}" for file in sorted(FONTS.glob("*.woff2")))]

FORBIDDEN = re.compile(
    r"innerHTML|outerHTML|insertAdjacentHTML|\beval\(|new Function|document\.write|setAttribute\(\s*[\"'`]style"
    r"|https?://(?!www\.w3\.org/(?:2000/svg|1998/Math/MathML)[\"'`])[^\s\"'`]*"
)
COMMENT = re.compile(r"/\*.*?\*/|^\s*//.*?$", re.S | re.M)
IMPORT = re.compile(r"(?:\bfrom|\bimport)\s*\(?\s*[\"']\./([\w-]+)\.js[\"']")
BY_TAG = re.compile(r"\bimport\(`\./\$\{\w+\}\.js`\)")
TAG = re.compile(r"[\"']([a-z]+(?:-[a-z]+)+)[\"']")


def imported(source: str) -> set[str]:
    """The modules that a script loads. One that imports by the name of an element loads each element it names."""
    code = COMMENT.sub("", source)
    return set(IMPORT.findall(code)) | set(TAG.findall(code) if BY_TAG.search(code) else ())


def sent(site, names) -> int:
    """The bytes of some files of the site on their way to a reader."""
    return sum(len(host.packed(site.folder / name)) + HEAD for name in names)


def modules(page) -> set[str]:
    """The modules that a page's own scripts load, by what each of them imports."""
    there = {file.stem: COMMENT.sub("", file.read_text("utf-8")) for file in SCRIPTS.glob("*.js")}
    reached, waiting = set(), {"start"} | {e.tag for e in page.elements if e.tag in there}
    while waiting:
        reached |= waiting
        waiting = {name for module in waiting for name in IMPORT.findall(there[module])} - reached
    return {f"javascripts/{name}.js" for name in reached}


def figures(page) -> list[str]:
    """The figures of a page that show by day, in their order."""
    shown = [e["src"] for e in page.all("img") if e["class"] != "dark-only" and not e["src"].startswith("data:")]
    return [urljoin(f"/{page.name}", src).lstrip("/") for src in shown]


def loaded(page) -> set[str]:
    """The style sheets and scripts that a page links to, and the modules that these load."""
    links = [e["href"] for e in page.all("link") if e["rel"] == "stylesheet"]
    scripts = [e["src"] for e in page.all("script") if e["src"]]
    return {urljoin(f"/{page.name}", path).lstrip("/") for path in links + scripts} | modules(page)


def readable(site) -> list:
    """All pages but the one for missing pages, whose links name the place of the site on its host."""
    assert len(site.content) > 30
    return site.content


def test_a_first_visit_stays_below_its_budget(site):
    table, problems = "", []
    for page in readable(site):
        needed = {page.name, *loaded(page), *ALWAYS, *figures(page)[:NEAR]}
        size, later = sent(site, needed), sent(site, figures(page)[NEAR:])
        table += f"\n{size:9,} bytes, {len(needed)} files; scrolling adds {later:7,}: {page.name}"
        if size > FIRST_VISIT or len(needed) > REQUESTS:
            problems.append(page.name)
    print(table)
    assert not problems, f"at most {FIRST_VISIT:,} bytes and {REQUESTS} files, found:{table}"


def test_going_on_to_the_next_page_stays_below_its_budget(site):
    pages = {page.name: page for page in site.content}
    here, order = pages["index.html"], []
    while here.name not in order:
        order.append(here.name)
        following = [e["href"] for e in here.all("a") if "md-footer__link--next" in e["class"]]
        if following:
            here = pages[urljoin(f"/{here.name}", following[0]).lstrip("/") + "index.html"]
    assert len(order) == len(pages), f"the links to the next page leave out {sorted(set(pages) - set(order))}"
    costs = {}
    for before, after in pairwise(order):
        new = (loaded(pages[after]) - loaded(pages[before])) | {after} | set(figures(pages[after])[:NEAR])
        costs[f"{before} to {after}"] = sent(site, new)
    table = "".join(f"\n{size:8,}  {names}" for names, size in sorted(costs.items(), key=lambda item: -item[1]))
    print(table)
    assert max(costs.values()) <= NEXT_PAGE, table


def test_a_page_has_few_tags(site):
    counts = {page.name: len(page.elements) for page in site.pages}
    table = "".join(f"\n{count:6,}  {name}" for name, count in sorted(counts.items(), key=lambda item: -item[1]))
    print(table)
    assert max(counts.values()) <= TAGS, table


def test_figures_wait_and_have_their_room(site):
    pictures = [(page.name, e) for page in site.pages for e in page.all("img")]
    assert len(pictures) > 100
    wrong = [
        f"{name}: {e['src']} loading={e['loading']!r} width={e['width']!r} height={e['height']!r}"
        for name, e in pictures
        if e["loading"] != "lazy" or not (e["width"].isdigit() and e["height"].isdigit())
    ]
    assert not wrong, "\n".join(wrong)


def test_no_script_holds_the_page_up_and_nothing_is_preloaded(site):
    for page in site.pages:
        scripts = [e for e in page.all("script") if e["src"]]
        assert len(scripts) == 2, page.name
        waiting = [e["src"] for e in scripts if "defer" not in e.attributes and e["type"] != "module"]
        assert not waiting, f"{page.name}: expected defer or type=module on {waiting}"
        assert not [e["href"] for e in page.all("link") if "preload" in e["rel"] or "prefetch" in e["rel"]], page.name


@pytest.mark.parametrize("kind", ["css", "js"])
def test_what_pages_share_is_one_file_named_by_its_content(site, kind):
    """So that it can be kept for good, and none of the theme's other files is published."""
    named = {path for page in readable(site) for path in loaded(page) if path.startswith("assets/")}
    (file,) = [path for path in named if path.endswith(f".{kind}")]
    assert policy.HASHED.search(file)
    assert {path.name for path in (site.folder / file).parent.glob(f"*.{kind}")} == {file.split("/")[-1]}


def compressed(files) -> dict[str, int]:
    return {file.name: len(gzip.compress(file.read_bytes(), 9, mtime=0)) for file in files}


def test_explorers_and_answers_stay_small(site):
    """Each file compressed on its own, as it is sent."""
    scripts = compressed(
        file for file in sorted((site.folder / "javascripts").glob("*.js")) if file.name not in HOME_MAP
    )
    styles = {
        name: len(gzip.compress(minify.string("text/css", (STYLES / name).read_text("utf-8")).encode(), 9, mtime=0))
        for name in ("explorers.css", "answers.css")
    }
    table = "".join(f"\n{size:7,}  {name}" for name, size in (scripts | styles).items())
    print(f"scripts {sum(scripts.values()):,}, styles {sum(styles.values()):,} bytes compressed:{table}")
    assert 0 < scripts.pop("progress.js") <= PROGRESS_LIMIT, table
    later = sum(scripts.pop(name, 0) for name in LATER)
    assert 0 < later <= LATER_LIMIT, table
    assert 0 < sum(scripts.values()) <= SCRIPT_LIMIT, table
    assert 0 < sum(styles.values()) <= STYLE_LIMIT, table


def test_scripts_write_no_markup_run_no_text_and_name_no_host():
    problems = [
        f"{file.name}:{number}: {found[0]}"
        for file in sorted(SCRIPTS.rglob("*.*js"))
        for number, line in enumerate(file.read_text("utf-8").splitlines(), 1)
        if (found := FORBIDDEN.search(line))
    ]
    assert not problems, "\n" + "\n".join(problems)


def test_every_script_is_loaded_by_the_first_one():
    """Static imports, dynamic ones, and the modules of the custom elements, which carry the elements' names."""
    there = {file.stem: file.read_text("utf-8") for file in SCRIPTS.glob("*.js")}
    reached, waiting = set(), {"start"}
    while waiting:
        reached |= waiting
        waiting = {name for module in waiting for name in imported(there.get(module, ""))} - reached
    missing, dead = sorted(reached - set(there)), sorted(set(there) - reached)
    assert not missing, f"loaded, but not there: {missing}"
    assert not dead, f"there, but never loaded: {dead}"
