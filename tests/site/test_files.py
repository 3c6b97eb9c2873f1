"""The files of the built site: sizes, fonts, scripts, licences, the list for reading offline, two equal builds."""

import base64
import gzip
import hashlib
import os
import re
import shutil
import subprocess
import sys
from unicodedata import category
from urllib.parse import quote

import pytest
from fontTools.ttLib import TTFont

from scripts import finish
from scripts.model import project
from scripts.publish import offline
from tests.site.conftest import SAVED

DOCS = project.ROOT / "docs"
FORBIDDEN = re.compile(
    r"innerHTML|outerHTML|insertAdjacentHTML|\beval\(|new Function|document\.write|setAttribute\(\s*[\"'`]style"
    r"|https?://(?!www\.w3\.org/(?:2000/svg|1998/Math/MathML)[\"'`])[^\s\"'`]*"
)
LATER = {"surfaces", "methods", "terrain-map", "terrain-explorer", "cells", "plane-explorer", "basins-explorer"}
LATER |= {"edge-explorer"}
COMMENT = re.compile(r"/\*.*?\*/|^\s*//.*?$", re.S | re.M)
ELSEWHERE = {"PYTHONHASHSEED": "7", "TZ": "Asia/Kathmandu", "LC_ALL": "C", "SOURCE_DATE_EPOCH": "1000000000"}


def compressed(*files) -> int:
    return sum(len(gzip.compress(file.read_bytes(), 9, mtime=0)) for file in files)


def test_sizes(site, trees):
    """A page of HTML, its tags, a figure, the scripts of explorers and answers, compressed; the picture for sharing."""
    sizes = {page.name: (page.file.stat().st_size, len(trees[page.name].xpath("//*"))) for page in site.pages}
    assert sizes.pop("reference/formulas/index.html") < (400_000, 15_000)  # each sign is a tag
    assert not {name: size for name, size in sizes.items() if size[0] > 180_000 or size[1] > 5_000}
    assert not [file.name for file in site.folder.rglob("figures/*.svg") if file.stat().st_size > 30_000]
    scripts = sorted((site.folder / "javascripts").glob("*.js"))
    assert not [file.name for file in scripts if compressed(file) > 4_000]
    later = [file for file in scripts if file.stem in LATER]
    assert compressed(*later) < 20_000
    assert compressed(*set(scripts) - set(later)) < 40_000
    assert compressed(*(site.folder / "stylesheets").glob("*.css")) < 9_000
    social = (site.folder / "assets/social.png").read_bytes()
    assert social[16:24] == (1200).to_bytes(4) + (630).to_bytes(4)
    assert len(social) <= 200_000


def test_scripts_write_no_markup_run_no_text_name_no_host_and_are_all_loaded():
    sources = {file.stem: file.read_text("utf-8") for file in (DOCS / "javascripts").glob("*.js")}
    assert not {name: found[0] for name, text in sources.items() if (found := FORBIDDEN.search(text))}
    reached, waiting = set(), {"start"}
    while waiting:
        reached |= waiting
        code = "".join(COMMENT.sub("", sources.get(name, "")) for name in waiting)
        named = set(re.findall(r"[\"']\./([\w-]+)\.js[\"']", code))
        if "import(`./${" in code:  # by the names of elements
            named |= set(re.findall(r"[\"']([a-z]+(?:-[a-z]+)+)[\"']", code)) & set(sources)
        waiting = named - reached
    assert reached == set(sources)


def test_own_scripts_and_styles_are_minified_and_pages_link_one_style_sheet(site, trees):
    for file in (site.folder / "javascripts").glob("*.js"):
        assert not re.search(r"^\s*//", file.read_text("utf-8"), re.M), file.name
    sheet = next((site.folder / "stylesheets").glob("*.css"))
    assert "/*" not in sheet.read_text("utf-8")
    for name, tree in trees.items():
        sheets = [href for href in tree.xpath("//link[@rel='stylesheet']/@href") if "assets/" not in href]
        assert [href.rpartition("/")[2] for href in sheets] == [sheet.name], name


def test_fonts_have_every_character_that_the_pages_set_in_them(trees):
    has = {file.stem: set(map(chr, TTFont(file).getBestCmap())) for file in (DOCS / "fonts").glob("*.woff2")}
    mathematics, prose = set(), set()
    unseen = "ancestor::script|ancestor::style|ancestor::svg|ancestor::pre|ancestor::code"
    for tree in trees.values():
        for letter in tree.xpath("//math//mi/text()[string-length() = 1]"):
            mathematics.add(italic(letter))
        mathematics |= set("".join(tree.xpath("//math//text()[not(ancestor::annotation|parent::mi)]")))
        prose |= set("".join(tree.xpath(f"//body//text()[not({unseen}|ancestor::math)]")))
    assert len(mathematics) > 60
    assert len(prose) > 80
    wanted = {"stix-two-math": mathematics} | {name: prose for name in has if name.startswith("source-serif-4")}
    for name, characters in wanted.items():
        missing = {c for c in characters - has[name] - has["stix-two-math"] if not c.isspace() and category(c) != "Cf"}
        assert not missing, f"docs/fonts/{name}.woff2 lacks {missing}. How to cut it: docs/stylesheets/fonts.css"


def italic(letter: str) -> str:
    """The letter of mathematics that a browser shows for a variable."""
    for first, last, start in (("A", "Z", 0x1D434), ("a", "z", 0x1D44E), ("Α", "Ω", 0x1D6E2), ("α", "ω", 0x1D6FC)):
        if first <= letter <= last:
            return "\u210e" if letter == "h" else chr(start + ord(letter) - ord(first))
    return letter


def test_what_is_published_is_the_projects_the_themes_or_the_searchs_and_its_licence_is_there(site):
    page = (DOCS / "reference/licences.md").read_text("utf-8")
    version = re.search(r'name = "mkdocs-material"\nversion = "(.+)"\n', (project.ROOT / "uv.lock").read_text("utf-8"))
    assert f"`{version[1]}`" in page, "docs/reference/licences.md names another version of the theme than uv.lock"
    linked = re.findall(r"\]\(\.\./((?:licences|fonts)/[^)]+)\)", page)
    assert not [name for name in linked if not (site.folder / name).is_file()]
    known = re.compile(r"[^/]+|assets/(?:javascripts|stylesheets|images)/.*|(?:search|pagefind)/.*|figures/lab_.*"
                       r"|stylesheets/site\..*|.*\.(?:html|ipynb)")  # fmt: skip
    files = [file.relative_to(site.folder).as_posix() for file in site.folder.rglob("*") if file.is_file()]
    assert not [name for name in files if not known.fullmatch(name) and not (DOCS / name).is_file()]


def test_the_worker_keeps_what_scripts_and_styles_load_and_not_what_readers_save(site, listed):
    """That it keeps all that pages link to or show is tested with the links."""
    for folder in ("figures", "fonts", "javascripts", "stylesheets", "pagefind"):
        files = {quote(file.relative_to(site.folder).as_posix()) for file in (site.folder / folder).rglob("*.*")}
        assert {name for name in files if not name.endswith(SAVED)} <= set(listed)
    assert {"", "404.html", "sitemap.xml", "manifest.webmanifest"} <= set(listed)
    assert not [path for path in listed if path.endswith((*SAVED, ".map")) or path == "service-worker.js"]


def test_the_hashes_are_those_of_the_published_files_and_make_the_version(site, listed, tmp_path):
    for path, value in listed.items():
        file = site.folder / (f"{path}index.html" if path == "" or path.endswith("/") else path)
        assert base64.b64encode(hashlib.sha256(file.read_bytes()).digest()).decode() == value, path
    folder, versions = tmp_path / "site", []
    shutil.copytree(site.folder, folder)
    for changed in ("service-worker.js", "idea/loss.ipynb", "idea/loss/index.html"):
        with (folder / changed).open("a") as file:
            file.write("\n")
        offline.write_worker(folder)
        versions.append(re.search(r'VERSION="(\w+)"', (folder / "service-worker.js").read_text("utf-8"))[1])
    assert versions[0] == versions[1] != versions[2]


@pytest.mark.all
def test_another_folder_locale_time_zone_day_and_hash_seed_give_the_same_site(site, tmp_path):
    ignored = shutil.ignore_patterns(".*", "__pycache__", "node_modules", "site", "print", "tests")
    copy = shutil.copytree(project.ROOT, tmp_path / "another/folder", ignore=ignored)
    variables = os.environ | ELSEWHERE | {"SITE_URL": site.address, "EDIT_URL": "", "NO_MKDOCS_2_WARNING": "1"}
    variables["PYTHONPATH"] = str(copy)  # before the project that is installed
    for command in (["-m", "mkdocs", "build", "--strict"], ["scripts/finish.py"]):
        run = subprocess.run([sys.executable, *command], cwd=copy, env=variables, capture_output=True, text=True)
        assert run.returncode == 0, run.stdout + run.stderr
    one, two = (
        {file.relative_to(folder).as_posix(): file.read_bytes() for file in folder.rglob("*") if file.is_file()}
        for folder in (site.folder, copy / "site")
    )
    assert [name for name in sorted(one | two) if one.get(name) != two.get(name)] == []
    assert "lastmod" not in (site.folder / "sitemap.xml").read_text("utf-8")


def test_a_folder_that_is_no_site_and_a_mistake_in_a_script_are_told(site, tmp_path, capsys):
    assert finish.main([str(tmp_path)]) == 2
    assert re.fullmatch(r".* is no built site.*To build it: make site\n", capsys.readouterr().err)
    folder = shutil.copytree(site.folder, tmp_path / "site", ignore=shutil.ignore_patterns("*.ipynb"))
    (folder / "javascripts/wrong.js").write_text("const = 3;\n")
    assert finish.main([str(folder)]) == 2
    assert re.fullmatch(r".*/javascripts/wrong\.js: .*line 1.*\n", capsys.readouterr().err)
