"""What is done to the site after `mkdocs build`."""

import subprocess
import sys

import pytest

from scripts.model import project

HEAD = "<head><meta charset='utf-8'></head>"


def command(*arguments):
    script = [sys.executable, "scripts/finish.py", *map(str, arguments)]
    return subprocess.run(script, cwd=project.ROOT, capture_output=True, text=True)


@pytest.fixture
def folder(tmp_path):
    for name in ("javascripts", "stylesheets"):
        (tmp_path / name).mkdir()
    (tmp_path / "index.html").write_text(HEAD)
    return tmp_path


def test_scripts_lose_comments_and_keep_texts(folder):
    script = folder / "javascripts/try.js"
    script.write_text(
        "// A comment.\n/** Another. */\nexport const text = `def f(x):  # kept\n\n    return x // 2\n`;\n"
        "export const next = (a, b) =>\n  a + +b - -a; // last\n"
    )
    style = folder / "stylesheets/try.css"
    style.write_text("/* A comment. */\n.a > .b {\n  width: calc(100% - 2px);\n  color: var(--ink);\n}\n")
    assert command(folder).returncode == 0
    assert "comment" not in script.read_text() + style.read_text()
    assert "`def f(x):  # kept\n\n    return x // 2\n`" in script.read_text()
    assert style.read_text() == ".a>.b{width:calc(100% - 2px);color:var(--ink)}"
    once = script.read_text()
    assert command(folder).returncode == 0
    assert script.read_text() == once


def test_a_script_with_a_mistake_is_told_and_nothing_is_written(folder):
    (folder / "javascripts/good.js").write_text("// kept\n")
    (folder / "javascripts/wrong.js").write_text("const = 3;\n")
    run = command(folder)
    assert run.returncode == 2
    assert run.stderr.startswith(f"{folder}/javascripts/wrong.js: ")
    assert "line 1" in run.stderr
    assert "Traceback" not in run.stderr
    assert (folder / "javascripts/good.js").read_text() == "// kept\n"


def test_a_notebook_with_a_mistake_is_told_and_nothing_is_written(folder):
    (folder / "javascripts/good.js").write_text("// kept\n")
    for name, text in (("part/good.ipynb", '{"cells": []}'), ("part/wrong.ipynb", "{")):
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text)
    run = command(folder)
    assert run.returncode == 2
    assert run.stderr.startswith(f"{folder}/part/wrong.ipynb: ")
    assert run.stderr.count("\n") == 1
    assert (folder / "javascripts/good.js").read_text() == "// kept\n"
    (folder / "part/wrong.ipynb").write_text("[]")
    assert command(folder).stderr == f"{folder}/part/wrong.ipynb: not a notebook\n"


def test_notebooks_are_finished_once_and_for_all(folder):
    (folder / "index.html").write_text(HEAD + '<link rel="canonical" href="https://example.org/">')
    (folder / "figures").mkdir()
    (folder / "figures/a.svg").write_text("<svg/>")
    (folder / "part").mkdir()
    file = folder / "part/a.ipynb"
    file.write_text('{"cells": [{"cell_type": "markdown", "source": ["![a](../figures/a.svg) [b](b.md)"]}]}')
    assert command(folder).returncode == 0
    once = file.read_text()
    assert "(https://example.org/part/b/)" in once
    assert "data:image/svg+xml;base64,PHN2Zy8+" in once
    assert command(folder).returncode == 0
    assert file.read_text() == once
    file.write_text('{"cells": [{"cell_type": "markdown", "source": ["![a](../figures/lost.svg)"]}]}')
    run = command(folder)
    assert run.returncode == 2
    assert (run.stderr.count("\n"), "figures/lost.svg" in run.stderr) == (1, True)


def test_a_mistake_that_the_last_steps_find_leaves_everything_as_it_was(folder):
    (folder / "javascripts/good.js").write_text("// kept\n")
    (folder / "sitemap.xml.gz").write_text("kept")
    (folder / "index.html").write_text(HEAD + "\n<p onclick='go()'>")
    run = command(folder)
    assert run.returncode == 2
    assert run.stderr.startswith(f"{folder}/index.html:2: <p onclick=…> holds a script")
    assert run.stderr.count("\n") == 1
    assert (folder / "javascripts/good.js").read_text() == "// kept\n"
    assert sorted(file.name for file in folder.iterdir()) == [
        "index.html",
        "javascripts",
        "sitemap.xml.gz",
        "stylesheets",
    ]


def test_the_day_of_the_build_goes(folder):
    (folder / "sitemap.xml").write_text(
        "<url>\n  <loc>https://example.org/</loc>\n  <lastmod>2026-01-01</lastmod>\n</url>\n"
    )
    (folder / "sitemap.xml.gz").write_bytes(b"compressed")
    assert command(folder).returncode == 0
    assert (folder / "sitemap.xml").read_text() == "<url>\n  <loc>https://example.org/</loc>\n</url>\n"
    assert not (folder / "sitemap.xml.gz").exists()


def test_a_file_that_is_no_text_is_told(folder):
    (folder / "javascripts/wrong.js").write_bytes(b"\xff")
    run = command(folder)
    assert run.returncode == 2
    assert run.stderr == f"{folder}/javascripts/wrong.js: not UTF-8 (invalid start byte at byte 0)\n"


def test_a_folder_that_is_no_site_is_told(tmp_path):
    run = command(tmp_path / "nowhere")
    assert run.returncode == 2
    assert run.stderr == (
        f"{tmp_path}/nowhere is no built site (No such file or directory: {tmp_path}/nowhere/javascripts). "
        "To build it: make site\n"
    )


def test_the_built_site_is_finished(site):
    for file in (project.ROOT / "docs/javascripts").glob("*.js"):
        assert "\n//" not in (site.folder / "javascripts" / file.name).read_text("utf-8")
        assert (site.folder / "javascripts" / file.name).stat().st_size < file.stat().st_size
