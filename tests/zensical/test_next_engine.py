"""`make zensical`: what it says when something is wrong, and what a site loses with Zensical."""

import re
import subprocess
import sys
import tomllib
from importlib.metadata import metadata

import pytest

from scripts import finish, next_engine, project
from scripts.built import Built
from scripts.pages import PageError

ROOT = project.ROOT
PAGE = (ROOT / "docs/reference/next-engine.md").read_text("utf-8")


@pytest.fixture
def small(tmp_path):
    """A project of one page, with our extensions."""
    files = {
        "docs/index.md": "---\ntitle: Home\n---\n# Home\n",
        "docs/stylesheets/site.css": "a { color: red }\n",
        "docs/javascripts/start.js": "export const one = 1;\n",
        "mkdocs.yml": "site_name: Small\nmarkdown_extensions: [scripts.mathematics]\n",
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, "utf-8")
    (tmp_path / "scripts").symlink_to(ROOT / "scripts")
    (tmp_path / "figures").symlink_to(ROOT / "figures")
    return tmp_path


def build(root):
    next_engine.build(root, root / "built")
    return (root / "built/index.html").read_text("utf-8")


def test_a_site_is_built_and_built_again(small):
    assert "Small" in build(small)
    (small / "built/left-over.html").write_text("")
    assert "Small" in build(small)
    assert not (small / "built/left-over.html").exists()
    assert {file.name for file in small.iterdir()} == {"built", "docs", "figures", "mkdocs.yml", "scripts"}


def test_links_without_a_target_are_told_with_their_line(small):
    (small / "docs/index.md").write_text("# Home\n\n[gone](gone.md)\n\n[lost](#lost)\n")
    with pytest.raises(RuntimeError) as error:
        build(small)
    assert str(error.value).split("\n") == [
        "Zensical does not build the site:",
        "docs/index.md:3: page does not exist",
        "docs/index.md:5: anchor does not exist",
    ]
    assert not (small / "built").exists()


def test_a_wrong_formula_is_told_with_its_line(small):
    (small / "docs/index.md").write_text("# Home\n\n$\\frac{1$\n")
    with pytest.raises(RuntimeError, match=r"line 3 of the page: formula \\frac\{1: ") as error:
        build(small)
    assert "Traceback" not in str(error.value)


def test_a_lab_that_cannot_be_read_is_told(small):
    (small / "docs/labs").mkdir()
    (small / "docs/labs/broken.ipynb").write_text("{")
    with pytest.raises(PageError, match=r"docs/labs/broken\.ipynb:1: not a notebook"):
        build(small)


def test_a_folder_that_is_no_site_is_not_replaced(small):
    (small / "built").mkdir()
    (small / "built/precious.txt").write_text("mine")
    with pytest.raises(RuntimeError, match="is no built site"):
        build(small)
    assert (small / "built/precious.txt").read_text() == "mine"


def test_without_zensical_it_names_the_command_that_installs_it(monkeypatch, capsys):
    monkeypatch.setattr(next_engine, "PYTHON", ".venv/nowhere/bin/python")
    assert next_engine.main([]) == 2
    said = capsys.readouterr().err
    assert said == "Zensical is not installed. To install it: make .venv/zensical/ready\n"
    assert re.search(r"^\.venv/zensical/ready:", (ROOT / "Makefile").read_text("utf-8"), re.M)


def test_links_to_labs_lead_to_their_pages_and_others_stay(small, tmp_path_factory):
    (small / "docs/labs").mkdir()
    for lab in ("own-data.ipynb", "index.md"):
        (small / "docs/labs" / lab).write_bytes((ROOT / "docs/labs" / lab).read_bytes())
    (small / "mkdocs.yml").write_text("nav:\n  - labs/own-data.ipynb\n  - Other: idea/loss.ipynb\n")
    (small / "docs/index.md").write_text("[a](labs/own-data.ipynb#x) [b](labs/../labs/own-data.ipynb) [c](loss.ipynb)")
    folder = tmp_path_factory.mktemp("prepared")
    next_engine.prepare(small, folder)
    assert (folder / "mkdocs.yml").read_text() == "nav:\n  - labs/own-data.md\n  - Other: idea/loss.ipynb\n"
    text = (folder / "docs/index.md").read_text()
    assert text == "[a](labs/own-data.md#x) [b](labs/../labs/own-data.md) [c](loss.ipynb)"
    assert "](own-data.md)" in (folder / "docs/labs/index.md").read_text("utf-8")
    assert "\n# " in (folder / "docs/labs/own-data.md").read_text("utf-8")
    assert (small / "docs/index.md").read_text() != text


def test_what_is_left_out_of_finishing_is_a_step():
    assert set(next_engine.LEFT_OUT) < {step.__name__ for step in finish.STEPS}


def test_a_search_that_styles_itself_in_another_way_is_told(tmp_path):
    script = 'a.appendChild(C("style",{},b.toString()))'
    (tmp_path / "assets/javascripts").mkdir(parents=True)
    file = tmp_path / "assets/javascripts/bundle.12.min.js"
    file.write_text(f"1;{script};2")
    built = Built(tmp_path)
    next_engine.adopt_styles(built)
    assert built.read("assets/javascripts/bundle.12.min.js").startswith("1;(s=>{s.replaceSync(b.toString());a.adopted")
    file.write_text(f"{script};{script}")
    with pytest.raises(ValueError, match=r"bundle\.12\.min\.js: Zensical's search has changed: .* found 2\."):
        next_engine.adopt_styles(Built(tmp_path))


def test_what_is_lost(small):
    """What the page says Zensical does not do. Once it does, this fails, and the page has to change."""
    (small / "hook.py").write_text('def on_page_markdown(markdown, **_):\n    return markdown + "hooked"\n')
    more = "hooks: [hook.py]\nedit_uri_template: https://host.example/{path}\n"
    (small / "mkdocs.yml").write_text((small / "mkdocs.yml").read_text() + more)
    html = build(small)
    assert "hooked" not in html
    assert "host.example" not in html
    command = [sys.executable, "-m", "mkdocs", "build", "--quiet", "--site-dir", str(small / "other")]
    settings = (small / "mkdocs.yml").read_text() + "theme: {name: material, custom_dir: overrides, font: false}\n"
    (small / "mkdocs.yml").write_text(settings)
    (small / "overrides").symlink_to(ROOT / "docs/overrides")
    subprocess.run(command, cwd=small, check=True, env={"PYTHONPATH": str(small), "NO_MKDOCS_2_WARNING": "1"})
    html = (small / "other/index.html").read_text("utf-8")
    assert "hooked" in html
    assert "https://host.example/index.md" in html
    for word in ("hooks", "Edit this page"):
        assert word in PAGE


def test_the_page_names_the_versions_of_the_lock():
    lock = tomllib.loads((ROOT / "uv.lock").read_text("utf-8"))
    versions = {package["name"]: package["version"] for package in lock["package"]}
    named = dict(re.findall(r"`(zensical|mkdocs|mkdocs-material) ([\d.]+)`", PAGE))
    assert named == {name: versions[name] for name in ("zensical", "mkdocs", "mkdocs-material")}


def test_the_page_names_the_end_of_the_theme_as_its_package_does():
    words = " ".join(re.sub(r"[>*]", "", metadata("mkdocs-material").as_string()).split())
    (month, day, year) = re.search(r"reaches end of life on (\w+) (\d+), (\d+)\.", words).groups()
    assert f"{day} {month} {year}" in PAGE
