"""The command line: what a build and a check print, exit statuses, and what a build leaves when it is stopped."""

import os
import re
import signal
import subprocess
import sys
import time

import pytest

from scripts.model import pool
from scripts.model import project as projects
from scripts.model.page import PageError
from scripts.model.project import ROOT
from tests.pages.conftest import HERE, LINE, PAGE, changes, is_running

STALE = (HERE / "stale.md").read_text("utf-8")
CHECKED = (HERE / "stale.txt").read_text("utf-8").replace("·", " ")  # so that no line ends in a space


def test_check_prints_each_stale_step_and_the_command_that_makes_all_fresh(project):
    project.write("docs/reference/fresh.md", "```python\nx = 1\n```\n")
    project.write(PAGE, STALE)
    project.write("figures/line.py", LINE)
    before = project.tree()
    done = project.run("--check")
    assert (done.status, done.err, project.tree()) == (1, "", before)
    *rows, summary, command, _ = done.out.splitlines(keepends=True)
    assert "".join(rows) == CHECKED
    assert re.fullmatch(r"2 pages, 4 blocks, 2 outputs, 2 values, 1 figure in \d+\.\d s\.\n", summary)
    assert command == f"6 stale steps. To make them fresh: python scripts/build.py {PAGE}\n"

    built = project.run(*command.partition("build.py ")[2].split())
    assert (built.status, built.err) == (0, "")
    drawn = [f"docs/figures/line{theme}.svg: drawn" for theme in ("", "-dark")]
    assert built.out.splitlines()[:-1] == [*drawn, f"{PAGE}: 3 outputs, 2 values"]
    assert built.out.endswith("; 3 files changed.\n")
    fresh = project.run("--check")
    assert (fresh.status, fresh.out.count("\n")) == (0, 1)

    text = (project.root / PAGE).read_text()
    project.write(PAGE, text.replace("path = [1]", "path = [1, 2]"))
    assert "line.svg has other marks or colours than the page draws now" in project.run("--check").out


def test_all_figures_of_a_page_are_drawn_and_told_in_their_order(project):
    """Several processes draw them, where a page runs alone."""
    names = [f"line_{letter}" for letter in "abcde"]
    for name in names:
        project.write(f"figures/{name}.py", LINE)
    pictures = "\n\n".join(f"![A line.](../figures/{name}.svg)" for name in names)
    project.write(PAGE, f"```python\npath = [1, 2]\nprint(0)\n```\n\n{pictures}\n")
    told = re.findall(r"^(\S+):\d+: (\w+) is stale", project.run("--check").out, re.M)
    assert told == [(PAGE, "output"), *[(PAGE, "figure")] * 5]
    drawn = [f"docs/figures/{name}{theme}.svg: drawn" for name in names for theme in ("", "-dark")]
    assert project.run(PAGE).out.splitlines()[:-1] == [*drawn, f"{PAGE}: 1 output"]
    assert project.run("--check", PAGE).status == 0
    project.write("figures/line_d.py", LINE.replace("page.path", "page.paths"))
    assert "figure line_d: figures/line_d.py:" in project.run(PAGE).err


def test_unknown_page_is_refused(project):
    project.write(PAGE, STALE)
    for name in ("nowhere.md", "docs/reference/nowhere.md", "figures", "docs/empty"):
        message = f"{name}: no such page. Pages are the .md files under docs/, docs/labs/*.ipynb and README.md.\n"
        assert project.run(name) == (2, "", message)
    assert project.tree()[PAGE] == STALE.encode()


def test_a_file_that_must_not_be_written_is_left_alone(project):
    """Between its run and its saving a page may be edited; and a file may be read-only."""
    text = "```python\nprint(1)\n```\n"
    file = project.write(PAGE, text)
    page = projects.load(project.root, file)
    result = pool.Result(page, changes(page))
    file.write_text("edited")
    with pytest.raises(PageError, match=f"^{PAGE}:1: the page was edited while it ran; run the build again$"):
        pool.save(result, project.root)
    assert file.read_text() == "edited"
    project.write(PAGE, text).chmod(0o440)
    with pytest.raises(PageError, match=rf"the file is read-only; to let the build write it: chmod u\+w {PAGE}$"):
        pool.save(result, project.root)
    file.chmod(0o640)
    assert pool.save(result, project.root) == [f"{PAGE}: 1 output"]
    assert (file.read_text(), file.stat().st_mode & 0o777) == (text + "\n```output\n1\n```\n", 0o640)


# Ctrl-C is handled as in a terminal's foreground: a shell's background job ignores it.
BUILD = """
import runpy, signal
signal.signal(signal.SIGINT, signal.default_int_handler)
runpy.run_path("scripts/build.py", run_name="__main__")
"""
SLEEPS = """```python
import os, time
from pathlib import Path

written = Path({!r}).write_text(str(os.getpid()) + ".")
time.sleep(1000)
```
"""


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_build_that_is_stopped_writes_nothing_and_no_page_runs_on(project, tmp_path, number):
    started = tmp_path / "started"
    project.write("docs/reference/stale.md", "```python\nprint(1)\n```\n")
    project.write(PAGE, SLEEPS.format(str(started)))
    before = project.tree()
    command, pipe = [sys.executable, "-c", BUILD, "--root", project.root], subprocess.PIPE
    with subprocess.Popen(command, stdout=pipe, stderr=pipe, text=True, cwd=ROOT) as process:
        while process.poll() is None and not (started.exists() and started.read_text().endswith(".")):
            time.sleep(0.02)
        process.send_signal(number)
        out, err = process.communicate()
    assert (process.returncode, out) == (130, "")
    assert err == "\nInterrupted. Each page and figure is as it was, or complete.\n"
    assert project.tree() == before
    assert not is_running(started.read_text().removesuffix(".")), "the page still runs"


def test_a_write_that_fails_leaves_the_old_file_and_nothing_else(tmp_path):
    file = tmp_path / "a.md"
    projects.write(file, "old")
    with pytest.raises(TypeError):
        projects.write(file, 3)
    assert file.read_text() == "old"
    assert os.listdir(tmp_path) == ["a.md"]
