"""Whatever is wrong with a page: one message with page and line, exit status 2, and no file is touched."""

import re
import subprocess
from pathlib import Path

import pytest

from scripts.model import page as pages
from scripts.model.page import PageError
from tests.pages.conftest import LINE, PAGE, changes

LANGUAGES = "expected one of python, output, text, console, markdown"
WRONG = (Path(__file__).parent / "wrong.txt").read_text("utf-8")  # `=== line: message`, then the page, many times


def message(text: str) -> str:
    """The message of a page that is refused when it is read or when it runs."""
    try:
        changes(pages.parse(text, PAGE))
    except PageError as error:
        return str(error)
    return "no error"


def test_wrong_page_is_refused_with_its_line():
    cases = re.findall(r"^=== (\d+: .*)\n((?:(?!=== ).*\n)+)", WRONG, re.M)
    assert len(cases) == WRONG.count("=== ") > 60
    cases += [(says, text.replace("\n", "\r\n")) for says, text in cases if "1 / k" in text]
    cases.append(("1: value comment: not an expression, or a bad format: ", "1.0<!-- = -->\n"))
    assert [(text, message(text), says) for says, text in cases if message(text) != f"{PAGE}:{says}"] == []


def test_each_wrong_page_has_its_message_and_nothing_is_written(project):
    project.write("docs/reference/a.md", "```py\n```\n")
    project.write("docs/reference/b.md", b"# Page\n\nna\xefve\n")
    project.write("docs/reference/stale.md", "```python\nprint(1)\n```\n")
    project.write("README.md", "1.0<!-- = w")
    before = project.tree()
    done = project.run()
    assert (done.status, done.out, project.tree()) == (2, "", before)
    assert done.err.splitlines() == [
        f"docs/reference/a.md:1: fence language py: {LANGUAGES}",
        "docs/reference/b.md:3: not UTF-8: byte 0xef. Save the page as UTF-8.",
        "README.md:1: this comment is never closed: expected -->",
        "3 errors; nothing was written.",
    ]
    assert project.run("docs/reference/stale.md").out.startswith("docs/reference/stale.md: 1 output\n")


# name of a page: (its code, which begins on line 5; the line of the message; the message)
PROCESSES = {
    "endless": ("x = 1\nwhile True:\n    pass", None, "still running here after 0.5 s (time_limit sets another limit)"),
    "asleep": ("import time\ntime.sleep(1000)", 6, "still running here after 0.5 s (time_limit sets another limit)"),
    "stubborn": (
        "while True:\n    try:\n        while True:\n            pass\n    except BaseException:\n        pass",
        1,
        "still running after 0.5 s (time_limit)",
    ),
    "killed": (
        "import os\nos.kill(os.getpid(), 9)",
        1,
        "the page's process ended before the page did, by signal SIGKILL",
    ),
    "exits": ("import os\nos._exit(3)", 1, "the page's process ended before the page did, by exit status 3"),
    "global": ("print(neighbour)", 5, "NameError: name 'neighbour' is not defined"),
}
FIRST = "---\ntime_limit: 0.5\n---\n```python\n"
LEAVES_A_PROCESS = """```python
from pathlib import Path
import subprocess

child = subprocess.Popen(["sleep", "1000"])
written = Path({!r}).write_text(str(child.pid))
```
"""


def test_page_that_does_not_end_well_is_refused_and_takes_no_other_page_with_it(project, tmp_path):
    for name, (code, _, _) in PROCESSES.items():
        project.write(f"docs/reference/{name}.md", f"{FIRST}{code}\n```\n")
    project.write("docs/reference/a.md", "```python\nneighbour = 1\n```\n")
    project.write("docs/reference/leaves.md", LEAVES_A_PROCESS.format(str(tmp_path / "child")))
    before = project.tree()
    done = project.run()
    assert (done.status, done.out, project.tree()) == (2, "", before)
    rows = dict(row.split(":", 1) for row in done.err.splitlines()[:-1])
    assert rows.keys() == {f"docs/reference/{name}.md" for name in PROCESSES}
    for name, (_, line, says) in PROCESSES.items():
        found, _, found_says = rows[f"docs/reference/{name}.md"].partition(": ")
        assert (found_says, found) == (says, str(line) if line else found), name
    child = (tmp_path / "child").read_text()
    state = subprocess.run(["ps", "-o", "stat=", "-p", child], capture_output=True, text=True).stdout.strip()
    assert state == "" or state.startswith("Z"), "a process that a page left behind still runs"


# Figures

PLOT = "axes.plot(page.path, color=style.INK)"
NOT_IN_PALETTE = "ValueError: colour {} is not in the palette of figures/style.py"
# name of a figure: (what its module says in place of its plot, the line of the module, the message)
WRONG_FIGURES = {
    "fails": ("1 / 0", 6, "ZeroDivisionError: division by zero"),
    "lacks": ("page.z", 6, "AttributeError: the page has not defined z above this figure"),
    "none": ("return None", 1, "TypeError: draw returned NoneType, expected a matplotlib Figure"),
    "syntax": ("axes.plot(", 6, "SyntaxError: '(' was never closed"),
    "warns": ("import warnings; warnings.warn('old')", 6, "UserWarning: old"),
    "ends": ("raise SystemExit", 6, "SystemExit"),
    "other": (
        "from figures import fails",
        1,
        "ImportError: line 6: of this project, a figure imports figures.style only",
    ),
    "default": ("axes.plot(page.path)", 1, NOT_IN_PALETTE.format("#1f77b4")),
    "black": (
        "axes.fill_between(page.path, page.path, color='black', linewidth=0)",
        1,
        NOT_IN_PALETTE.format("#000000"),
    ),
    "white": (
        "axes.plot(page.path, 'o', color=style.INK, markerfacecolor='white')",
        1,
        NOT_IN_PALETTE.format("#ffffff"),
    ),
    "raster": (
        "axes.imshow([[0, 1], [1, 0]])",
        1,
        "ValueError: a picture of pixels cannot follow the theme: draw shapes",
    ),
    "large": (
        "axes.plot([k * k % 997 for k in range(3000)], color=style.INK)",
        1,
        "ValueError: {} bytes of SVG, expected",
    ),
}


def shows(*names: str) -> str:
    """A page that shows figures; the first on line 5, each further one two lines below."""
    return "```python\npath = [3, 1, 0]\n```\n\n" + "\n".join(f"![A line.](../figures/{name}.svg)\n" for name in names)


def test_wrong_figure_is_refused(project):
    for name, (body, _, _) in WRONG_FIGURES.items():
        project.write(f"docs/reference/{name}.md", shows(name))
        project.write(f"figures/{name}.py", LINE.replace(PLOT, body))
    before = project.tree()
    done = project.run()
    assert (done.status, done.out, project.tree()) == (2, "", before)
    rows = {row.partition(":")[0]: row for row in done.err.splitlines()[:-1]}
    for name, (_, line, says) in WRONG_FIGURES.items():
        start, _, rest = f"docs/reference/{name}.md:5: figure {name}: figures/{name}.py:{line}: {says}".partition("{}")
        row = rows.pop(f"docs/reference/{name}.md")
        assert row.startswith(start)
        assert row.endswith("draw fewer points") and rest in row if rest else row == start
    assert rows == {}


@pytest.mark.parametrize(
    ("pages_", "modules", "expected"),
    [
        (
            {"a": shows("bowl")},
            [],
            ["docs/reference/a.md:5: figure bowl: there is no figures/bowl.py (it needs a function draw(page))"],
        ),
        (
            {"a": shows("bowl"), "b": shows("bowl")},
            ["bowl"],
            [
                "docs/reference/b.md:5: figure bowl is already shown at docs/reference/a.md:5; "
                "a figure belongs to one place"
            ],
        ),
        (
            {},
            ["bowl", "old"],
            [
                f"{file}:1: no page shows this figure: add an image of it to a page, or delete the file"
                for file in ("figures/bowl.py", "figures/old.py", "docs/figures/old-dark.svg")
            ],
        ),
    ],
)
def test_figures_modules_and_drawings_belong_together(project, pages_, modules, expected):
    for name, text in pages_.items():
        project.write(f"docs/reference/{name}.md", text)
    for name in modules:
        project.write(f"figures/{name}.py", LINE)
    if "old" in modules:
        project.write("docs/figures/old-dark.svg", "<svg/>")
    done = project.run("--check")
    assert (done.status, done.err.splitlines()[:-1]) == (2, expected)
