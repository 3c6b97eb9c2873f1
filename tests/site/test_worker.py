"""The list in the published service worker: all that pages show, as it is published."""

import base64
import gzip
import hashlib
import json
import re
import shutil
from urllib.parse import quote, urljoin, urlsplit

import pytest

from scripts.publish import offline
from scripts.model import project
from scripts.publish.built import Built

APART = (".ipynb", ".csv", ".gz", ".zip", ".txt")  # what a reader saves rather than reads here


@pytest.fixture(scope="module")
def listed(site) -> dict[str, str]:
    """The list, by the text of the worker alone."""
    text = (site.folder / "service-worker.js").read_text("utf-8")
    return json.loads(re.search(r"FILES=(\{[^}]*\})", text)[1])


def test_all_that_pages_link_to_or_show_is_kept_but_downloads(site, listed):
    root = urlsplit(site.address).path
    problems = []
    for page in site.pages:
        here = urljoin(site.address, quote(page.name.removesuffix("index.html")))
        for element in page.elements:
            for link in (element["href"], element["src"]):
                whole = urlsplit(urljoin(here, link))
                if not link or whole.netloc != urlsplit(site.address).netloc:
                    continue
                path = whole.path.removeprefix(root)
                if path not in listed and not path.endswith(APART):
                    problems.append(f"{page.name}: {link}")
    assert not problems, "\n" + "\n".join(problems)
    assert {"", "404.html", "sitemap.xml", "search/search_index.json", "manifest.webmanifest"} <= set(listed)
    assert any(re.fullmatch(r"assets/javascripts/workers/search\..*\.js", path) for path in listed)
    for folder, kind in (("figures", "svg"), ("fonts", "woff2"), ("javascripts", "js")):
        assert {f"{folder}/{file.name}" for file in (site.folder / folder).glob(f"*.{kind}")} <= set(listed)
    assert not [path for path in listed if path.endswith((*APART, ".map"))]
    assert "service-worker.js" not in listed


def test_hashes_are_those_of_the_published_files(site, listed):
    total = sent = 0
    for path, listed_hash in listed.items():
        data = (site.folder / (path + "index.html" if path == "" or path.endswith("/") else path)).read_bytes()
        assert base64.b64encode(hashlib.sha256(data).digest()).decode() == listed_hash, path
        total += len(data)
        sent += len(data) if path.endswith((".woff2", ".png")) else len(gzip.compress(data))
    print(f"\n{len(listed)} files kept for reading offline, {total:,} bytes, {sent:,} as they are sent")
    assert sent < 3_000_000


def test_one_changed_file_is_another_version_and_none_is_not(site, tmp_path):
    folder = tmp_path / "site"
    shutil.copytree(site.folder, folder)

    def worker() -> str:
        built = Built(folder)
        offline.write_worker(built)
        return built.changes["service-worker.js"]

    before = (site.folder / "service-worker.js").read_text("utf-8")
    assert worker() == before
    (folder / "idea/loss.ipynb").write_text("{}")
    assert worker() == before
    with (folder / "idea/loss/index.html").open("a") as page:
        page.write("\n")
    after = worker()
    version = r'VERSION="(\w+)"'
    assert re.search(version, after)[1] != re.search(version, before)[1]
    assert len(after) == len(before)


def test_a_worker_without_a_place_for_the_list_is_told(site, tmp_path, monkeypatch):
    (tmp_path / "scripts").mkdir()
    text = (project.ROOT / "scripts/service-worker.js").read_text("utf-8")
    (tmp_path / "scripts/service-worker.js").write_text(text.replace("FILES = {}", "FILES = []"))
    monkeypatch.setattr(project, "ROOT", tmp_path)
    with pytest.raises(ValueError, match=r"service-worker\.js: expected 'FILES = \{\}' once, found it 0 times"):
        offline.write_worker(Built(site.folder))
