"""What the build makes of a page: each page in before/ must become its namesake in after/, byte for byte."""

import re

import pytest

from scripts.model.page import PageError
from scripts.model.project import ROOT, page_files
from tests.pages.conftest import HERE, PAGE, rewritten

BEFORE, AFTER = ({f.stem: f.read_text("utf-8") for f in (HERE / name).glob("*.md")} for name in ("before", "after"))


def test_build_turns_before_into_after_and_a_second_build_changes_nothing(project):
    assert len(BEFORE) >= 18
    for name, text in BEFORE.items():
        project.write(f"docs/reference/{name}.md", text)
    first = project.run()
    assert (first.status, first.err) == (0, "")
    built = {file.stem: file.read_bytes().decode() for file in page_files(project.root)}
    assert {name for name in built if built[name] != AFTER[name]} == set()
    changed = {f"docs/reference/{name}.md" for name in BEFORE if BEFORE[name] != AFTER[name]}
    assert {line.split(":")[0] for line in first.out.splitlines()[:-1]} == changed
    assert first.out.endswith(f"; {len(changed)} files changed.\n")

    times = {file: file.stat().st_mtime_ns for file in page_files(project.root)}
    second = project.run()
    assert (second.status, second.err, second.out.count("\n")) == (0, "", 1)
    assert second.out.endswith("; nothing changed.\n")
    assert {file: file.stat().st_mtime_ns for file in page_files(project.root)} == times


def test_line_ends_and_byte_order_mark_stay():
    for mark, end in (("", "\r\n"), ("\ufeff", "\n"), ("\ufeff", "\r\n")):
        changed = {name: rewritten(mark + text.replace("\n", end)) for name, text in BEFORE.items()}
        assert [name for name in changed if changed[name] != mark + AFTER[name].replace("\n", end)] == []


def test_only_the_pages_that_are_named_are_rewritten_and_counts_are_those_after_the_build(project):
    stale = "```python\nprint(1)\n```\n"
    for name in ("docs/reference/a/one.md", "docs/reference/a/two.md", "docs/reference/b/three.md", "README.md"):
        project.write(name, stale)
    project.write("docs/index.md", "Of 0<!-- = site.blocks --> blocks, 9<!-- = site.outputs --> print.\n")
    made = [f"docs/reference/a/{name}.md: 1 output" for name in ("one", "two")]
    assert project.run("docs/reference/a").out.splitlines()[:-1] == made
    assert project.run("README.md", "README.md").out.splitlines()[:-1] == ["README.md: 1 output"]
    assert project.tree()["docs/reference/b/three.md"] == stale.encode()
    assert project.run(str(project.root / "docs")).status == 0
    counts = "Of 3<!-- = site.blocks --> blocks, 3<!-- = site.outputs --> print.\n"
    assert project.tree()["docs/index.md"].decode() == counts


def test_the_examples_in_the_reference_are_what_the_build_writes():
    """The tables under Values: what one writes, what x is, what the build makes of it."""
    text = (ROOT / "docs/reference/how-it-is-made.md").read_text("utf-8")
    rows = re.findall(r"^\| `(.*<!-- = .*)` \| `(.*)` \| (?:`([^`]*)`|an error: (.*)) \|$", text, re.M)
    assert len(rows) == text.count("-->` |") - 1 > 20
    for written, x, built, error in rows:
        page = f"```python\nx = {x}\n```\n\n{written}\n"
        if error:
            with pytest.raises(PageError, match=re.escape(error.replace("`", ""))):
                rewritten(page)
        else:
            assert re.sub("<!--.*?-->", "", rewritten(page).splitlines()[-1]) == built, written


def test_format_shortens_comments_and_keeps_what_they_tie(project):
    page = "```python\nx = 2.5\n```\n\n"
    page += "From 2.5<!-- = x:.1f --> to 5<!-- = 2 * x:.0f -->, and $1 + 2.50$<!-- = ..., x:.2f -->.\n"
    project.write(PAGE, page + "\nOne: 2.5<!-- = x:.1f -->. Two: 2.5<!-- = x:.1f -->.\n")
    assert project.run("format", PAGE) == (0, f"{PAGE}: put in form\n", "")
    expected = page.replace("x:.1f", "x").replace("..., x:.2f", "x")
    assert project.tree()[PAGE].decode() == expected + "\nOne: 2.5<!-- = x -->. Two: 2.5<!-- = x -->.\n"
    assert project.run("--check").status == 0
    assert project.run("format") == (0, "", "")
