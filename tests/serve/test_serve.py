"""The live preview: what a save runs again, what the browser gets, and what it must never do to a file."""

import os
import re
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from scripts.publish import preview
from scripts.model import project

ROOT = Path(__file__).resolve().parents[2]
WALK, PLAIN = "docs/idea/walk.md", "docs/idea/plain.md"


# What is run again.


@pytest.fixture
def small(tmp_path):
    """Three pages: one with a figure that uses another's module, one with a data set, one with counts."""
    files = {
        "docs/idea/one.md": "# One\n\n![A line.](../figures/line.svg)\n",
        "docs/idea/two.md": "# Two\n\n```python\nopen('penguins.csv')\n```\n",
        "docs/idea/three.md": "# Three\n\nPages: 2<!-- = site.pages -->\n\n![A spot.](../figures/spot.svg)\n",
        "figures/line.py": "from figures import style\n",
        "figures/spot.py": "from figures.line import style\n",
        "figures/style.py": "",
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    return tmp_path


READ = {
    "one": {"figures/line.py", "figures/style.py"},
    "two": {"docs/datasets/penguins.csv"},
    "three": {"figures/spot.py", "figures/line.py", "figures/style.py"},
}


def again(root: Path, *changed: str, unknown: str = "") -> list[str]:
    """The pages to run again, when all but one have run and read what they read."""
    rests = {root / f"docs/idea/{name}.md": None if name == unknown else read for name, read in READ.items()}
    loaded, files = project.load_all(root)[0], {root / name for name in changed}
    return [file.stem for file in preview.affected(root, loaded, rests, files)]


def test_a_saved_page_runs_alone(small):
    assert again(small, "docs/idea/two.md") == ["two"]


def test_a_broken_page_is_run_so_that_its_error_is_said(small):
    (small / "docs/idea/two.md").write_text("```python\n")
    assert again(small, "docs/idea/two.md") == ["two"]


def test_a_saved_figure_runs_its_page(small):
    assert again(small, "figures/spot.py") == ["three"]


def test_a_figure_that_another_imports_runs_both_pages(small):
    assert again(small, "figures/line.py") == ["one", "three"]


def test_the_style_runs_every_page_with_a_figure(small):
    assert again(small, "figures/style.py") == ["one", "three"]


def test_a_page_that_has_not_run_to_its_end_runs_when_anything_changes_that_it_may_read(small):
    assert again(small, "figures/spot.py", unknown="two") == ["three", "two"]
    assert again(small, "docs/datasets/new.csv", unknown="two") == ["two"]
    assert again(small, "docs/stylesheets/site.css", unknown="two") == []


def test_a_drawing_or_notebook_changed_by_hand_runs_its_page(small):
    assert again(small, "docs/figures/line-dark.svg") == ["one"]
    assert again(small, "docs/idea/two.ipynb") == ["two"]


def test_a_data_set_runs_the_pages_that_read_it(small):
    assert again(small, "docs/datasets/penguins.csv") == ["two"]


def test_a_good_page_is_run_while_another_is_broken(small):
    (small / "docs/idea/three.md").write_text("```python\n")
    assert again(small, "docs/idea/two.md") == ["two"]


# The command line.


def serve(*arguments: str, root: Path = ROOT, cwd: Path = ROOT) -> subprocess.CompletedProcess:
    command = [sys.executable, str(root / "scripts/serve.py"), *arguments]
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, timeout=120)


def test_a_taken_port_is_said_in_one_line():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        answer = serve("--port", str(taken.getsockname()[1]))
    assert answer.returncode == 2
    assert answer.stderr.count("\n") == 1
    assert "--port" in answer.stderr


@pytest.mark.parametrize("port", ["99999", "-1", "abc", "80.5"])
def test_a_port_that_is_none_is_said(port):
    answer = serve(f"--port={port}")
    assert answer.returncode == 2
    assert answer.stderr.splitlines()[-1].endswith(f"{port}: expected a whole number from 0 to 65535")


@pytest.mark.parametrize("missing", ["docs", "mkdocs.yml"])
def test_a_folder_without_a_site_is_said_in_one_line(tmp_path, missing):
    (tmp_path / "scripts").mkdir()
    (tmp_path / "scripts/serve.py").write_bytes((ROOT / "scripts/serve.py").read_bytes())
    (tmp_path / "docs").mkdir()
    (tmp_path / "mkdocs.yml").touch()
    place = tmp_path / missing
    place.rmdir() if place.is_dir() else place.unlink()
    answer = serve("--port=0", root=tmp_path, cwd=Path("/"))
    assert (answer.returncode, answer.stderr.count("\n")) == (2, 1)
    assert missing in answer.stderr


# Saving.


def test_a_save_runs_its_page_alone_and_reaches_the_browser_once(served):
    before, version = served.said(), served.state()["version"]
    saved = served.replace(WALK, "w = 1", "w = 2")
    now = served.state(version=version, told=[])  # answered when something has changed
    page = served.get("/idea/walk/")
    assert "w is 2.000" in page
    assert "weight is 2.00 now" in page
    assert "line to 4.00" in page
    expected = saved.replace("w is 1.000", "w is 2.000").replace("1.00<!--", "2.00<!--").replace("2.00.]", "4.00.]")
    assert served.read(WALK) == expected
    assert served.get("/figures/line.svg") == served.read("docs/figures/line.svg")
    assert served.get("/idea/walk.ipynb") == served.read("docs/idea/walk.ipynb")
    assert "w = 2" in served.read("docs/idea/walk.ipynb")
    served.quiet()  # while the whole site is rebuilt for the search
    assert served.state() == now | {"busy": False}, "a second reload for one save"
    assert re.findall(r"(\S+): ran in", served.said().removeprefix(before)) == [WALK]


def test_files_that_come_back_together_are_shown(served):
    """As after `git checkout`: a page, its drawing and its notebook, seen as one change or as several."""
    files = [WALK, "docs/figures/line.svg", "docs/figures/line-dark.svg", "docs/idea/walk.ipynb"]
    before = [served.read(name) for name in files]
    served.replace(WALK, "w = 1", "w = 2")
    served.shows("w is 2.000")
    served.quiet()
    for pause in (0, 0.1):
        for name, text in zip(files, before, strict=True):
            served.write(name, text)
            time.sleep(pause)
        served.shows("w is 1.000")
        served.quiet()
        assert served.read(WALK) == before[0]
        served.replace(WALK, "w = 1", "w = 2")
        served.shows("w is 2.000")
        served.quiet()


def test_the_search_finds_what_was_saved(served):
    served.replace(PLAIN, "# Plain", "# Plain\n\nA xylophone.")
    served.shows("xylophone", "/search/search_index.json")


def test_other_pages_keep_their_version(served):
    home, walk = served.state("/")["version"], served.state()["version"]
    served.replace(WALK, "weight is 1.00", "weight remains 1.00")
    served.shows("remains 1.00")
    served.quiet()
    assert served.state("/")["version"] == home
    assert served.state()["version"] != walk


def test_a_new_title_reaches_the_other_pages(served):
    served.replace(WALK, "title: Walk", "title: Wander")
    served.shows("Wander")
    served.shows("Wander", "/idea/plain/")


def test_counts_follow_when_they_change(served):
    assert "There are 2 blocks" in served.get("/reference/counts/")
    counted = served.said().count("counts.md: ran")
    served.replace(PLAIN, "6 * 7", "6 * 8")
    served.shows("48", "/idea/plain/")
    served.quiet()
    assert served.said().count("counts.md: ran") == counted
    served.write(PLAIN, served.read(PLAIN) + "\n```python\nx = 1\n```\n")
    served.shows("There are 3 blocks", "/reference/counts/")


# Mistakes.


@pytest.mark.parametrize(
    ("old", "new", "place", "words"),
    [
        ("w = 1", "w = nothing", 10, "NameError: name 'nothing' is not defined"),
        ("w = 1", "w = (1", 10, "SyntaxError"),
        ("```output", "````output", 14, "never closed"),
        ("= w:.2f", "= v:.2f", 18, "value v:.2f: NameError"),
        ("spot.svg", "spat.svg", 22, "there is no figures/spat.py"),
        ("> Step", "$\\frac{1$\n\n> Step", 7, "formula"),
    ],
)
def test_a_mistake_is_said_with_its_line_and_the_last_good_page_stays(served, old, new, place, words):
    good, page = served.read(WALK), served.get("/idea/walk/")
    broken = served.replace(WALK, old, new)
    errors = served.wait(served.errors)
    assert len(errors) == 1
    assert errors[0].startswith(f"{WALK}:{place}: ")
    assert words in errors[0]
    assert errors[0] in served.said()
    assert "Traceback" not in served.said()
    assert served.read(WALK) == broken
    assert served.get("/idea/walk/") == page
    served.quiet()  # nor does a rebuild of the site bring the broken page
    served.replace(PLAIN, "# Plain", "# Plainer")
    served.shows("Plainer", "/idea/walk/")
    assert "w is 1.000" in served.get("/idea/walk/")
    assert served.read(WALK) == broken
    served.write(WALK, good)
    served.wait(lambda: not served.errors())


def test_a_mended_page_shows_what_was_written_meanwhile(served):
    served.replace(WALK, "w = 1", "w = n")
    served.wait(served.errors)
    served.replace(WALK, "The weight is", "By now n is")
    served.write(WALK, served.read(WALK).replace("w = n", "w = 3"))
    served.shows("By now n is 3.00")
    assert served.errors() == []


def test_a_figure_shown_twice_is_said_until_one_page_shows_it_no_longer(served):
    served.write(PLAIN, served.read(PLAIN) + "\n![A spot.](../figures/spot.svg)\n")
    errors = served.wait(served.errors)
    assert re.match(r"docs/idea/\w+\.md:\d+: figure spot is already shown at docs/idea/\w+\.md:\d+", errors[0])
    served.quiet()
    assert served.errors() == errors
    served.replace(WALK, "![A spot.](../figures/spot.svg)", "")
    served.wait(lambda: not served.errors())
    served.shows("A spot.", "/idea/plain/")


def test_a_page_with_a_mistake_stays_wrong_while_it_is_saved(served):
    served.replace(WALK, "w = 1", "w = nothing")
    served.wait(served.errors)
    said = served.said()
    served.replace(WALK, "The weight", "A weight")
    served.quiet()
    assert "Mended" not in served.said().removeprefix(said)
    assert len(served.errors()) == 1


def test_a_page_that_never_ended_is_ended_by_the_next_save(served):
    served.replace(PLAIN, "print(", "while True:\n    pass\nprint(")
    time.sleep(1)
    served.replace(PLAIN, "while True:\n    pass\nprint(", "print('mended', ")
    served.shows("mended 42", "/idea/plain/")


def test_a_mistake_in_a_figure_names_page_and_module(served):
    served.replace("figures/line.py", "page.w", "page.v")
    errors = served.wait(served.errors)
    assert errors[0].startswith(f"{WALK}:20: figure line: figures/line.py:6: ")
    served.replace("figures/line.py", "page.v", "page.w")
    served.wait(lambda: not served.errors())


# Everything else that is saved.


def test_a_figure_module_redraws(served):
    old = served.get("/figures/line.svg")
    version = served.state()["version"]
    served.replace("figures/line.py", "[0, page.w]", "[1, 3 * page.w]")
    served.wait(lambda: served.get("/figures/line.svg") not in ("", old))
    assert served.get("/figures/line.svg") == served.read("docs/figures/line.svg")
    assert served.state()["version"] != version


def test_the_style_redraws_all(served):
    old = served.get("/figures/spot.svg")
    served.write("figures/style.py", served.read("figures/style.py").replace('GREEN = "', 'GREEN = BLUE = "', 1))
    served.write("figures/style.py", served.read("figures/style.py") + '\nRC["lines.markersize"] = 20\n')
    served.wait(lambda: served.get("/figures/spot.svg") not in ("", old))


def test_a_drawing_that_was_deleted_comes_back(served):
    drawing = served.root / "docs/figures/line.svg"
    content = drawing.read_bytes()
    drawing.unlink()
    served.wait(drawing.is_file)
    assert drawing.read_bytes() == content


@pytest.mark.parametrize("name", ["stylesheets/site.css", "javascripts/start.js"])
def test_a_style_sheet_or_script_reaches_every_page(served, name):
    version = served.state("/")["version"]
    served.write(f"docs/{name}", served.read(f"docs/{name}") + "\n/* changed */\n")
    served.shows("/* changed */", f"/{name}")
    assert served.state("/")["version"] != version


def test_a_template_reaches_every_page(served):
    served.replace("docs/overrides/main.html", '<meta charset="utf-8">', '<meta charset="utf-8"><meta name="tried">')
    served.shows('<meta name="tried">')


def test_a_mistake_in_a_template_is_said_with_its_line(served):
    page = served.get("/idea/walk/")
    good = served.read("docs/overrides/main.html")
    served.write("docs/overrides/main.html", "{% extends 'base.html' %}\n\n{% block content %}{{ oh( }}\n")
    errors = served.wait(served.errors)
    assert errors[0].startswith("docs/overrides/main.html:3: ")
    assert served.get("/idea/walk/") == page
    served.write("docs/overrides/main.html", good)
    served.wait(lambda: not served.errors())


def test_pages_come_and_go(served):
    served.write("docs/idea/new.md", "# Brand new\n\n```python\nprint(f'{1 + 1}')\n```\n")
    served.shows("<samp>2</samp>", "/idea/new/")
    (served.root / "docs/idea/new.md").rename(served.root / "docs/idea/newer.md")
    served.shows("Brand new", "/idea/newer/")
    served.wait(lambda: not served.get("/idea/new/"))
    (served.root / "docs/idea/newer.md").unlink()
    served.wait(lambda: not served.get("/idea/newer/"))
    assert served.errors() == []


def test_a_page_that_is_broken_when_it_is_new_stands_empty(served):
    served.write("docs/idea/new.md", "# Brand new\n\n```python\n")
    assert served.wait(served.errors)[0].startswith("docs/idea/new.md:3: ")
    served.shows("cannot be shown yet", "/idea/new/")
    served.write("docs/idea/new.md", "# Brand new\n\n```python\nprint(f'{1 + 1}')\n```\n")
    served.shows("<samp>2</samp>", "/idea/new/")
    served.wait(lambda: not served.errors())


def test_the_navigation_follows_mkdocs_yml(served):
    served.replace("mkdocs.yml", "Home: index.md", "Hearth: index.md")
    served.shows("Hearth")


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ("nav:", "nav: [", "  - Home: index.md", "expected the node content"),
        ("  name: material", "  name: granite", "theme:", "Unrecognised theme name: 'granite'"),
        ("  - search:\n", "  - surch:\n", "plugins:", 'The "surch" plugin is not installed'),
    ],
)
def test_a_mistake_in_mkdocs_yml_is_said_and_mended(served, old, new, line, words):
    page = served.get("/idea/walk/")
    served.replace("mkdocs.yml", old, new)
    errors = served.wait(served.errors)
    rows = served.read("mkdocs.yml").splitlines()
    assert errors[0].startswith(f"mkdocs.yml:{rows.index(line) + 1}: ")
    assert words in errors[0]
    assert served.get("/idea/walk/") == page
    served.replace(WALK, "weight is 1.00", "weight stays 1.00")  # meanwhile pages can be edited
    served.shows("stays 1.00")
    served.replace("mkdocs.yml", new, old)
    served.wait(lambda: not served.errors())


def test_a_change_of_the_page_model_starts_the_preview_anew(served):
    changed = '\n\ndef show_number(*arguments):\n    return "9.87"\n'
    served.write("scripts/pages.py", served.read("scripts/pages.py") + changed)
    served.shows("The weight is 9.87 now")
    assert served.said().count("Serving on") == served.said().count("starting anew") + 1
    assert served.process.poll() is None


def test_a_mistake_in_the_page_model_is_said_with_its_line(served):
    good = served.read("scripts/pages.py")
    served.write("scripts/pages.py", good + "\nx = (\n")
    errors = served.wait(served.errors)
    assert errors[0].startswith(f"scripts/pages.py:{good.count(chr(10)) + 2}: SyntaxError")
    assert "w is 1.000" in served.get("/idea/walk/")
    served.write("scripts/pages.py", good)
    served.wait(lambda: not served.errors())


# The author's text.


def test_what_is_saved_while_the_page_runs_wins(served):
    """The page has begun to run when it is saved again: what the first run gives is never written."""
    begun = served.root / "begun"
    slow = f"import time, pathlib\npathlib.Path({str(begun)!r}).touch()\ntime.sleep(2)\nw = 5"
    served.replace(WALK, "w = 1", slow)
    served.wait(begun.is_file)
    newer = served.read(WALK).replace(slow, "w = 6").replace("The weight", "The newer weight")
    served.write(WALK, newer)
    served.shows("The newer weight is 6.00")
    served.quiet()
    assert "The newer weight is 6.00" in served.read(WALK)
    assert "w is 5" not in served.said() + served.read(WALK)


def test_a_page_is_not_rewritten_when_it_was_saved_at_the_last_moment(tmp_path):
    file = tmp_path / "page.md"
    file.write_text("as it ran")

    def stands():
        file.write_text("newer")
        return file.read_text() == "as it ran"

    assert not preview.rewrite(file, "as it ran, fresh", stands)
    assert file.read_text() == "newer"
    assert [*tmp_path.iterdir()] == [file]
    file.chmod(0o640)
    assert preview.rewrite(file, "fresh", lambda: True)
    assert (file.read_text(), file.stat().st_mode & 0o777) == ("fresh", 0o640)


def save_in_place(file: Path, text: str) -> None:
    file.write_text(text)


def save_by_rename(file: Path, text: str) -> None:
    spare = file.with_name(f".{file.name}.tmp123")
    spare.write_text(text)
    spare.replace(file)


def save_as_vim_does(file: Path, text: str) -> None:
    (file.parent / "4913").touch()
    (file.parent / "4913").unlink()
    (file.parent / f".{file.name}.swp").write_text("swap")
    file.rename(f"{file}~")
    file.write_text(text)
    Path(f"{file}~").unlink()
    (file.parent / f".{file.name}.swp").unlink()


def save_as_emacs_does(file: Path, text: str) -> None:
    lock = file.with_name(f".#{file.name}")
    lock.symlink_to("someone@somewhere.1234")
    file.with_name(f"#{file.name}#").write_text("autosaved")
    Path(f"{file}~").write_text(file.read_text())
    file.write_text(text)
    time.sleep(1)  # while the lock stands
    lock.unlink()
    file.with_name(f"#{file.name}#").unlink()
    Path(f"{file}~").unlink()


def save_in_two_pieces(file: Path, text: str) -> None:
    with file.open("w") as stream:
        stream.write(text[: text.index("The dear")])
        stream.flush()
        time.sleep(2)
        stream.write(text[text.index("The dear") :])


def save_by_deleting(file: Path, text: str) -> None:
    file.unlink()
    time.sleep(0.2)
    file.write_text(text)


WAYS = [save_in_place, save_by_rename, save_as_vim_does, save_as_emacs_does, save_in_two_pieces, save_by_deleting]


@pytest.mark.parametrize("save", WAYS)
def test_every_way_of_saving_is_seen_and_loses_nothing(served, save):
    before = served.said()
    text = served.read(WALK).replace("w = 1", "w = 7").replace("The weight", "The dear weight") + "\nEnd.\n"
    save(served.root / WALK, text)
    served.shows("The dear weight is 7.00")
    served.quiet()
    now = served.read(WALK)
    assert "w is 7.000" in now
    assert "The dear weight is 7.00<!--" in now
    assert now.endswith("spot.svg)\n\nEnd.\n")
    new = served.said().removeprefix(before)
    assert re.findall(r"(\S+): ran in", new) == [WALK], "seen as one save"
    assert served.errors() == []


HALF = ["", "# Walk\n", "---\ntitle", "```", "# Walk\n\n```python\nw = 1\n", "$$", "/// predict", "![A line.]("]


@pytest.mark.parametrize("text", HALF)
def test_half_typed_pages_stay_as_they_were_typed(served, text):
    served.write(WALK, text)
    time.sleep(1)
    served.quiet()
    assert served.read(WALK) == text


def test_a_file_that_may_not_be_written_is_said(served):
    file = served.root / WALK
    file.chmod(0o444)
    try:
        os.chmod(file, 0o644)
        served.replace(WALK, "w = 1", "w = 8")
        os.chmod(file, 0o444)
        errors = served.wait(served.errors)
        assert "read-only" in errors[0]
        assert "w is 1.000" in served.read(WALK)
    finally:
        file.chmod(0o644)
