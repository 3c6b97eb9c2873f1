"""The pages of the built site, read as files: links, headings, alternative texts, metadata, markup, labs."""

import ast
import itertools
import json
import re
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

from scripts.model import project
from tests.benchmarks import lessons
from tests.site.conftest import SAVED

DOCS = project.ROOT / "docs"
LABS = sorted((DOCS / "labs").glob("*.ipynb"))
WORDS, LINES = 900, 65  # of a lesson with every fold closed, without its exercises
GALLERIES = ("practice/watching/index.html", "practice/spot-the-bug/index.html")
FOREIGN = re.compile(r"\s*(?:[a-z]+:)?//", re.I)
LOADS = re.compile(r"""(?:url\(\s*["']?|@import\s+["'])([^"')]*)""")  # what a style sheet loads


def target(site, name: str, link: str) -> tuple[Path, str] | None:
    """The file that an address on a page leads to, and the part after #. None for another host."""
    whole = urlsplit(urljoin(site.address + name.removesuffix("index.html"), link))
    root = urlsplit(site.address)
    if (whole.scheme, whole.netloc) != (root.scheme, root.netloc) or not whole.path.startswith(root.path):
        return None
    path = unquote(whole.path.removeprefix(root.path))
    file = site.folder / path
    return (file / "index.html" if path == "" or path.endswith("/") else file), unquote(whole.fragment)


def test_each_source_has_its_page_and_the_sitemap_names_it(site, trees):
    sources = [file for file in DOCS.rglob("*.md") if "overrides" not in file.parts] + LABS
    expected = {file.relative_to(DOCS).with_suffix("").as_posix() for file in sources}
    expected = {f"{re.sub(r'(^|/)index$', '', name)}/index.html".lstrip("/") for name in expected}
    assert set(trees) == expected | {"404.html"}
    listed = set(re.findall(r"<loc>(.*?)</loc>", (site.folder / "sitemap.xml").read_text("utf-8")))
    assert listed == {site.address + name.removesuffix("index.html") for name in expected}


def test_links_images_and_anchors_lead_somewhere_offline_too(site, trees, listed):
    kept = {target(site, "", path)[0] for path in listed}
    anchors = {site.folder / name: set(tree.xpath("//@id | //a/@name")) for name, tree in trees.items()}
    problems = []
    for name, tree in trees.items():
        for link in set(tree.xpath("//@href | //@src | //@data-src")):
            found = target(site, name, link) if urlsplit(link).scheme in ("", "http") else None
            if found and not found[0].is_file():
                problems.append(f"{name}: {link}: no such file")
            elif found and found[0] not in kept and found[0].suffix not in SAVED:
                problems.append(f"{name}: {link}: the service worker does not keep it")
            elif found and found[1] and found[0] in anchors and found[1] not in anchors[found[0]]:
                problems.append(f"{name}: {link}: no such anchor")
    assert problems == []
    lost = trees["404.html"].xpath("//article//a/@href")
    assert any(target(site, "404.html", link)[0] == site.folder / "index.html" for link in lost)
    assert all(link.startswith(urlsplit(site.address).path) for link in lost), "a missing page may be at any depth"


def test_every_address_and_anchor_that_was_published_still_leads_somewhere(trees):
    """anchors.txt has all that were: pages, headings, exercises. What has moved leaves its id on a link."""
    published = (Path(__file__).with_name("anchors.txt")).read_text("utf-8").splitlines()
    known = {f"{name.removesuffix('index.html')}#{id}" for name, tree in trees.items() for id in tree.xpath("//@id")}
    known |= {name.removesuffix("index.html") for name in trees}
    assert len(published) > 400
    assert [address for address in published if address not in known] == []


def test_images_have_a_text_a_size_and_a_dark_partner_and_load_late(trees):
    problems = []
    for name, tree in trees.items():
        for image in tree.xpath("//img[not(@data-src)]"):  # but for the small pictures of the lessons
            lacking = [key for key in ("alt", "width", "height") if not image.get(key, "").strip()]
            if lacking or image.get("loading") != "lazy":
                problems.append(f"{name}: {image.get('src')}: without {lacking or 'loading=lazy'}")
        light, dark = (tree.xpath(f"//img[@class='{kind}-only']") for kind in ("light", "dark"))
        pairs = [(image.get("src").replace(".svg", "-dark.svg"), image.get("alt")) for image in light]
        if pairs != [(image.get("src"), image.get("alt")) for image in dark]:
            problems.append(f"{name}: light and dark figures are no pairs")
    assert problems == []


def test_headings_ids_and_language(trees):
    problems = []
    for name, tree in trees.items():
        levels = [int(heading.tag[1]) for heading in tree.xpath("//h1|//h2|//h3|//h4|//h5|//h6")]
        if levels.count(1) != 1 or levels[0] != 1 or any(b > a + 1 for a, b in itertools.pairwise(levels)):
            problems.append(f"{name}: headings {levels}")
        ids = tree.xpath("//@id")
        problems += [f"{name}: id {each} twice" for each in set(ids) if ids.count(each) > 1]
        if tree.get("lang") != "en":
            problems.append(f"{name}: no language")
    assert problems == []


def test_metadata(site, trees):
    problems, seen = [], {}
    for name, tree in trees.items():
        if name == "404.html":
            continue
        meta = {each.get("name") or each.get("property"): each.get("content") for each in tree.iter("meta")}
        words = "description og:title og:description og:type og:image og:url twitter:card twitter:title"
        problems += [f"{name}: no {word}" for word in words.split() if not (meta.get(word) or "").strip()]
        if not 40 <= len(meta["description"]) <= 300 or "<" in meta["description"] + meta["og:title"]:
            problems.append(f"{name}: description {meta['description']!r}")
        for value in (meta["description"], tree.findtext(".//title")):
            if value in seen:
                problems.append(f"{name} and {seen[value]} share {value!r}")
            seen[value] = name
        canonical = tree.xpath("string(//link[@rel='canonical']/@href)")
        if not canonical == meta["og:url"] == site.address + name.removesuffix("index.html"):
            problems.append(f"{name}: canonical address {canonical}")
        if not (target(site, name, meta["og:image"]) or [Path("/nowhere")])[0].is_file():
            problems.append(f"{name}: og:image {meta['og:image']}")
    assert problems == []


def test_nothing_is_loaded_from_another_host(site, trees):
    """Links may lead anywhere; scripts, styles, images and fonts come from this site."""
    problems = []
    for name, tree in trees.items():
        links = tree.xpath("//link[not(@rel='canonical' or @rel='prev')]/@href | //@src | //@srcset | //@action")
        problems += [f"{name}: {link}" for link in links if FOREIGN.match(link)]
    for file in [each for kind in ("css", "svg", "html") for each in site.folder.rglob(f"*.{kind}")]:
        text = file.read_text("utf-8")
        loads = LOADS.findall(text)
        loads += re.findall(r"\b(?:xlink:)?href=[\"']([^\"'#]+)", text) if file.suffix == ".svg" else []
        problems += [f"{file.name}: {link}" for link in loads if FOREIGN.match(link)]
    assert problems == []


def test_reading_time_and_notebook_stand_above_each_lesson(site):
    lines = [(page.name, page.tree.xpath("string(//p[@class='reading-time'])")) for page in site.lessons]
    assert len(lines) >= 20
    wanted = re.compile(r"Read (\d+) min, with exercises (\d+) min · Download as a notebook")
    assert [f"{name}: {line}" for name, line in lines if not wanted.fullmatch(line)] == []
    problems = []
    for page, (name, line) in zip(site.lessons, lines, strict=True):
        article = page.tree.xpath("//article")[0]
        surface = lessons.length(article, surface=True)
        read, whole = map(int, wanted.fullmatch(line).groups())
        if abs(read - lessons.minutes(surface) - 0.5) > 1 or whole != read + 4 * len(article.find_class("exercise")):
            problems.append(f"{name}: {line}: expected {lessons.minutes(surface):.1f} and 4 for each exercise")
        if (surface.words > WORDS or surface.lines > LINES) and name not in GALLERIES:
            problems.append(f"{name}: {surface.words} words and {surface.lines} lines of code with all folds closed")
    assert problems == []


def test_the_two_paths_on_the_home_page_take_as_long_as_they_say(site, trees):
    times = {
        page.name.removesuffix("index.html"): page.tree.xpath("string(//p[@class='reading-time'])")
        for page in site.lessons
    }
    read = {name: int(re.search(r"Read (\d+)", time)[1]) for name, time in times.items()}
    whole = sum(int(re.search(r"exercises (\d+)", time)[1]) for time in times.values())
    evening, all_lessons = trees["index.html"].xpath("//p[strong]")
    path = evening.xpath(".//a/@href")
    assert len(path) == 10
    said = int(re.search(r"about (\d+) minutes", evening.text_content())[1])
    assert abs(sum(read[name] for name in path) - said) <= 5
    hours = int(re.search(r"about (\d+) hours", all_lessons.text_content())[1])
    assert abs(sum(read.values()) / 60 - hours) <= 0.5
    assert 1.8 <= whole / sum(read.values()) <= 2.2


def test_the_list_of_mistakes_has_every_box(site, trees):
    listed = trees["reference/mistakes/index.html"].xpath("//article//li/a/@href")
    boxes = [
        f"../../{page.name.removesuffix('index.html')}#{id}"
        for page in site.lessons
        for id in page.tree.xpath("//*[contains(@class, 'admonition wrong')]/@id")
    ]
    assert len(boxes) >= len(site.lessons)
    assert sorted(link for link in listed if "#" in link) == sorted(boxes)


def tied(text: str) -> int:
    """How many numbers the value comments of a text tie: an entry that is no `...` for each."""
    bodies = [re.sub(r":[.\w]+(?=,|$)", "", body) for body in re.findall(r"<!-- ?= (.*?) -->", text, re.S)]
    entries = [entry for body in bodies for entry in ast.parse(f"({body},)").body[0].value.elts]
    return sum(ast.unparse(entry) != "..." for entry in entries)


def test_counts_of_what_is_run_are_those_of_the_sources(trees):
    """Counted without the page model."""
    count = dict.fromkeys(("blocks", "outputs", "values", "figures", "lessons"), 0)
    for file in DOCS.rglob("*.md"):
        text = file.read_text("utf-8")
        prose = re.sub(r"^( *)(`{3,}).*?^ *\2$", "", text, flags=re.S | re.M)
        blocks = len(re.findall(r"^ *```python", re.sub(r"^( *)(`{4,}).*?^ *\2$", "", text, flags=re.S | re.M), re.M))
        count["blocks"] += blocks
        count["outputs"] += len(re.findall(r"^ *```output", text, re.M))
        count["values"] += tied(re.sub(r"(`+)[^`]+\1", "", prose))
        count["figures"] += len(re.findall(r"^!\[.*\]\([./]*figures/\w+\.svg\)", prose, re.M))
        count["lessons"] += blocks > 0 and file.parent.name not in ("docs", "reference", "labs")
    for cell in (cell for lab in LABS for cell in json.loads(lab.read_text("utf-8"))["cells"]):
        kinds = {output["output_type"] for output in cell.get("outputs", [])}
        count["blocks"] += cell["cell_type"] == "code"
        count["outputs"] += bool(kinds & {"stream", "error"})
        count["figures"] += "display_data" in kinds
        text = "".join(cell["source"]) if cell["cell_type"] == "markdown" else cell["metadata"].get("alt", "")
        count["values"] += tied(text)
    names = ("reference/how-it-is-checked/index.html", "index.html")
    shown, home = (" ".join(trees[name].text_content().split()) for name in names)
    assert "ran {blocks:,} blocks of code".format(**count) in shown
    told = "compared {outputs:,} printed outputs and {values:,} numbers in the text, and drew {figures} figures"
    assert told.format(**count) in shown
    assert "of {lessons} lessons".format(**count) in home
    names = re.findall(r"^      - ([\w/-]+)\.md$", (project.ROOT / "mkdocs.yml").read_text("utf-8"), re.M)
    nav = [f"{name}/" for name in names if not re.search("index$|^(labs|reference)/", name)]
    assert trees["index.html"].xpath("//*[@class='cards']/a[img]/@href") == nav, "a picture for each lesson"


def test_labs_are_pages_like_the_lessons(site, trees):
    assert LABS
    problems = []
    for lab in LABS:
        name = f"labs/{lab.stem}/index.html"
        tree, cells = trees[name], json.loads(lab.read_text("utf-8"))["cells"]
        codes = [cell for cell in cells if cell["cell_type"] == "code"]
        alts = [re.sub(r"<!--.*?-->", "", cell["metadata"]["alt"]) for cell in codes if "alt" in cell["metadata"]]
        checks = {
            "figures": [image.get("alt") for image in tree.xpath("//img[@class='light-only']")] == alts,
            "claim": bool(tree.xpath("//div[@class='claim']")),
            "styles of the plugin": not tree.xpath("//style | //*[contains(@class, 'jp-')]"),
            "scripts": len(tree.xpath("//script")) == len(trees["idea/descent/index.html"].xpath("//script")),
            "notebook": tree.xpath("//a[@download]/@href") == [f"../{lab.name}"],
        }
        problems += [f"{name}: {check}" for check, passed in checks.items() if not passed]
        notebook = json.loads((site.folder / "labs" / lab.name).read_text("utf-8"))
        assert [cell["cell_type"] for cell in notebook["cells"]] == [cell["cell_type"] for cell in cells]
    assert problems == []
    assert not (site.folder / "labs/download").exists()
