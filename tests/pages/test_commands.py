"""The command line: what --check prints, what the build prints, exit statuses, and Ctrl-C."""

import contextlib
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.pages.conftest import REPOSITORY

STALE = """# Page

```python
w = 2.017
print(w)
print(2 * w)
```

```output
2.017
4.033
```

It is 2.01<!-- = w:.3f -->, or $w = 3$<!-- = w:.2f -->.

```python
print("new")
```

```python
x = 1
```

```output
old
```
"""
BOWL = "```python\nx, y = [0, 1, 2], [4, 1, 0]\n```\n\n![A bowl](../figures/bowl.svg)\n"
DRAW = """from figures import style


def draw(page):
    drawing, axes = style.figure(height=2)
    axes.plot(page.x, page.y, color=style.INK)
    return drawing
"""
TIME = r"\d+\.\d s\."


def test_check_prints_a_diff_for_each_stale_step_and_the_command_that_mends_them(project):
    project.write("docs/part/fresh.md", "```python\nx = 1\n```\n")
    project.write("docs/part/page.md", STALE)
    before = project.tree()
    done = project.run("--check")
    assert (done.status, done.err) == (1, "")
    assert project.tree() == before
    rows = done.out.splitlines()
    assert rows[:-2] == [
        "docs/part/page.md:9: output is stale",
        "--- docs/part/page.md",
        "+++ docs/part/page.md (as it runs now)",
        "@@ -10,3 +10,3 @@",
        " 2.017",
        "-4.033",
        "+4.034",
        " ```",
        "docs/part/page.md:14: value is stale",
        "--- docs/part/page.md",
        "+++ docs/part/page.md (as it runs now)",
        "@@ -13,3 +13,3 @@",
        " ",
        "-It is 2.01<!-- = w:.3f -->, or $w = 3$<!-- = w:.2f -->.",
        "+It is 2.017<!-- = w:.3f -->, or $w = 3$<!-- = w:.2f -->.",
        " ",
        "docs/part/page.md:14: value is stale",
        "--- docs/part/page.md",
        "+++ docs/part/page.md (as it runs now)",
        "@@ -13,3 +13,3 @@",
        " ",
        "-It is 2.01<!-- = w:.3f -->, or $w = 3$<!-- = w:.2f -->.",
        "+It is 2.01<!-- = w:.3f -->, or $w = 2.02$<!-- = w:.2f -->.",
        " ",
        "docs/part/page.md:16: output is stale (no output fence)",
        "--- docs/part/page.md",
        "+++ docs/part/page.md (as it runs now)",
        "@@ -19,2 +19,6 @@",
        " ",
        "+```output",
        "+new",
        "+```",
        "+",
        " ```python",
        "docs/part/page.md:24: output is stale (the block prints nothing)",
        "--- docs/part/page.md",
        "+++ docs/part/page.md (as it runs now)",
        "@@ -22,5 +22 @@",
        " ```",
        "-",
        "-```output",
        "-old",
        "-```",
    ]
    assert re.fullmatch("2 pages, 4 blocks, 2 outputs, 2 values, 0 figures in " + TIME, rows[-2])
    assert rows[-1] == "5 stale steps. To make them fresh: python scripts/build.py docs/part/page.md"


def test_command_that_check_names_mends_all_and_no_other_page(project):
    project.write("docs/part/one.md", STALE)
    project.write("docs/part/two.md", BOWL)
    project.write("figures/bowl.py", DRAW)
    command = project.run("--check").out.splitlines()[-1].partition("python scripts/build.py ")[2]
    assert command == "docs/part/one.md docs/part/two.md"
    process = subprocess.run(
        [sys.executable, REPOSITORY / "scripts/build.py", *command.split(), "--root", project.root],
        cwd=project.root,
        capture_output=True,
        text=True,
    )
    assert (process.returncode, process.stderr) == (0, "")
    assert process.stdout.splitlines()[:-1] == [
        "docs/part/one.md: 3 outputs, 2 values",
        "docs/figures/bowl.svg: drawn",
        "docs/figures/bowl-dark.svg: drawn",
    ]
    assert re.fullmatch(f"2 pages, .* in {TIME[:-2]}; 3 files changed.", process.stdout.splitlines()[-1])
    assert project.run("--check").status == 0


def test_check_of_fresh_pages_is_one_line_and_status_0(project):
    project.write("docs/part/page.md", BOWL)
    project.write("figures/bowl.py", DRAW)
    assert project.run().status == 0
    done = project.run("--check")
    assert (done.status, done.err) == (0, "")
    assert re.fullmatch("1 page, 1 block, 0 outputs, 0 values, 1 figure in " + TIME + "\n", done.out)


def test_check_says_what_is_stale_about_a_figure(project):
    project.write("docs/part/page.md", BOWL)
    project.write("figures/bowl.py", DRAW)
    missing = project.run("--check")
    assert missing.status == 1
    assert missing.out.startswith(
        "docs/part/page.md:5: figure is stale (bowl.svg does not exist; bowl-dark.svg does not exist)\n"
        "--- docs/figures/bowl.svg\n+++ docs/figures/bowl.svg (as the page draws it now)\n"
    )
    project.run()
    project.write("docs/part/page.md", BOWL.replace("[4, 1, 0]", "[4, 1.2, 0]"))
    moved = project.run("--check")
    assert moved.status == 1
    assert re.match(
        r"docs/part/page.md:5: figure is stale \(bowl.svg: \d+ of \d+ numbers differ, "
        r"the first is \S+, drawn \S+; bowl-dark.svg: ",
        moved.out,
    )
    assert project.run().out.startswith("docs/figures/bowl.svg: drawn\ndocs/figures/bowl-dark.svg: drawn\n")
    project.write("figures/bowl.py", DRAW.replace("style.INK", "style.BLUE"))
    assert "bowl.svg has other marks or colours than the page draws now" in project.run("--check").out
    project.write("figures/bowl.py", DRAW)
    assert project.run("--check").status == 0


def test_verbose_prints_a_line_for_each_page_with_its_time(project):
    project.write("docs/part/slow.md", "```python\nimport time\n\ntime.sleep(0.3)\n```\n")
    project.write("docs/part/words.md", "Only words.\n")
    rows = project.run("-v").out.splitlines()
    seconds = {path: float(time) for time, unit, path in (row.split() for row in rows[:-1])}
    assert set(seconds) == {"docs/part/slow.md", "docs/part/words.md"}
    assert 0.3 <= seconds["docs/part/slow.md"] < 3
    assert seconds["docs/part/words.md"] == 0


def test_an_imported_module_that_changes_makes_the_page_stale(project):
    """A check knows nothing of earlier builds, so what a page imports is never an old state of it."""
    folder = project.root / "library"
    page = f"```python\nimport sys\n\nsys.path.insert(0, {str(folder)!r})\nimport rates\n\nprint(rates.eta)\n```\n"
    project.write("docs/part/page.md", page)
    project.write("library/rates.py", "eta = 0.1\n")
    assert project.run().status == 0
    assert project.run("--check").status == 0
    project.write("library/rates.py", "eta = 0.25\n")
    done = project.run("--check")
    assert done.status == 1
    assert "-0.1\n+0.25\n" in done.out


def test_what_one_page_leaves_behind_does_not_reach_another(project):
    project.write("docs/part/a.md", "```python\nimport json\n\njson._shared = 1\nshared = 2\n```\n")
    project.write("docs/part/b.md", "```python\nimport json\n\njson._shared\n```\n\n```python\nprint(shared)\n```\n")
    done = project.run()
    assert done.status == 2
    assert done.err.startswith("docs/part/b.md:4: AttributeError: module 'json' has no attribute '_shared'\n")


@pytest.mark.skipif(os.name != "posix", reason="a signal to a process group")
@pytest.mark.parametrize("moment", ["starting", "running"])
def test_interrupted_build_leaves_every_file_as_it_was(project, moment):
    started = project.root / "started"
    sleep = f"```python\nimport time\nfrom pathlib import Path\n\nPath({str(started)!r}).touch()\ntime.sleep(60)\n```\n"
    for k in range(3):
        project.write(f"docs/part/stale{k}.md", STALE)
    project.write("docs/part/zz.md", sleep)
    before = project.tree()
    process = subprocess.Popen(
        [sys.executable, REPOSITORY / "scripts/build.py", "--root", project.root],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # ignored in a shell's background
    )
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
    end = time.monotonic() + 20
    while time.monotonic() < end and not started.exists():
        if moment == "starting" and children.exists() and len(children.read_text().split()) == 2:
            time.sleep(0.2)  # the server of processes is importing numpy
            break
        time.sleep(0.005)
    os.killpg(process.pid, signal.SIGINT)
    out, err = process.communicate(timeout=20)
    assert process.returncode == 130
    assert (out, err) == ("", "\nInterrupted. Each page and figure is as it was, or complete.\n")
    started.unlink(missing_ok=moment == "starting")
    assert project.tree() == before
    assert group_ends(process.pid), "a process of the build is still running"


@pytest.mark.skipif(os.name != "posix", reason="a signal to one process")
def test_terminated_build_leaves_no_page_running(project):
    started = project.root / "started"
    project.write("docs/part/a.md", f"```python\nopen({str(started)!r}, 'w').close()\nwhile True:\n    pass\n```\n")
    command = [sys.executable, REPOSITORY / "scripts/build.py", "--root", project.root]
    process = subprocess.Popen(command, stderr=subprocess.DEVNULL, start_new_session=True)
    end = time.monotonic() + 20
    while time.monotonic() < end and not started.exists():
        time.sleep(0.005)
    process.terminate()
    try:
        assert process.wait(timeout=20) == 130
        assert group_ends(process.pid), "the page is still running"
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)


def group_ends(group: int) -> bool:
    """Whether no process of the group is left, after a moment for the last to end and be reaped."""
    end = time.monotonic() + 15
    while time.monotonic() < end:
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.05)
    return False


def test_writing_is_all_or_nothing_for_each_file(project, monkeypatch):
    """An interrupt between two files leaves the one new, the other old, and no temporary file."""
    from scripts import build

    files = [project.write(f"docs/part/{name}.md", "old\n") for name in "abc"]
    replace = type(files[0]).replace
    calls = []

    def interrupted(self, target):
        calls.append(target)
        if len(calls) == 2:
            raise KeyboardInterrupt
        return replace(self, target)

    monkeypatch.setattr(type(files[0]), "replace", interrupted)
    with pytest.raises(KeyboardInterrupt):
        build.write(dict.fromkeys(files, "new\n"))
    assert sorted(file.read_text() for file in files) == ["new\n", "old\n", "old\n"]
    assert sorted(file.name for file in files[0].parent.iterdir()) == ["a.md", "b.md", "c.md"]
