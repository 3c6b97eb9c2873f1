"""What the build makes of a page: each page in before/ must become its namesake in after/, byte for byte."""

from pathlib import Path

import pytest

HERE = Path(__file__).parent
NAMES = sorted(file.stem for file in (HERE / "before").glob("*.md"))
VARIANTS = {
    "lf": lambda data: data,
    "crlf": lambda data: data.replace(b"\n", b"\r\n"),
    "bom": lambda data: b"\xef\xbb\xbf" + data,
    "bom_crlf": lambda data: b"\xef\xbb\xbf" + data.replace(b"\n", b"\r\n"),
}


def pages(folder: str, variant: str) -> dict[str, bytes]:
    files = {name: (HERE / folder / f"{name}.md").read_bytes().replace(b"\r\n", b"\n") for name in NAMES}
    return {f"docs/part/{name}.md": VARIANTS[variant](data) for name, data in files.items()}


def test_each_page_before_has_a_page_after():
    assert [file.stem for file in sorted((HERE / "after").glob("*.md"))] == NAMES
    assert len(NAMES) >= 18


@pytest.mark.parametrize("variant", VARIANTS)
def test_build_turns_before_into_after_and_a_second_build_changes_nothing(project, variant):
    before, after = pages("before", variant), pages("after", variant)
    for name, data in before.items():
        project.write(name, data)

    first = project.run()
    assert (first.status, first.err) == (0, "")
    built = {name: data for name, data in project.tree().items() if name in before}
    assert {name for name in before if built[name] != after[name]} == set()
    changed = {name for name in before if before[name] != after[name]}
    assert {line.split(":")[0] for line in first.out.splitlines()[:-1]} == changed
    assert first.out.endswith(f"; {len(changed)} files changed.\n")

    times = {name: (project.root / name).stat().st_mtime_ns for name in before}
    second = project.run()
    assert (second.status, second.err) == (0, "")
    assert second.out.count("\n") == 1
    assert second.out.endswith("; nothing changed.\n")
    assert {name: (project.root / name).stat().st_mtime_ns for name in before} == times
    assert project.run("--check").status == 0


def test_only_the_pages_that_are_named_are_rewritten(project):
    stale = "```python\nprint(1)\n```\n"
    for name in ("docs/a/one.md", "docs/a/two.md", "docs/b/three.md", "README.md"):
        project.write(name, stale)
    assert project.run("docs/a").out.splitlines()[:-1] == ["docs/a/one.md: 1 output", "docs/a/two.md: 1 output"]
    assert project.run("README.md", "README.md").out.splitlines()[:-1] == ["README.md: 1 output"]
    assert project.tree()["docs/b/three.md"] == stale.encode()
    assert project.run(str(project.root / "docs/b/three.md")).out.startswith("docs/b/three.md: 1 output\n")


def test_counts_of_the_site_are_those_after_the_build(project):
    project.write("docs/index.md", "We run 0<!-- = site.blocks --> blocks with 9<!-- = site.outputs --> outputs.\n")
    project.write("docs/part/page.md", "```python\nprint(1)\n```\n\n```python\nx = 1\n```\n")
    project.write("README.md", "```python\nprint('not on the site')\n```\n")
    assert project.run().status == 0
    expected = "We run 2<!-- = site.blocks --> blocks with 1<!-- = site.outputs --> outputs.\n"
    assert project.tree()["docs/index.md"].decode() == expected
    assert project.run("--check").status == 0
