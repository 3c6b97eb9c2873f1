"""Whatever the site publishes is named on the page of licences, with the version of the lock."""

import json
import re
import subprocess
import sys
from pathlib import PurePosixPath

import pytest

from scripts.model import project

LOCK = (project.ROOT / "uv.lock").read_text("utf-8")
PAGE = (project.ROOT / licences.PAGE).read_text("utf-8")


def test_the_page_is_fresh():
    fresh = licences.page(LOCK, licences.theme_maps())
    assert fresh == PAGE, f"{licences.PAGE} is stale. To make it fresh: python scripts/licences.py"


def test_the_version_is_that_of_the_lock():
    """Read by another route than the script's."""
    version = re.search(r'^name = "mkdocs-material"\nversion = "(.+)"$', LOCK, re.M)[1]
    assert f"Material for MkDocs `{version}`" in PAGE


def test_a_package_without_a_known_licence_stops_the_page():
    maps = [json.dumps({"sources": ["node_modules/rxjs/src/a.ts", "webpack/node_modules/@new/thing/index.js"]})]
    with pytest.raises(LookupError, match="now contains @new/thing: add licence and holder"):
        licences.page(LOCK, maps)


def test_a_theme_that_is_not_locked_is_told():
    with pytest.raises(LookupError, match=r"uv\.lock: no package mkdocs-material"):
        licences.page('[[package]]\nname = "numpy"\nversion = "2.4.6"\n', licences.theme_maps())


def test_every_licence_is_published_beside_its_software(site):
    texts = {*licences.TEXTS.values(), "fonts/LICENSE-source-serif-4.txt", "fonts/LICENSE-stix-two-math.txt"}
    missing = sorted(name for name in texts if not (site.folder / name).is_file())
    assert not missing
    linked = set(re.findall(r"\]\(\.\./((?:licences|fonts)/[^)]+)\)", PAGE))
    assert {name for name in linked if not (site.folder / name).is_file()} == set()


def test_every_published_file_is_the_projects_or_the_themes(site):
    """A file from elsewhere needs a place on the page of licences."""
    theme = re.compile(r"assets/(javascripts|stylesheets|images)/")
    unknown = []
    for file in sorted(site.folder.rglob("*")):
        name = PurePosixPath(file.relative_to(site.folder).as_posix())
        if file.is_dir() or name.suffix in {".html", ".ipynb"} or len(name.parts) == 1 or name.parts[0] == "search":
            continue
        if not (theme.match(str(name)) or (project.ROOT / "docs" / name).is_file() or name.parts[0] == "figures"):
            unknown.append(str(name))
    assert not unknown, f"published, but neither the project's nor the theme's: {unknown}"


def test_every_font_and_data_set_is_named(site):
    fonts = {"source-serif-4": "Source Serif 4", "stix-two-math": "STIX Two Math"}
    for file in (site.folder / "fonts").glob("*.woff2"):
        known = [name for stem, name in fonts.items() if file.stem.startswith(stem)]
        assert known, f"{file.name}: add its licence to scripts/licences.py"
        assert known[0] in PAGE
    assert {file.name for file in (site.folder / "datasets").iterdir()} == {"penguins.csv", "digits.csv.gz"}


def test_the_command_says_what_is_missing_without_a_traceback(tmp_path):
    """Without the theme there are no maps to read."""
    command = [sys.executable, "-S", "-c", "import sys; sys.path.insert(0, '.')\nimport scripts.licences as it\n"
               "it.find_spec = lambda name: None\nsys.exit(it.main())"]  # fmt: skip
    done = subprocess.run(command, cwd=project.ROOT, capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (2, "")
    assert (
        done.stderr == "mkdocs-material is not installed, or without its source maps. To install it: make .venv/ready\n"
    )
