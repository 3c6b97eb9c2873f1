"""Whatever is wrong with a page: one message with page and line, exit status 2, and no file is touched."""

import re

from scripts.model import page as pages
from scripts.model.page import PageError
from tests.pages.conftest import HERE, LINE, PAGE, cases, changes, is_running

SHOWS = "```python\npath = [3, 1, 0]\n```\n\n![A line.](../figures/{}.svg)\n"
LEAVES_A_PROCESS = """```python
from pathlib import Path
import subprocess

child = subprocess.Popen(["sleep", "1000"])
written = Path({!r}).write_text(str(child.pid))
```
"""


def message(text: str) -> str:
    """The message of a page that is refused when it is read or when it runs."""
    try:
        changes(pages.parse(text, PAGE))
    except PageError as error:
        return str(error)
    return "no error"


def test_a_wrong_page_is_refused_with_its_line():
    wrong = cases(HERE / "wrong.txt")
    wrong += [(says, text.replace("\n", "\r\n")) for says, text in wrong if "1 / k" in text]
    wrong.append(("1: value comment: not an expression, or a bad format: ", "1.0<!-- = -->\n"))
    assert [(text, message(text), says) for says, text in wrong if message(text) != f"{PAGE}:{says}"] == []


def test_each_wrong_page_has_its_message_and_nothing_is_written(project):
    project.write("docs/reference/a.md", "```py\n```\n")
    project.write("docs/reference/b.md", b"# Page\n\nna\xefve\n")
    project.write("docs/reference/stale.md", "```python\nprint(1)\n```\n")
    project.write("README.md", "1.0<!-- = w")
    assert project.errors() == [
        "docs/reference/a.md:1: fence language py: expected one of python, output, text, console, markdown",
        "docs/reference/b.md:3: not UTF-8: byte 0xef. Save the page as UTF-8.",
        "README.md:1: this comment is never closed: expected -->",
    ]
    assert project.run("docs/reference/stale.md").out.startswith("docs/reference/stale.md: 1 output\n")


def test_a_page_that_does_not_end_well_is_refused_and_takes_no_other_page_with_it(project, tmp_path):
    wrong = {}
    for header, code in cases(HERE / "wrong-processes.txt"):
        name, where = header.split(" ", 1)
        limit = 0.5 if "time_limit" in where else 60
        project.write(f"docs/reference/{name}.md", f"---\ntime_limit: {limit}\n---\n```python\n{code}```\n")
        wrong[name] = where
    project.write("docs/reference/a.md", "```python\nneighbour = 1\n```\n")
    project.write("docs/reference/leaves.md", LEAVES_A_PROCESS.format(str(tmp_path / "child")))
    found = dict(re.fullmatch(r"docs/reference/(\w+)\.md:(.*)", error).groups() for error in project.errors())
    assert found.keys() == wrong.keys()
    found["endless"] = re.sub(r"^\d+", "*", found["endless"])  # the loop is stopped on any of its lines
    assert found == wrong
    assert not is_running((tmp_path / "child").read_text()), "a process that a page left behind still runs"


def test_a_wrong_figure_is_refused(project):
    wrong = set()
    for header, body in cases(HERE / "wrong-figures.txt"):
        name, where = header.split(" ", 1)
        project.write(f"docs/reference/{name}.md", SHOWS.format(name))
        project.write(f"figures/{name}.py", LINE.replace("axes.plot(page.path, color=style.INK)\n", body))
        wrong.add(f"docs/reference/{name}.md:5: figure {name}: figures/{name}.py:{where}")
    assert {re.sub(r"\d+,\d+", "…", error) for error in project.errors()} == wrong


def test_figures_modules_and_drawings_belong_together(project):
    for page, name in (("a", "bowl"), ("b", "hill"), ("c", "hill")):
        project.write(f"docs/reference/{page}.md", SHOWS.format(name))
    for name in ("hill", "old"):
        project.write(f"figures/{name}.py", LINE)
    assert project.errors("--check") == [
        "docs/reference/a.md:5: figure bowl: there is no figures/bowl.py (it needs a function draw(page))",
        "docs/reference/c.md:5: figure hill is already shown at docs/reference/b.md:5; a figure belongs to one place",
    ]
    for page in "ac":
        (project.root / f"docs/reference/{page}.md").unlink()
    project.write("docs/figures/older-dark.svg", "<svg/>")
    assert project.errors("--check") == [
        f"{file}:1: no page shows this figure: add an image of it to a page, or delete the file"
        for file in ("figures/old.py", "docs/figures/older-dark.svg")
    ]
