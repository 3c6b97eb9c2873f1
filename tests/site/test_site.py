"""The built site, read as files: links, headings, metadata, counts, sizes."""

import gzip
import itertools
import json
import math
import re
import xml.etree.ElementTree as ElementTree
from pathlib import PurePosixPath
from urllib.parse import unquote, urljoin, urlsplit

import pytest
from fontTools.ttLib import TTFont

from scripts.model import project

PAGE_LIMIT = 122_000  # bytes of HTML
FIGURE_LIMIT = 30_000  # bytes of one SVG
WORDS_PER_MINUTE = 200


def each(problems: list[str]) -> None:
    """Fail with all problems at once."""
    assert not problems, "\n" + "\n".join(problems)


def target(site, page, link: str):
    """The file in the site that an address on a page leads to, and the part after #. None for another host."""
    here = urljoin(site.address, page.name.removesuffix("index.html"))
    whole = urlsplit(urljoin(here, link))
    root = urlsplit(site.address)
    if (whole.scheme, whole.netloc) != (root.scheme, root.netloc) or not whole.path.startswith(root.path):
        return None
    path = unquote(whole.path.removeprefix(root.path))
    file = site.folder / path
    return (file / "index.html" if path in ("", ".") or path.endswith("/") else file), unquote(whole.fragment)


def test_the_pages_are_there(site):
    names = {page.name for page in site.pages}
    expected = {"index.html", "404.html"}
    for file in (project.ROOT / "docs").rglob("*.md"):
        path = file.relative_to(project.ROOT / "docs")
        if "overrides" not in path.parts:
            folder = path.parent if path.stem == "index" else path.parent / path.stem
            expected.add(PurePosixPath(folder.as_posix(), "index.html").as_posix())
    assert expected <= names
    assert site.lessons


def test_every_link_image_and_anchor_resolves(site):
    anchors = {page.file: page.anchors for page in site.pages}
    problems = []
    for page in site.pages:
        for element in page.elements:
            for attribute in ("href", "src", "poster", "data"):
                link = element[attribute]
                if not link or urlsplit(link).scheme in ("data", "mailto"):
                    continue
                found = target(site, page, link)
                if found is None:
                    continue
                file, fragment = found
                if not file.is_file():
                    problems.append(f"{page.name}: {element.tag} {link}: no such file")
                elif fragment and file in anchors and fragment not in anchors[file] | {"__comments"}:
                    problems.append(f"{page.name}: {element.tag} {link}: no such anchor")
    each(problems)


def test_every_image_has_an_alternative_text_and_a_size(site):
    each(
        [
            f"{page.name}: {image['src']}: no {name}"
            for page in site.pages
            for image in page.all("img")
            for name in ("alt", "width", "height")
            if not image[name].strip()
        ]
    )


def test_light_and_dark_figures_come_in_pairs(site):
    problems = []
    for page in site.pages:
        light = [image for image in page.all("img") if image["class"] == "light-only"]
        dark = [image for image in page.all("img") if image["class"] == "dark-only"]
        pairs = [(image["src"].replace(".svg", "-dark.svg"), image["alt"]) for image in light]
        if pairs != [(image["src"], image["alt"]) for image in dark]:
            problems.append(page.name)
    each(problems)


def test_one_title_and_no_level_skipped(site):
    problems = []
    for page in site.pages:
        levels = [int(heading.tag[1]) for heading in page.all("h1", "h2", "h3", "h4", "h5", "h6")]
        if levels.count(1) != 1 or levels[0] != 1:
            problems.append(f"{page.name}: expected one h1, before all others: {levels}")
        if any(below > above + 1 for above, below in itertools.pairwise(levels)):
            problems.append(f"{page.name}: a level is skipped: {levels}")
    each(problems)


def test_no_id_is_used_twice(site):
    problems = []
    for page in site.pages:
        ids = [e["id"] for e in page.elements if e["id"]]
        problems += [f"{page.name}: {name}" for name in sorted(set(ids)) if ids.count(name) > 1]
    each(problems)


def test_every_page_says_its_language(site):
    each([page.name for page in site.pages if page.all("html")[0]["lang"] != "en"])


def test_metadata(site):
    names = "description og:title og:description og:type og:image og:url twitter:card twitter:title twitter:description"
    problems = []
    for page in site.content:
        for name in names.split():
            values = page.meta(name)
            if len(values) != 1 or not values[0].strip():
                problems.append(f"{page.name}: {name}: {values}")
        if "<" in "".join(page.meta("description") + page.meta("og:title")):
            problems.append(f"{page.name}: a tag in the metadata")
        if not 40 <= len("".join(page.meta("description"))) <= 300:
            problems.append(f"{page.name}: description of {len(''.join(page.meta('description')))} characters")
        for image in page.meta("og:image") + page.meta("twitter:image"):
            found = target(site, page, image)
            if not image.startswith(site.address) or not found or not found[0].is_file():
                problems.append(f"{page.name}: {image}: not an absolute address of a file of this site")
        canonical = [link["href"] for link in page.all("link") if link["rel"] == "canonical"]
        if canonical != page.meta("og:url") or canonical != [site.address + page.name.removesuffix("index.html")]:
            problems.append(f"{page.name}: canonical address {canonical}")
    each(problems)


@pytest.mark.parametrize("what", ["title", "description"])
def test_no_two_pages_share_their(site, what):
    seen: dict[str, str] = {}
    problems = []
    for page in site.content:
        title = next(e.text for e in page.all("title") if "svg" not in e.around)
        value = title if what == "title" else page.meta("description")[0]
        if value in seen:
            problems.append(f"{page.name} and {seen[value]}: {value}")
        seen[value] = page.name
    each(problems)


def test_nothing_is_loaded_from_another_host(site):
    """`<a href>` may lead anywhere; scripts, styles, images and fonts come from this site."""
    problems = []
    for page in site.pages:
        for e in page.elements:
            loads = [] if e.tag in ("a", "area") or e["rel"] in ("canonical", "prev", "next", "edit") else [e["href"]]
            loads += [e["src"], e["poster"], e["data"], *(part.split()[0] for part in e["srcset"].split(",") if part)]
            problems += [f"{page.name}: {e.tag} {link}" for link in loads if re.match(r"(?:[a-z]+:)?//", link)]
            if e.tag == "form" and re.match(r"(?:[a-z]+:)?//", e["action"]):
                problems.append(f"{page.name}: form to {e['action']}")
        problems += [f"{page.name}: {link}" for e in page.all("style") for link in foreign(e.text)]
        problems += [f"{page.name}: {link}" for e in page.elements for link in foreign(e["style"])]
    for file in sorted([*site.folder.rglob("*.css"), *site.folder.rglob("*.svg")]):
        text = file.read_text("utf-8")
        problems += [f"{file.name}: {link}" for link in foreign(text)]
        if file.suffix == ".svg":
            links = re.findall(r"\b(?:xlink:)?(?:href|src)\s*=\s*[\"']([^\"']*)", text)
            problems += [f"{file.name}: {link}" for link in links if not link.startswith(("#", "data:"))]
    for file in sorted((site.folder / "javascripts").rglob("*.js")):
        text = file.read_text("utf-8").replace("http://www.w3.org/2000/svg", "")
        problems += [f"{file.name}: {link}" for link in re.findall(r"[\"'`](?:https?:)?//\w[^\"'`]*", text)]
    each(problems)


def foreign(css: str) -> list[str]:
    """The addresses of other hosts that a style sheet loads."""
    loads = re.findall(r"url\(\s*[\"']?([^\"')]*)", css) + re.findall(r"@import\s+[\"']([^\"']*)", css)
    return [link for link in loads if re.match(r"(?:https?:)?//", link.strip())]


def test_no_page_has_a_script_or_a_handler_of_our_own(site):
    problems = []
    for page in site.pages:
        problems += [
            f"{page.name}: {e.tag} {name}" for e in page.elements for name in e.attributes if name.startswith("on")
        ]
        problems += [f"{page.name}: script in the text" for e in page.all("script") if "article" in e.around]
    each(problems)


def test_sitemap_lists_every_page(site):
    tree = ElementTree.parse(site.folder / "sitemap.xml")
    listed = {e.text for e in tree.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")}
    assert listed == {site.address + page.name.removesuffix("index.html") for page in site.content}


def test_page_for_missing_pages_leads_back(site):
    page = next(page for page in site.pages if page.name == "404.html")
    links = {link["href"] for link in page.all("a") if "article" in link.around}
    assert all(urlsplit(link).path.startswith("/") for link in links)
    assert any(target(site, page, link)[0] == site.folder / "index.html" for link in links)


def test_edit_link_is_absent_when_not_configured(site):
    each([page.name for page in site.pages if any(e["rel"] == "edit" for e in page.all("a"))])


def test_reading_time_agrees_with_a_count_of_the_source(site):
    problems = []
    for page in site.lessons:
        source = project.ROOT / "docs" / (page.name.removesuffix("/index.html") + ".md")
        shown = [e.text for e in page.all("p") if e["class"] == "reading-time"]
        match = re.fullmatch(r"(\d+) min read · Download as a notebook", "".join(shown))
        minutes = minutes_of(source.read_text("utf-8"))
        if len(shown) != 1 or not match or abs(int(match[1]) - minutes) > 1:
            problems.append(f"{page.name}: shows {shown}, counted {minutes:.1f}")
    each(problems)


def minutes_of(markdown: str) -> float:
    """Reading time by another way than the site's: over the source's lines, without what is folded away."""
    words, blocks, fence, folded = 0, 0, "", 0
    lines = re.sub(r"<!--.*?-->", "", markdown, flags=re.S)
    lines = re.sub(r"\A---\n.*?\n---\n", "", lines, flags=re.S).splitlines()
    depth: list[bool] = []
    for line in lines:
        if fence:
            fence = "" if line.strip() == fence else fence
            continue
        if opening := re.match(r"\s*(`{3,}|~{3,})", line):
            fence = opening[1]
            blocks += not folded
        elif marker := re.match(r"\s*/{3,}\s*(\w*)", line):
            if marker[1]:
                depth.append(marker[1] in ("answer", "hint", "solution"))
            elif depth:
                depth.pop()
            folded = sum(depth)
        elif not folded and not line.startswith("!["):
            text = re.sub(r"\]\([^)]*\)|[#>|*]|\$[^$]*\$|^\s*[-:| ]+$", " ", line)
            words += len(text.split())
    return max(1, math.ceil(words / WORDS_PER_MINUTE + blocks * 0.25))


def test_counts_on_the_home_page_are_those_of_the_sources(site):
    count = {"blocks": 0, "outputs": 0, "values": 0, "figures": 0, "lessons": 0, "exercises": 0}
    for file in sorted((project.ROOT / "docs").rglob("*.md")):
        if "overrides" in file.parts:
            continue
        blocks, outputs, rest = fences(file.read_text("utf-8"))
        count["blocks"] += blocks
        count["outputs"] += outputs
        count["values"] += len(re.findall(r"<!-- ?=", re.sub(r"(`+)[^`]+\1", "", rest)))
        count["figures"] += len(re.findall(r"^!\[.*\]\([./]*figures/\w+\.svg\)", rest, re.M))
        in_part = file.parent.name not in ("docs", "reference", "labs")
        count["lessons"] += in_part and blocks > 0
        exercises = re.split(r"^/+ exercise\b", rest, flags=re.M)[1:]
        count["exercises"] += sum(re.search(r"^/+ (check|choose)\b", each, re.M) is not None for each in exercises)
    for lab in sorted((project.ROOT / "docs/labs").glob("*.ipynb")):
        for cell in json.loads(lab.read_text("utf-8"))["cells"]:
            kinds = {output["output_type"] for output in cell.get("outputs", [])}
            count["blocks"] += cell["cell_type"] == "code"
            count["outputs"] += bool(kinds & {"stream", "error"})
            count["figures"] += "display_data" in kinds
            text = "".join(cell["source"]) if cell["cell_type"] == "markdown" else cell["metadata"].get("alt", "")
            count["values"] += text.count("<!-- =")
    home = (project.ROOT / "docs/index.md").read_text("utf-8")
    numbers = re.findall(r"([\d,]+)<!-- = site\.(\w+)(?::,)? -->", home)
    shown = {name: int(number.replace(",", "")) for number, name in numbers}
    assert shown == count
    page = next(page for page in site.pages if page.name == "index.html")
    text = " ".join(next(e for e in page.all("article")).text.split())
    for name, noun in {"blocks": "blocks", "outputs": "printed", "values": "numbers", "figures": "figures"}.items():
        assert f"{count[name]:,} {noun}" in text


def fences(markdown: str) -> tuple[int, int, str]:
    """The number of python and of output fences of a page, and the page without any fence."""
    blocks = outputs = 0
    rest, fence = [], ""
    for line in markdown.splitlines():
        if fence:
            fence = "" if line.strip() == fence else fence
        elif opening := re.match(r"\s*(`{3,}|~{3,})\s*(\w*)", line):
            fence = opening[1]
            blocks += opening[2] == "python"
            outputs += opening[2] == "output"
        else:
            rest.append(line)
    return blocks, outputs, "\n".join(rest)


def test_sizes(site):
    problems = []
    shared = [*site.folder.rglob("*.css"), *site.folder.rglob("*.js"), *site.folder.rglob("*.woff2")]
    kept = [f for f in shared if not {"lunr", "workers"} & set(f.parts)]
    weight = sum(f.stat().st_size if f.suffix == ".woff2" else len(gzip.compress(f.read_bytes())) for f in kept)
    print(f"\nshared by all pages, styles and scripts compressed: {weight / 1000:.0f} kB")
    for page in site.pages:
        size = len(page.html.encode())
        pictures = sum(target(site, page, e["src"])[0].stat().st_size for e in page.all("img") if e["src"]) / 2
        print(f"{size / 1000:7.1f} kB  and {pictures / 1000:5.1f} kB of figures  {page.name}")
        if size > PAGE_LIMIT:
            problems.append(f"{page.name}: {size:,} bytes")
    problems += [f.name for f in site.folder.rglob("figures/*.svg") if f.stat().st_size > FIGURE_LIMIT]
    live = b"".join((site.folder / "javascripts" / name).read_bytes() for name in ("live-descent.js", "terrain.js"))
    if len(gzip.compress(live)) > 3000:
        problems.append(f"the live map's scripts: {len(gzip.compress(live)):,} bytes compressed")
    social = site.folder / "assets/social.png"
    if social.stat().st_size > 200_000 or social.read_bytes()[16:24] != (1200).to_bytes(4) + (630).to_bytes(4):
        problems.append("assets/social.png: expected 1200 by 630, at most 200 kB")
    each(problems)


def test_the_text_uses_only_letters_of_the_sites_fonts(site):
    """A sign that Source Serif 4 and STIX Two Math lack would be drawn by whatever font the reader has."""
    known = {ord(char) for char in "\n\t\u200b\u2060"}
    for name in ("source-serif-4-normal", "stix-two-math"):
        with TTFont(project.ROOT / f"docs/fonts/{name}.woff2") as font:
            known |= set(font.getBestCmap())
    problems = []
    for page in site.pages:
        text = "".join(
            e.text for e in page.all("p", "li", "td", "th", "dd", "dt", "h1", "h2", "h3") if "article" in e.around
        )
        for e in page.all("code", "samp", "pre"):
            text = text.replace(e.text, "")
        lacking = sorted({char for char in text if ord(char) not in known})
        if lacking:
            problems.append(f"{page.name}: {' '.join(f'{char} (U+{ord(char):04X})' for char in lacking)}")
    each(problems)
