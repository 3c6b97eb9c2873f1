"""The labs as pages of the built site: small, without styles or scripts of their own, as good as a lesson."""

import json
import os
import re
import subprocess
import sys
from urllib.parse import urljoin

import pytest

from scripts.model import notebook as notebooks
from scripts.model import project

LABS = [file.stem for file in notebooks.files(project.ROOT)]
SIZE_LIMIT = 150_000  # bytes of HTML


@pytest.fixture(params=LABS)
def lab(site, request):
    return next(page for page in site.pages if page.name == f"labs/{request.param}/index.html")


def cells(lab) -> list[dict]:
    """The cells of a lab's notebook."""
    name = lab.name.split("/")[1]
    return json.loads((project.ROOT / f"docs/labs/{name}.ipynb").read_text("utf-8"))["cells"]


def test_there_are_labs():
    assert "own-data" in LABS


def test_the_page_is_small_and_brings_no_styles_or_scripts_of_its_own(site, lab):
    lesson = next(page for page in site.lessons if page.name == "idea/descent/index.html")
    assert len(lab.html.encode()) <= SIZE_LIMIT
    assert "<style" not in lab.html
    assert not [e for e in lab.elements if e["style"]]
    for tag, attribute in (("link", "href"), ("script", "src")):
        loads = [{e[attribute] for e in page.all(tag) if e["rel"] not in PLACES} for page in (lab, lesson)]
        assert loads[0] == loads[1]
    assert not re.search("mathjax|require.js|mermaid|jupyter|cdnjs|jsdelivr|unpkg", lab.html, re.I)


PLACES = ("canonical", "prev", "next")  # links of a page that are its own


def test_code_and_outputs_stand_in_the_boxes_of_a_lesson(lab):
    codes = [cell for cell in cells(lab) if cell["cell_type"] == "code"]
    shown = [e.text.strip("\n") for e in lab.all("code") if e.around[-1] == "pre"]
    assert shown == ["".join(cell["source"]) for cell in codes]
    assert lab.html.count('<div class="language-python highlight"') == len(codes)
    printed = [out for cell in codes for out in cell["outputs"] if out["output_type"] == "stream"]
    text = "\n".join(e.text for e in lab.all("samp"))
    assert all("".join(out["text"]).removesuffix("\n") in text for out in printed)
    assert len(lab.all("samp")) == sum(any("data" not in out for out in cell["outputs"]) for cell in codes)
    assert all(e["aria-label"] for e in lab.all("div") if e["class"] == "output")


def test_figures_come_in_light_and_dark_with_their_alternative_text(site, lab):
    alts = [cell["metadata"]["alt"] for cell in cells(lab) if "alt" in cell["metadata"]]
    images = [e for e in lab.all("img") if "figure" in e.around]
    assert [e["alt"] for e in images] == [re.sub("<!--.*?-->", "", alt) for alt in alts for _ in range(2)]
    for place, image in enumerate(images):
        file = site.folder / urljoin(lab.name, image["src"])
        assert file.read_text("utf-8").lstrip().startswith(("<svg", "<!DOCTYPE svg"))
        assert file.name.endswith("-dark.svg") is bool(place % 2)
        assert image["class"] == ("dark-only" if place % 2 else "light-only")
        assert int(image["width"]) == 576


def test_formulas_are_mathml_and_comments_are_gone(lab):
    source = "".join("".join(c["source"]) for c in cells(lab) if c["cell_type"] == "markdown")
    assert len(lab.all("math")) == len(re.findall(r"\$\$?[^$]+\$\$?", source))
    (article,) = lab.all("article")
    assert not re.search(r"\$|\\lambda|<!--", article.text)
    assert "<!-- " not in lab.html.partition("<article")[2].partition("</article")[0]


def test_title_description_headings_and_way_back(lab):
    source = "\n".join("".join(cell["source"]) for cell in cells(lab) if cell["cell_type"] == "markdown")
    titles = re.findall("^# (.+)", source, re.M)
    assert [e.text.rstrip("#") for e in lab.all("h1")] == titles
    assert [title.text for title in lab.all("title") if "svg" not in title.around] == [f"{titles[0]} · Fall Line"]
    file = project.ROOT / f"docs/labs/{lab.name.split('/')[1]}.ipynb"
    assert lab.meta("description") == [json.loads(file.read_text("utf-8"))["metadata"]["description"]]
    assert all(e["id"] for e in lab.all("h2") if "article" in e.around)
    assert [e["href"] for e in lab.all("a") if "path" in e["class"]] or "Labs" in lab.html
    assert next(e for e in lab.all("div") if e["class"] == "claim").text.strip()


def test_the_notebook_can_be_downloaded_and_is_complete(site, lab):
    (link,) = [e for e in lab.all("a") if "download" in e.attributes]
    file = site.folder / urljoin(lab.name, link["href"])
    assert file.suffix == ".ipynb"
    content = json.loads(file.read_text("utf-8"))
    assert [cell["cell_type"] for cell in content["cells"]] == [cell["cell_type"] for cell in cells(lab)]
    for new, old in zip(content["cells"], cells(lab), strict=True):
        if old["cell_type"] == "code":
            assert new == old
            continue
        links = re.findall(r"\]\(([^()\s]+)\)", "".join(new["source"]))
        assert all(link.startswith((site.address, "http", "#")) for link in links), links


def test_search_knows_the_text(site, lab):
    index = json.loads((site.folder / "search/search_index.json").read_text("utf-8"))
    place = lab.name.removesuffix("index.html")
    texts = [entry["text"] for entry in index["docs"] if entry["location"].startswith(place)]
    assert len(texts) > 3
    assert any("numpy" in text for text in texts)


def test_a_lab_that_cannot_be_read_is_told_in_a_line_and_the_other_pages_are_built(tmp_path):
    """The preview shows them; a strict build fails."""
    for name in ("docs/labs", "figures"):
        (tmp_path / name).mkdir(parents=True)
    (tmp_path / "figures/style.py").symlink_to(project.ROOT / "figures/style.py")
    (tmp_path / "docs/index.md").write_text("# Home\n")
    (tmp_path / "docs/labs/broken.ipynb").write_text("{")
    plugin = "plugins: [{mkdocs-jupyter: {include: ['labs/*.ipynb'], execute: false}}]\n"
    (tmp_path / "mkdocs.yml").write_text(f"site_name: x\n{plugin}hooks: ['{project.ROOT}/scripts/labs.py']\n")
    variables = os.environ | {"NO_MKDOCS_2_WARNING": "1", "PYTHONPATH": str(project.ROOT)}
    for strict in ([], ["--strict"]):
        command = [sys.executable, "-m", "mkdocs", "build", *strict]
        done = subprocess.run(command, cwd=tmp_path, env=variables, capture_output=True, text=True)
        assert done.returncode == len(strict)
        assert done.stderr.count("docs/labs/broken.ipynb:1: not a notebook, JSON: ") == 1
        assert "Traceback" not in done.stderr
    assert (tmp_path / "site/index.html").is_file()
    assert not (tmp_path / "site/labs").exists()


def test_no_part_of_the_plugins_own_conversion_is_left(site, lab):
    """mkdocs-jupyter publishes; its conversion would bring its classes along."""
    assert not re.search(r'class="[^"]*\b(jp-|highlight-ipynb|celltoolbar|jupyter-wrapper)', lab.html)
    assert not (site.folder / "labs/download").exists()
