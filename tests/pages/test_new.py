"""`build.py new`: a page from the templates that is right as it stands, or one clear message."""

import os
import shutil
import subprocess
import sys

import pytest

from scripts.model import new
from scripts.model.project import ROOT

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
def small(tmp_path):
    """The folder of a project with two parts, labs and a reference."""
    for name in ("idea/index", "idea/first", "data/index", "labs/index", "reference/list"):
        file = tmp_path / f"docs/{name}.md"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("# Page\n")
    (tmp_path / "mkdocs.yml").write_text(NAV)
    return tmp_path


def test_the_page_comes_last_in_its_part_and_all_else_stays(small):
    last = {"idea": '      - "First: a title": idea/first.md  # the last\n', "reference": "      - reference/list.md\n"}
    for part, line in last.items():
        made = new.files(small, f"{part}/my-page")
        assert made["mkdocs.yml"] == NAV.replace(line, f"{line}      - {part}/my-page.md\n")
        assert made[f"docs/{part}/my-page.md"].startswith("---\ntitle: My page\ndescription: ")
    assert "figures/my_page_walk.py" in new.files(small, "docs/idea/my-page.md")
    assert "```" not in new.files(small, "reference/my-page")["docs/reference/my-page.md"]
    assert sorted(file.name for file in small.rglob("my*")) == []


def test_what_cannot_be_made_is_refused_with_the_reason(small):
    (small / "figures").mkdir()
    (small / "figures/taken_walk.py").write_text("")
    names = ["../x", "/idea/x", "Idea/My Lesson", "idea/my_lesson", "idea/x/y", "idea", "", "idea/x\n", "idea/3-walks"]
    reasons = dict.fromkeys(names, "expected PART/NAME, for example idea/my-lesson") | {
        "other/x": "there is no part other. Expected one of data, idea, reference.",
        "idea/first": "docs/idea/first.md is there already",
        "idea/taken": "figures/taken_walk.py is there already",
    }
    for name, reason in reasons.items():
        with pytest.raises(ValueError, match=r"\Anew ") as refused:
            new.files(small, name)
        assert reason in str(refused.value)
    (small / "mkdocs.yml").write_text("nav: [index.md]\n")
    with pytest.raises(ValueError, match=r"mkdocs\.yml: nav lists no page of idea/, .* First list idea/index\.md"):
        new.files(small, "idea/x")


@pytest.mark.all
def test_new_pages_are_built_and_published_as_they_stand(tmp_path):
    """In a copy of the project, by the commands that a contributor types."""
    copy = tmp_path / "copy"
    shutil.copytree(ROOT, copy, ignore=shutil.ignore_patterns(".*", "node_modules", "site*", "__pycache__"))
    environment = os.environ | {"PYTHONPATH": str(copy), "NO_MKDOCS_2_WARNING": "1"}
    for command in (
        "scripts/build.py new data/a-new-lesson",
        "scripts/build.py new reference/a-new-list",
        "scripts/build.py --check docs/data/a-new-lesson.md docs/index.md docs/reference",
        "-m pytest -q -p no:cacheprovider tests/pages/test_lessons.py",
        "-m mkdocs build --strict",
    ):
        done = subprocess.run([sys.executable, *command.split()], cwd=copy, env=environment, capture_output=True)
        assert done.returncode == 0, f"{command}: {done.stdout} {done.stderr}"
    assert "a_new_lesson_walk-dark.svg" in (copy / "site/data/a-new-lesson/index.html").read_text("utf-8")
