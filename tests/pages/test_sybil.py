"""Sybil and conftest.py: each step of a page is a test item that passes alone and in any order."""

import os
import re
import shutil
import subprocess
import sys

import conftest as sybil
from scripts.model import page as pages
from scripts.model.page import Figure
from scripts.model.project import ROOT
from tests.pages.conftest import HERE, LINE, PAGE, Project

TEXT = (HERE / "steps.md").read_text("utf-8")
README = "# Readme\n\n```python\nprint(1)\n```\n\n```output\n1\n```\n\nThere are 9<!-- = site.pages --> pages.\n"
NOTHING = "path = [w]\n```"
# name of a page: (what is in TEXT, what is there instead, line, what Sybil says)
WRONG = {
    "output": ("[1.5, 0.75]\n```", "[1.5, 0.76]\n```", 16, "output is stale"),
    "value": ("at 1.5<", "at 1.6<", 8, "value is stale"),
    "alternative_text": ("from 1.5]", "from 2.5]", 22, "value is stale"),
    "no_output": ("```output\n[1.5, 0.75]\n```\n", "", 10, "output is stale (no output fence)"),
    "empty": (NOTHING, f"{NOTHING}\n\n```output\n1\n```", 8, "output is stale (the block prints nothing)"),
    "input": ("w = w / 2", "w = w / 4", 16, "output is stale"),
    "figure": ("Then it", "```python\npath[0] = 3\n```\n\nThen it", 26, "figure is stale: docs/figures/line.svg"),
    "other_page": ("path.append(w)", "path.append(shared)", 12, "NameError: name 'shared' is not defined"),
    "language": ("```python\nw = 1.5", "```py\nw = 1.5", 3, "fence language py: expected one of python"),
}
ORDER = "import random\n\n\ndef pytest_collection_modifyitems(items):\n    random.Random(7).shuffle(items)\n"


def test_each_step_passes_alone_and_in_reversed_order():
    steps = [step for step in pages.parse(TEXT, PAGE).steps if not isinstance(step, Figure)][:-2]
    assert len(steps) == 8
    runs = [sybil.PageRun(pages.parse(TEXT, PAGE)) for _ in steps]
    assert [run.check(step) for run, step in zip(runs, steps, strict=True)] == [None] * 8, "each alone"
    assert [runs[0].check(step) for step in [*reversed(steps), *steps, *steps[::2]]] == [None] * 20, "in any order"


def run_pytest(project: Project, *arguments: str) -> tuple[int, str]:
    environment = {key: value for key, value in os.environ.items() if not key.startswith("PYTEST_")}
    environment["PYTHONPATH"] = str(project.root)
    command = [sys.executable, "-m", "pytest", "-q", "--tb=short", "-p", "no:cacheprovider", *arguments]
    done = subprocess.run(command, cwd=project.root, env=environment, capture_output=True, text=True)
    return done.returncode, done.stdout + done.stderr


def test_stale_steps_fail_with_their_line_and_the_command_that_makes_them_fresh(project):
    """In a project with the repository's conftest.py, a page that is fresh but for its drawing, and wrong ones."""
    shutil.copytree(ROOT / "scripts", project.root / "scripts", ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("conftest.py", "pyproject.toml"):
        shutil.copy(ROOT / name, project.root)
    project.write(PAGE, TEXT)
    project.write("README.md", README)
    project.write("docs/reference/first.md", "```python\nshared = 1\n```\n")
    project.write("figures/line.py", LINE)
    project.write("order.py", ORDER)
    for name, (old, new, _, _) in WRONG.items():
        assert TEXT.count(old) == 1
        project.write(f"docs/reference/{name}.md", TEXT.replace(old, new))
    status, out = run_pytest(project, "-p", "order", "-rsf", "--continue-on-collection-errors")
    assert status == 1
    for name, (_, _, line, says) in WRONG.items():
        page = f"docs/reference/{name}.md"
        assert f"{page}:{line}: {says}" in out, out
        assert f"To make it fresh: python scripts/build.py {page}\n" in out or "language" in says or "NameError" in says
    assert f"README.md:11: value is stale\non the page: '9'\nas it runs:  '{len(WRONG) + 1}'\n" in out
    assert re.search(r"^SKIPPED \[\d+\] .*: needs nowhere: make frameworks$", out, re.M)
    assert re.findall(rf"^FAILED {PAGE}::line:(\d+)", out, re.M) == ["22"], "of the right page, only the figure fails"
    assert "Traceback" not in out
    assert not re.search(r"^conftest\.py:\d+: in ", out, re.M)
    assert run_pytest(project, f"{PAGE}::line:29,column:1")[1].startswith("."), "an item passes alone"
