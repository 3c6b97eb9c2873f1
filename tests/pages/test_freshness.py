"""The cache: a page runs again when anything that it rests on has changed, and only then; checks never ask it."""

import json
import os
import py_compile
import re
import subprocess
import sys

import pytest

from scripts import build
from scripts.model import cache as freshness
from tests.pages.conftest import REPOSITORY

PAGE = """# Lesson

> A claim.

```python
x = [0, 1, 2]
y = [4, 1, 0]
print(sum(y))
```

The sum is 0<!-- = sum(y) -->.

![A bowl.](../figures/bowl.svg)
"""
DRAW = """from figures import style
from figures.shared.widths import width


def draw(page):
    drawing, axes = style.figure(height=2)
    axes.plot(page.x, page.y, color=style.INK, linewidth=width)
    return drawing
"""
READS = """```python
with open("numbers.csv") as file:
    print(file.read().strip())
```
"""


@pytest.fixture
def cached(project, monkeypatch):
    """A project of a lesson with a figure, a page that reads data, and one with the counts, built once."""
    monkeypatch.delenv("CI")
    # The tests change the looks and the fonts, so these must not be links to the repository's.
    for name in ("style.py", "fonts"):
        source = (project.root / "figures" / name).resolve()
        (project.root / "figures" / name).unlink()
        for file in [source] if source.is_file() else source.iterdir():
            project.write(f"figures/{file.relative_to(REPOSITORY / 'figures')}", file.read_bytes())
    project.write("docs/idea/lesson.md", PAGE)
    project.write("docs/idea/reads.md", READS)
    project.write("docs/idea/words.md", "Only words.\n")
    project.write("docs/reference/counts.md", "There are 0<!-- = site.blocks --> blocks.\n")
    project.write("docs/datasets/numbers.csv", "1,2\n")
    project.write("figures/bowl.py", DRAW)
    project.write("figures/shared/widths.py", "width = 1.5\n")
    assert project.run().status == 0
    return project


def ran(project, *arguments: str) -> set[str]:
    """Which pages with steps a build runs, by the names of their files."""
    done = project.run("-v", *arguments)
    assert (done.status, done.err) == (0, "")
    rows = re.findall(r"^ +(?:(\d+\.\d\d) s|fresh)  docs/\w+/(\w+)\.\w+$", done.out, re.M)
    assert len(rows) == 4
    again = {name for seconds, name in rows if seconds and name != "words"}
    known = re.search(r"; (\d) pages? fresh by the cache; ", done.out)
    assert int(known[1] if known else 0) == 3 - len(again), "the summary says what did not run"
    return again


def test_nothing_runs_when_nothing_has_changed(cached):
    before = cached.tree()
    assert ran(cached) == set()
    assert cached.tree() == before


CHANGES = {
    "its text": ("docs/idea/lesson.md", ("y = [4, 1, 0]", "y = [4, 1, 1]"), {"lesson"}),
    "a printed output by hand": ("docs/idea/lesson.md", ("```output\n5", "```output\n6"), {"lesson"}),
    "its figure module": ("figures/bowl.py", ("height=2", "height=3"), {"lesson"}),
    "a module that its figure module imports": ("figures/shared/widths.py", ("1.5", "2.5"), {"lesson"}),
    "the style": ("figures/style.py", ('"lines.linewidth": 1.8', '"lines.linewidth": 1.9'), {"lesson"}),
    "a font": ("figures/fonts/fall-line-sans-regular.ttf", None, {"lesson"}),
    "its light drawing": ("docs/figures/bowl.svg", ("<svg ", "<svg  "), {"lesson"}),
    "its dark drawing": ("docs/figures/bowl-dark.svg", ("<svg ", "<svg  "), {"lesson"}),
    "its notebook": ("docs/idea/lesson.ipynb", ("claim", "claims"), {"lesson"}),
    "a data set that it opens": ("docs/datasets/numbers.csv", ("1,2", "1,3"), {"reads"}),
    "the counts of the site": (
        "docs/idea/reads.md",
        ("```python", "```python\nx = 1\n```\n\n```python"),
        {"reads", "counts"},
    ),
    "another page, its counts as before": ("docs/idea/words.md", ("Only", "Just"), set()),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_page_runs_again_after_a_change_in(cached, change):
    name, words, expected = CHANGES[change]
    file = cached.root / name
    if words is None:
        file.write_bytes(file.read_bytes() + b"\0")
    else:
        text = file.read_text("utf-8")
        assert words[0] in text
        file.write_text(text.replace(*words), "utf-8")
    assert ran(cached) == expected
    assert ran(cached) == set()
    assert cached.run("--check").status == 0


@pytest.mark.parametrize("name", ["docs/figures/bowl.svg", "docs/figures/bowl-dark.svg", "docs/idea/lesson.ipynb"])
def test_what_was_deleted_is_made_again(cached, name):
    before = cached.tree()
    (cached.root / name).unlink()
    assert ran(cached) == {"lesson"}
    assert cached.tree() == before


@pytest.mark.parametrize(
    "variable", ["OPENBLAS_CORETYPE", "OPENBLAS_NUM_THREADS", "MPLCONFIGDIR", "PYTHONHASHSEED", "LC_ALL", "TZ"]
)
def test_all_pages_run_again_after_a_change_in_the_environment(cached, monkeypatch, variable):
    monkeypatch.setenv(variable, "2")
    assert ran(cached) == {"lesson", "reads", "counts"}


def test_all_pages_run_again_after_a_change_in_matplotlibs_settings(cached, monkeypatch, tmp_path):
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    assert ran(cached) == set()
    (tmp_path / "matplotlib").mkdir()
    (tmp_path / "matplotlib/matplotlibrc").write_text("lines.dash_capstyle: round\n")
    assert ran(cached) == {"lesson", "reads", "counts"}


@pytest.mark.parametrize("library", ["numpy", "matplotlib", "scour"])
def test_all_pages_run_again_after_a_change_in_a_library(cached, monkeypatch, library):
    """A library's version is in the name of its folder of metadata."""
    real = os.listdir
    there = [name for place in sys.path if os.path.isdir(place) for name in real(place)]
    assert any(re.fullmatch(rf"{library}-[\d.]+\.dist-info", name) for name in there)

    def newer(place="."):
        return [re.sub(rf"^{library}-.*(?=\.dist-info)", f"{library}-99.0", name) for name in real(place)]

    monkeypatch.setattr(freshness.os, "listdir", newer)
    assert ran(cached) == {"lesson", "reads", "counts"}


def test_all_pages_run_again_after_a_change_in_python(cached, monkeypatch):
    monkeypatch.setattr(freshness.sys, "version", "99.0")
    assert ran(cached) == {"lesson", "reads", "counts"}


def test_all_pages_run_again_after_a_change_in_the_scripts(cached, monkeypatch, tmp_path):
    copy = tmp_path / "scripts"
    copy.mkdir()
    for file in (REPOSITORY / "scripts").glob("*.py"):
        (copy / file.name).write_bytes(file.read_bytes())
    monkeypatch.setattr(freshness, "__file__", str(copy / "freshness.py"))
    assert ran(cached) == set()
    for name in ("pages.py", "running.py", "drawing.py", "downloads.py", "notebooks.py"):
        with (copy / name).open("a") as file:
            file.write("\n")
        assert ran(cached) == {"lesson", "reads", "counts"}, name


def test_a_new_data_set_and_a_lost_one_are_noticed(cached):
    """A page may look which files are there."""
    cached.write("docs/datasets/more.csv", "3\n")
    assert ran(cached) == {"lesson", "reads", "counts"}
    cached.write("docs/idea/reads.md", READS.replace("numbers.csv", "more.csv"))
    assert ran(cached) == {"reads"}
    (cached.root / "docs/datasets/more.csv").unlink()
    assert cached.run().status == 2


def test_a_module_that_changes_twice_in_a_second_never_leaves_a_stale_number(cached):
    """Python itself takes old bytecode for a source of the same size and second."""
    folder = cached.root / "library"
    code = f"import sys\n\nsys.path.insert(0, {str(folder)!r})\nimport rates\n\nprint(rates.eta)"
    cached.write("docs/idea/words.md", f"```python\n{code}\n```\n")
    for eta in ("0.1", "0.2", "0.3"):
        file = cached.write("library/rates.py", f"eta = {eta}\n")
        os.utime(file, (1_000_000_000, 1_000_000_000))
        if eta == "0.1":
            py_compile.compile(str(file))
        assert cached.run().status == 0
        assert f"```output\n{eta}\n```" in (cached.root / "docs/idea/words.md").read_text()


@pytest.mark.parametrize(
    "code",
    [
        "import subprocess, sys\n\nsubprocess.run([sys.executable, '-c', ''], check=True)",
        "import os\n\nassert os.system('true') == 0",
        "import sqlite3\n\nsqlite3.connect(':memory:').close()",
        "import socket\n\nsocket.socket().close()",
    ],
)
def test_a_page_that_reaches_beyond_files_always_runs(cached, code):
    cached.write("docs/idea/reads.md", f"```python\n{code}\n```\n")
    assert "reads" in ran(cached)
    assert ran(cached) == {"reads"}


def test_a_page_that_looks_into_a_folder_runs_again_when_the_folder_changes(cached):
    folder = cached.root / "looked-at"
    cached.write("looked-at/one.txt", "")
    cached.write("docs/idea/reads.md", f"```python\nimport os\n\nprint(len(os.listdir({str(folder)!r})))\n```\n")
    assert "reads" in ran(cached)
    assert ran(cached) == set()
    cached.write("looked-at/two.txt", "")
    assert ran(cached) == {"reads"}
    assert "```output\n2\n" in (cached.root / "docs/idea/reads.md").read_text()


def tamper(cached) -> None:
    """Make the figure stale in a way that the cache cannot know: it is told the digest of the changed module."""
    module = cached.root / "figures/bowl.py"
    module.write_text(module.read_text().replace("height=2", "height=3"))
    file = cached.root / freshness.FILE
    content = json.loads(file.read_text())
    content["pages"]["docs/idea/lesson.md"]["rests_on"]["figures/bowl.py"] = freshness.digest(module.read_bytes())
    file.write_text(json.dumps(content))
    assert ran(cached) == set(), "the lie is believed"


def test_a_check_never_asks_the_cache_and_leaves_it_alone(cached):
    tamper(cached)
    before = (cached.root / freshness.FILE).read_bytes()
    assert cached.run("--check").status == 1
    assert (cached.root / freshness.FILE).read_bytes() == before


def test_without_the_cache_every_page_runs(cached, monkeypatch):
    tamper(cached)
    before = (cached.root / freshness.FILE).read_bytes()
    assert "docs/figures/bowl.svg: drawn" in cached.run("--no-cache").out
    assert (cached.root / freshness.FILE).read_bytes() == before
    assert ran(cached) == {"lesson"}, "the drawing on disk is another one now"


def test_ci_never_asks_the_cache(cached, monkeypatch):
    tamper(cached)
    monkeypatch.setenv("CI", "true")
    assert "docs/figures/bowl.svg: drawn" in cached.run().out


def test_the_page_tests_never_ask_the_cache(cached):
    """Sybil's items, in a project whose cache says that all is fresh."""
    tamper(cached)
    for name in ("conftest.py", "pyproject.toml"):
        cached.write(name, (REPOSITORY / name).read_bytes())
    (cached.root / "scripts").symlink_to(REPOSITORY / "scripts")
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "docs/idea/lesson.md"]
    run = subprocess.run(command, cwd=cached.root, capture_output=True, text=True)
    assert run.returncode == 1, run.stdout + run.stderr
    assert "docs/idea/lesson.md:17: figure is stale" in run.stdout


def test_a_failing_page_is_not_remembered(cached):
    good = (cached.root / "docs/idea/reads.md").read_text()
    cached.write("docs/idea/reads.md", good.replace("print", "raise ValueError\nprint"))
    cached.write("docs/idea/lesson.md", (cached.root / "docs/idea/lesson.md").read_text() + "\nMore.\n")
    assert cached.run().status == 2
    assert cached.run().status == 2
    cached.write("docs/idea/reads.md", good)
    assert ran(cached) == {"lesson"}, "nothing was written, so nothing was remembered"


def broken(text: str) -> dict[str, bytes]:
    """Files that are no cache of this version."""
    content = json.loads(text)
    lesson = "docs/idea/lesson.md"
    return {
        "empty": b"",
        "truncated": text[: len(text) // 2].encode(),
        "random": bytes(range(256)) * 20,
        "another JSON": b'["pages"]',
        "null": b"null",
        "deep": b"[" * 100_000,
        "a future version": json.dumps(content | {"version": freshness.VERSION + 1, "more": 1}).encode(),
        "from elsewhere": json.dumps(content | {"world": "0" * 32}).encode(),
        "no pages": json.dumps(content | {"pages": [1, 2]}).encode(),
        "other entries": json.dumps(content | {"pages": dict.fromkeys(content["pages"], 3)}).encode(),
        "bare entries": json.dumps(content | {"pages": {name: {} for name in content["pages"]}}).encode(),
        "wrong digests": json.dumps(
            content | {"pages": {lesson: content["pages"][lesson] | {"rests_on": ["a", "b"]}}}
        ).encode(),
    }


@pytest.mark.parametrize("kind", [*broken('{"pages": {"docs/idea/lesson.md": {}}}')])
def test_a_broken_cache_is_rewritten_without_a_word(cached, kind):
    file = cached.root / freshness.FILE
    good = file.read_text()
    file.write_bytes(broken(good)[kind])
    before = cached.tree()
    assert ran(cached) == {"lesson", "reads", "counts"}
    assert cached.tree() == before
    assert json.loads(file.read_text()) == json.loads(good)
    assert ran(cached) == set()


def test_a_cache_that_cannot_be_written_is_no_error(cached):
    folder = cached.root / ".cache"
    (cached.root / freshness.FILE).unlink()
    folder.rmdir()
    folder.write_text("a file in the place of the folder")
    assert ran(cached) == {"lesson", "reads", "counts"}
    folder.unlink()
    (cached.root / freshness.FILE).mkdir(parents=True)
    assert ran(cached) == {"lesson", "reads", "counts"}
    assert [*folder.iterdir()] == [cached.root / freshness.FILE]


def test_one_page_that_runs_leaves_the_others_known(cached):
    cached.write("docs/idea/lesson.md", (cached.root / "docs/idea/lesson.md").read_text() + "\nMore.\n")
    assert cached.run("docs/idea/lesson.md").status == 0
    assert ran(cached) == set()


def test_a_deleted_page_is_forgotten(cached):
    (cached.root / "docs/idea/reads.md").unlink()
    assert cached.run().status == 0
    assert {*json.loads((cached.root / freshness.FILE).read_text())["pages"]} == {
        "docs/idea/lesson.md",
        "docs/reference/counts.md",
    }


def test_two_builds_at_once_leave_a_whole_cache(cached):
    (cached.root / freshness.FILE).unlink()
    command = [sys.executable, REPOSITORY / "scripts/build.py", "--root", cached.root]
    environment = {name: value for name, value in os.environ.items() if name != "CI"}
    both = [subprocess.Popen(command, stdout=subprocess.PIPE, env=environment) for _ in range(2)]
    for process in both:
        process.communicate()
    assert [process.returncode for process in both] == [0, 0]
    assert len(json.loads((cached.root / freshness.FILE).read_text())["pages"]) == 3
    assert [file.name for file in (cached.root / ".cache").iterdir()] == ["freshness.json"]


def test_nothing_heavy_is_imported_when_nothing_is_to_do(cached):
    command = [sys.executable, "-X", "importtime", REPOSITORY / "scripts/build.py", "--root", cached.root]
    environment = {name: value for name, value in os.environ.items() if name != "CI"}
    run = subprocess.run(command, capture_output=True, text=True, env=environment)
    assert run.returncode == 0
    assert "3 pages fresh by the cache" in run.stdout
    imported = {row.rpartition("|")[2].strip().split(".")[0] for row in run.stderr.splitlines()}
    assert not imported & {"numpy", "matplotlib", "scour", "mkdocs", "markdown", "yaml", "nbformat", "pytest"}


def test_a_page_is_run_when_it_changed_while_the_last_build_ran_it(cached):
    """What was read before a change and remembered after it would be a stale number for ever."""
    folder = cached.root / "library"
    folder.mkdir()
    code = f"from pathlib import Path\n\nfile = Path({str(folder / 'eta.txt')!r})\nprint(file.read_text())"
    cached.write("library/eta.txt", "0.1")
    cached.write("docs/idea/reads.md", f"```python\n{code}\nfile.write_text('0.2')\n```\n")
    assert "reads" in ran(cached)
    assert "reads" in ran(cached)
    assert build.main(["--root", str(cached.root), "--check"]) == 0
