"""The preview as an author meets it: files are saved, the project and the served site follow."""

import signal
import socket
import subprocess
import sys

import pytest
from axe_playwright_python.sync_playwright import Axe
from mkdocs.commands.build import build
from mkdocs.config import load_config

from scripts.handout import launch_chromium
from scripts.model import page, project
from scripts.publish import check, preview

from .conftest import FILES, PATIENCE, ROOT, Served

WALK, PLAIN, PROSE, LAB = "docs/idea/walk.md", "docs/idea/plain.md", "docs/reference/prose.md", "docs/labs/lab.ipynb"
PLANS = [  # changed files; the pages to run; whether every page is to be rendered
    ("figures/line.py", WALK, False),
    (f"figures/line.py {PLAIN}", f"{WALK} {PLAIN}", False),
    ("figures/style.py", f"{WALK} {PLAIN}", False),
    ("docs/datasets/iris.csv", PLAIN, True),
    ("docs/stylesheets/site.css", "", True),
    ("docs/reference/glossary.md", "", True),
    ("docs/figures/line.svg docs/figures/line-dark.svg docs/idea/walk.ipynb", "", False),
    ("mkdocs.yml scripts/build.py README.md figures/unused.py", "", False),
]


def test_what_a_save_means():
    pages = {name: page.parse(text, name) for name, text in FILES.items() if name.endswith(".md")}
    found = [(changed, *preview.plan(pages, {*changed.split()})) for changed, _, _ in PLANS]
    assert found == [(changed, runs.split(), everything) for changed, runs, everything in PLANS]


def test_a_page_rendered_alone_is_the_page_of_a_whole_build(root, tmp_path):
    address, whole, walk = "http://127.0.0.1:8000/", tmp_path / "whole", root / "docs/idea/walk.md"
    site = preview.Site(root, tmp_path, address)
    site.update(set())
    number = site.news["number"]
    walk.write_text(walk.read_text("utf-8").replace("Step by step.", "Step after step."), "utf-8")
    site.update({"docs/idea/walk.md"})
    assert [address for address, at in site.news["changed"].items() if at > number] == ["/idea/walk/"]
    build(load_config(str(root / "mkdocs.yml"), site_url=address, site_dir=str(whole), strict=False))
    pages = [file.relative_to(whole) for file in whole.rglob("*.html")]
    assert [page for page in pages if (site.folder / page).read_bytes() != (whole / page).read_bytes()] == []
    walk.write_text(walk.read_text("utf-8").replace("# Walk", "# Stroll"), "utf-8")
    site.update({"docs/idea/walk.md"})
    assert "Stroll" in (site.folder / "idea/plain/index.html").read_text("utf-8")  # in the navigation


def test_the_pages_of_the_site_are_those_of_the_model(root, tmp_path, monkeypatch):
    monkeypatch.setattr(project, "ROOT", root)
    files = [root / "docs" / name for name in ("labs/index.mkd", "reference/other.markdown", "idea/bare.md")]
    for file in files:
        file.write_text("# Another page\n\n> A claim.\n", "utf-8")
    build(load_config(str(root / "mkdocs.yml"), site_dir=str(tmp_path), strict=False))
    assert " min</p>" in (tmp_path / "idea/bare/index.html").read_text("utf-8"), "no link to a notebook"
    (tmp_path / "idea/plain/index.html").unlink()
    with pytest.raises(ValueError, match="other") as error:
        check.check(tmp_path)
    for file in files:
        file.unlink()
    assert str(error.value).splitlines() == [
        "docs/labs/index.mkd:1: it is published and never run: let its name end in .md",
        "docs/reference/other.markdown:1: it is published and never run: let its name end in .md",
        "docs/idea/plain.md:1: the site does not have this page: look at mkdocs.yml",
    ]


def test_a_saved_page_runs_and_is_shown(served):
    served.save(WALK, "w = 1", "w = 4")
    served.shows("The weight is 4.00 now")
    assert "w is 4.000" in served.get("/idea/walk/")
    assert "w is 4.000" in served.read(WALK)
    assert "A line to 8.00" in served.read(WALK)
    assert served.read("docs/figures/line.svg") == served.get("/figures/line.svg")
    assert "w = 4" in served.read("docs/idea/walk.ipynb")
    served.save(PROSE, "Nothing", "Still nothing")
    served.shows("Still nothing runs here", "/reference/prose/")
    served.save(LAB, "print(2)", "print(55)")
    served.shows(">55", "/labs/lab/")
    assert '"55' in served.read(LAB)


def test_an_error_is_shown_and_the_last_good_page_stays(served):
    served.save(WALK, "w = 1", "w = 2")
    served.shows("w is 2.000")
    served.save(WALK, "w = 1", "w = nothing")
    served.shows(f"{WALK}:6: NameError: name 'nothing' is not defined")
    assert f"{WALK}:6: NameError: name 'nothing' is not defined" in served.said()
    served.save(PLAIN, "6 * 7", "6 * 8")
    served.shows("48", "/idea/plain/")
    assert "w is 2.000" in served.get("/idea/walk/")
    served.save(WALK, "$w^2$", r"$\nosuch{w}$")
    served.shows(f"{WALK}:14: formula ")
    served.save(PLAIN, "6 * 7", "6 * 9")
    served.shows("54", "/idea/plain/")  # a page that cannot be rendered does not hold up the others
    assert "w is 2.000" in served.get("/idea/walk/")
    served.save(WALK, "The weight", "See [this](nowhere.md). The weight")
    served.shows("contains a link 'nowhere.md'")
    served.save(PROSE, "runs", "runs, $$y = 2$$")
    served.shows(f"{PROSE}:3: $ is shown as it stands: a formula is")
    served.save(PROSE)
    served.save(WALK, "w = 1", "w = 5")
    served.shows("The weight is 5.00 now")
    served.shows('"errors": []')


def test_a_figure_module(served):
    line, said = served.read("docs/figures/line.svg"), len(served.said())
    served.save("figures/line.py", "page.w", "page.nothing")
    served.shows("figures/line.py:5")
    served.save("figures/line.py", "page.w", "page.w / 2")
    served.wait(lambda: line != served.read("docs/figures/line.svg") == served.get("/figures/line.svg"))
    served.shows('"errors": []')
    assert f"{PLAIN}: ran" not in served.said()[said:]


def test_the_authors_text_wins(served):
    begun, said = served.temporary / "begun", len(served.said())
    served.save(WALK, "w = 1", f"import pathlib, time\npathlib.Path({str(begun)!r}).touch()\ntime.sleep(2)\nw = 7")
    served.wait(begun.is_file)
    served.save(WALK, "w = 1", "w = 6  # newer")
    served.shows("The weight is 6.00")
    assert "w = 6  # newer" in served.read(WALK)
    assert served.said()[said:].count(f"{WALK}: ran") == 1
    assert "edited while it ran" not in served.said()


def test_pages_come_and_go(served):
    new = served.root / "docs/idea/new.md"
    new.write_text('# Brand new\n\n```python\nprint("made")\n```\n', "utf-8")
    served.shows("There are 4", "/")
    assert "```output\nmade\n```" in new.read_text("utf-8")
    assert "Brand new" in served.get("/idea/new/")
    new.unlink()
    served.shows("There are 3", "/")
    assert "Brand new" not in served.get("/idea/plain/")
    assert not new.exists()


def test_what_all_pages_share(served):
    served.save("docs/stylesheets/site.css", "black", "blue")
    served.shows("blue", "/stylesheets/site.css")
    served.save("docs/overrides/main.html", "{% block container %}", "{% block container %}<p>saved</p>")
    served.shows("<p>saved</p>", "/idea/plain/")
    for name in ("scripts/model/page.py", "mkdocs.yml"):
        (served.root / name).write_text(served.read(name) + "\n", "utf-8")
        served.wait(lambda name=name: f"{name} has changed: restart make serve" in served.said())


def test_in_a_browser(served, playwright):
    browser = launch_chromium(playwright)
    page = browser.new_page(viewport={"width": 390, "height": 800})
    page.set_default_timeout(PATIENCE * 1000)
    page.goto(served.url + "/idea/walk/")
    page.evaluate("window.same = true; scrollTo(0, 700)")
    served.save(WALK, "w = 1", "w = nothing")
    banner = page.locator("[aria-live=assertive]", has_text=f"{WALK}:6: NameError")
    banner.wait_for()
    assert page.evaluate("[scrollY, window.same]") == [700, True]
    assert Axe().run(page, context="#preview").response["violations"] == []
    served.save(WALK, "w = 1", "w = 2.5")
    page.get_by_text("w is 2.500").wait_for()
    page.wait_for_function("() => scrollY === 700")
    assert banner.count() == 0
    assert page.evaluate("window.same"), "the article is exchanged"
    served.save("docs/stylesheets/site.css", "black", "green")
    page.wait_for_function("!window.same")  # what all pages share is loaded anew
    browser.close()


def test_sigterm_ends_it(served):
    Served(served.root).end(signal.SIGTERM)  # SIGINT ends the other one


def test_a_port_that_is_taken():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        command = [sys.executable, str(ROOT / "scripts/serve.py"), "--port", port]
        run = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE)
    message = f"127.0.0.1:{port} cannot be used: Address already in use. Another one: --port N\n"
    assert (run.returncode, run.stderr) == (2, message)
