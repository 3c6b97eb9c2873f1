"""What ran is what the reader has: a page is a program, and runs alike in other surroundings."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from scripts.model import page as pages
from scripts.model.page import Code
from scripts.model.project import ROOT
from scripts.model.run import Run
from tests.pages.conftest import HERE, LINE, PAGE, cases
from tests.pages.test_notebooks import built, code, lab, printed, valid

KEPT = re.compile("(PATH|HOME|LANG|OPENBLAS_.*|OMP_.*|MKL_.*|NPY_.*)")  # variables of every surroundings
DRAWS = "```python\nimport matplotlib.pyplot as plt\nlines = plt.plot([1, 2])\nplt.show()\n```\n"


def run(*command: object, **variables: str) -> subprocess.CompletedProcess:
    """Run Python in surroundings that have few of this process's environment variables, and on another day."""
    kept = {name: value for name, value in os.environ.items() if KEPT.fullmatch(name)}
    others = {"PYTHONHASHSEED": "7", "TZ": "DAY-24", "MPLBACKEND": "agg"} | variables
    return subprocess.run([sys.executable, *command], env=kept | others, capture_output=True, text=True)


def run_again(root: Path, to: Path) -> tuple[str, int]:
    """What differs when the pages of a project run again, in other surroundings, beside nothing but the data sets; and
    how many digits were changed, each of which would have been noticed."""
    shutil.copytree(root / "docs", to / "docs", ignore=shutil.ignore_patterns("fonts", "overrides", "javascripts"))
    done = run(HERE / "again.py", to)
    assert done.returncode == 0, f"two runs differ:\n{done.stdout}{done.stderr}"
    *found, last = done.stdout.splitlines(keepends=True)
    return "".join(found), int(last.split()[0])


def test_a_page_prints_what_its_code_prints_as_a_file_and_so_does_a_lab(tmp_path):
    page = pages.parse((HERE / "program.md").read_text("utf-8"), PAGE)
    codes, this, file = [step for step in page.steps if isinstance(step, Code)], Run(page, ROOT), tmp_path / PAGE
    file.parent.mkdir(parents=True)
    file.write_text(this.program.source)
    expected = run("-u", file).stdout.replace(f"{tmp_path}/", "")
    assert "TestResults(failed=1, attempted=2)" in expected
    for step in codes:
        this.step(step)
    assert "".join(f"{text}\n" for text in this.printed.values() if text is not None) == expected
    cells = valid(built(lab(*(code(step.source) for step in codes)))).cells
    place = re.compile(r'"\S+", line \d+')
    assert place.sub("", "".join(map(printed, cells))) == place.sub("", expected)


def test_all_pages_run_alike_in_other_surroundings_and_any_digit_that_changes_is_noticed(tmp_path):
    found, digits = run_again(ROOT, tmp_path)
    assert not found, f"two runs differ, or a digit counts for nothing:\n{found}"
    assert digits > 5000


def test_what_differs_from_run_to_run_is_found_by_the_second(project, tmp_path):
    samples = dict(cases(HERE / "differ.txt"))
    for name, body in (samples | {"steady": "print(1)\n"}).items():
        project.write(f"docs/reference/{name}.md", f"```python\n{body}```\n")
    for name in ("notes.txt", "docs/datasets/bowl.csv"):
        project.write(name, "")
    first = run(ROOT / "scripts/build.py", "--root", project.root, TZ="UTC", PYTHONHASHSEED="1", WALKER="me")
    assert first.returncode == 0, first.stderr
    found = re.findall(r"^docs/reference/(\w+)\.md:\d: output is stale", run_again(project.root, tmp_path)[0], re.M)
    assert found == sorted(samples)


def test_pages_are_refused_alike_on_every_console(project, tmp_path):
    """Where asserts are left out, where no encoding but ASCII is known, with a display and without."""
    project.write("docs/reference/asserts.md", "```python\nw = 2\nassert w < 2, 'w ≥ 2'\n```\n")
    project.write("docs/reference/draws.md", DRAWS)
    project.write("docs/reference/sorts.md", "```python\npath = [3, 1]\n```\n\n![A line](../figures/sorts.svg)\n")
    project.write("figures/sorts.py", LINE.replace("    axes", "    page.path.sort()\n    axes"))
    (project.root / "docs/linked.md").symlink_to(project.write("shared/page.md", "1<!-- = 1 / 0 -->\n"))
    refused = [
        "docs/linked.md:1: value 1 / 0: ZeroDivisionError: division by zero",
        r"docs/reference/asserts.md:3: AssertionError: w \u2265 2",
        "docs/reference/sorts.md:5: figure sorts: draw changes path; change it in a block, and only look here",
    ]
    for more in (
        {"PYTHONOPTIMIZE": "1", "PYTHONIOENCODING": "ascii"},
        {"LC_ALL": "C", "PYTHONIOENCODING": "ascii", "DISPLAY": ":9", "MPLBACKEND": "tkagg"},
    ):
        done = run(ROOT / "scripts/build.py", "--root", project.root, **more)
        assert done.stderr.splitlines()[:-1] == refused
    for name in ("docs/linked.md", "shared/page.md"):
        assert project.errors(name) == [refused[0]]
