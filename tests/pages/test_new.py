"""`build.py new`: a page from a template that is right as it stands, and one clear message for every other name."""

import re
import shutil
import subprocess
import sys

import pytest

from scripts.model import project as site
from tests.pages import test_lessons as lessons
from tests.pages.conftest import REPOSITORY

NAV = """site_name: Small  # kept

nav:
  - Home: index.md
  - The idea:   # a comment with idea/no.md
      - idea/index.md
      - "First: a title": idea/first.md  # the last
  - Data:
      - data/index.md
  - Reference:
      - reference/list.md

theme: {name: material}
"""


@pytest.fixture
def small(project):
    """A project of two parts and a page with the counts."""
    project.write("mkdocs.yml", NAV)
    project.write("docs/index.md", "There are 0<!-- = site.lessons --> lessons.\n")
    for name in ("idea/index", "idea/first", "data/index", "labs/index", "reference/list"):
        project.write(f"docs/{name}.md", "# Page\n")
    assert project.run().status == 0
    return project


def test_a_lesson_is_made_built_and_last_of_its_part(small):
    before = small.tree()
    done = small.run("new", "idea/my-lesson")
    assert (done.status, done.err) == (0, "")
    assert done.out.splitlines()[:3] == [
        "docs/idea/my-lesson.md: made",
        "figures/my_lesson_walk.py: made",
        "mkdocs.yml: has the page in its navigation",
    ]
    after = small.tree()
    assert after.keys() - before.keys() == {
        "docs/idea/my-lesson.md",
        "docs/idea/my-lesson.ipynb",
        "docs/figures/my_lesson_walk.svg",
        "docs/figures/my_lesson_walk-dark.svg",
        "figures/my_lesson_walk.py",
    }
    assert {name for name in before if after[name] != before[name]} == {"mkdocs.yml", "docs/index.md"}
    last = '      - "First: a title": idea/first.md  # the last\n'
    assert after["mkdocs.yml"].decode() == NAV.replace(last, f"{last}      - idea/my-lesson.md\n")
    assert b"There are 1<!--" in after["docs/index.md"]
    assert small.run("--check").status == 0


def test_a_new_lesson_has_what_a_lesson_must_have(small):
    small.run("new", "data/my-lesson")
    page = site.load(small.root, small.root / "docs/data/my-lesson.md")
    demands = [test for name, test in vars(lessons).items() if name.startswith("test_a_lesson")]
    assert len(demands) >= 6
    for demand in [*demands, lessons.test_a_prediction_comes_before_its_answer_and_a_run]:
        demand(page)
    assert site.is_lesson(page)
    assert site.answerable(page) == 1
    values = [(step.start, step.end) for step in page.steps if step.kind == "value"]
    decimals = list(re.finditer(r"\d+\.\d+", page.prose))
    bare = [match[0] for match in decimals if not any(start <= match.start() < end for start, end in values)]
    assert {*bare} == {"0.25"}, "an input of the code"


def test_a_new_page_passes_the_strict_build_of_the_site(tmp_path):
    """In a copy of the repository, as a contributor has it."""
    copied = tmp_path / "copy"
    without = shutil.ignore_patterns(".*", "node_modules", "site", "tests", "__pycache__")
    shutil.copytree(REPOSITORY, copied, ignore=without)

    def command(*arguments):
        run = subprocess.run([sys.executable, *arguments], cwd=copied, capture_output=True, text=True)
        assert run.returncode == 0, run.stdout + run.stderr

    command("scripts/build.py", "new", "data/a-new-lesson")
    command("scripts/build.py", "new", "reference/a-new-list")
    counting = ["docs/index.md", "docs/reference/how-it-is-checked.md"]
    command("scripts/build.py", "--check", "docs/data/a-new-lesson.md", "docs/reference/a-new-list.md", *counting)
    command("-m", "mkdocs", "build", "--strict")
    page = (copied / "site/data/a-new-lesson/index.html").read_text("utf-8")
    assert "<h1" in page
    assert "a_new_lesson_walk-dark.svg" in page


def test_a_reference_page_has_a_title_and_no_code(small):
    assert small.run("new", "reference/my-list").status == 0
    text = (small.root / "docs/reference/my-list.md").read_text()
    assert text.startswith("---\ntitle: My list\ndescription: ")
    assert "```" not in text
    assert "      - reference/list.md\n      - reference/my-list.md\n\ntheme" in (small.root / "mkdocs.yml").read_text()


@pytest.mark.parametrize("name", ["idea/my-lesson", "docs/idea/my-lesson.md", "idea/my-lesson.md"])
def test_the_name_may_be_the_files_path(small, name):
    assert small.run("new", name).status == 0
    assert (small.root / "docs/idea/my-lesson.md").is_file()


def test_line_ends_and_a_missing_last_one_are_kept(small):
    small.write("mkdocs.yml", NAV.partition("  - Reference")[0].rstrip("\n").replace("\n", "\r\n"))
    assert small.run("new", "data/more").status == 0
    assert small.tree()["mkdocs.yml"].endswith(b"      - data/index.md\r\n      - data/more.md\r\n")


BAD = {
    "../x": "expected PART/NAME",
    "/idea/x": "expected PART/NAME",
    "idea/../../x": "expected PART/NAME",
    "Idea/My Lesson": "expected PART/NAME, for example idea/my-lesson, in lower-case letters",
    "idea/my_lesson": "expected PART/NAME",
    "idea/x/y": "expected PART/NAME",
    "idea": "expected PART/NAME",
    "idea/": "expected PART/NAME",
    "": "expected PART/NAME",
    "idea/x\n": "expected PART/NAME",
    "idea/3-walks": "expected PART/NAME",
    "idea/über": "expected PART/NAME",
    "idea/x.txt": "expected PART/NAME",
    "other/x": "there is no docs/other. Parts are data, idea, reference;",
    "figures/x": "there is no docs/figures|Parts are",
    "idea/first": "docs/idea/first.md is there already, and is not overwritten",
    "idea/index": "docs/idea/index.md is there already",
    "labs/my-lab": "a lab is a notebook. Write docs/labs/my-lab.ipynb in Jupyter",
    "idea/taken": "figures/taken_walk.py is there already",
    "idea/kept": "docs/idea/kept.ipynb is there already",
}


@pytest.mark.parametrize("name", BAD)
def test_another_name_gets_one_clear_message_and_status_2(small, name):
    small.write("figures/taken_walk.py", "")
    small.write("docs/idea/kept.ipynb", "")
    before = small.tree()
    done = small.run("new", name)
    assert (done.status, done.out, done.err.count("\n")) == (2, "", 1)
    assert re.search(BAD[name], done.err)
    assert small.tree() == before


@pytest.mark.parametrize("arguments", [("new",), ("new", "idea/a", "idea/b"), ("new", "idea/a", "--check")])
def test_new_takes_one_name(small, arguments):
    before = small.tree()
    done = small.run(*arguments)
    assert (done.status, done.out) == (2, "")
    assert done.err == "new: expected one page, for example: python scripts/build.py new idea/my-lesson\n"
    assert small.tree() == before


@pytest.mark.parametrize("nav", ["", "site_name: x\n", "nav: [index.md]\n", "nav:\n  - index.md\n", "\xff"])
def test_a_navigation_without_the_part_is_told(small, nav):
    small.write("mkdocs.yml", nav.encode("latin-1"))
    done = small.run("new", "idea/x")
    assert (done.status, done.err.count("\n")) == (2, 1)
    assert done.err.startswith("mkdocs.yml: ")
    assert not (small.root / "docs/idea/x.md").exists()


def test_a_page_can_have_the_name_of_the_command(small):
    small.write("docs/new/page.md", "# Page\n")
    assert small.run("docs/new").out.startswith("1 page,")
