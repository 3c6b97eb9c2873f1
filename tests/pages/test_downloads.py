"""Every lesson as a notebook: what is in it, that it is fresh, and that a kernel runs it to the same outputs."""

import base64
import json
import re
import shutil

import nbformat
import pytest
from nbclient import NotebookClient

from scripts.model import downloads
from scripts.model import page as pages
from scripts.model import project

LESSONS = [
    page
    for page in (project.load(project.ROOT, file) for file in project.page_files(project.ROOT))
    if re.fullmatch(r"docs/(?!reference/|labs/)[\w-]+/(?!index)[\w-]+\.md", page.path)
]
LESSON = """\
---
title: A lesson
---
# A lesson { #lesson }

> One claim.

/// predict | Predict
What is 1 + 1?
///

```python
two = 1 + 1
print(two)
```

```output
2
```

//// answer | Answer
It is 2<!-- = two -->, see [slopes](slope.md#by-hand), [`x`](../reference/glossary.md) and [above](#lesson).

/// check | What is 1 + 1?
- 2<!-- = two -->: Right.
///
////

<some-explorer id="a" markdown>

![Two dots.](../figures/dots.svg)

*Two dots,
side by side.*

Drag one of the dots.

</some-explorer>

## Wrong

```python raises="ZeroDivisionError"
print("so far")
1 / 0
```

```output
so far
ZeroDivisionError: division by zero
```

//// exercise | Exercise 1
Print a list.

/// solution
```python
print("[a](b.md)")
```

```output
[a](b.md)
```
///
////
"""


def made(text: str = LESSON, path: str = "docs/idea/lesson.md") -> dict:
    notebook = json.loads(downloads.notebook(pages.parse(text, path)))
    nbformat.validate(nbformat.from_dict(notebook))
    return notebook


def sources(notebook: dict, kind: str) -> list[str]:
    return ["".join(cell["source"]) for cell in notebook["cells"] if cell["cell_type"] == kind]


def test_there_is_a_fresh_notebook_beside_every_lesson():
    """And none without a lesson."""
    assert len(LESSONS) >= 7
    stale = [
        page.path
        for page in LESSONS
        if not (project.ROOT / downloads.name(page)).is_file()
        or (project.ROOT / downloads.name(page)).read_text("utf-8") != downloads.notebook(page)
    ]
    assert not stale, f"stale notebooks: python scripts/build.py {' '.join(stale)}"
    there = {file.relative_to(project.ROOT).as_posix() for file in project.ROOT.glob("docs/*/*.ipynb")}
    there = {name for name in there if not name.startswith("docs/labs/")}
    assert there == {downloads.name(page) for page in LESSONS}


@pytest.mark.parametrize("page", LESSONS, ids=lambda page: page.path)
def test_a_notebook_holds_all_code_and_outputs_and_nothing_of_the_page_model(page):
    notebook = made(page.text, page.path)
    blocks = [step for step in page.steps if isinstance(step, pages.Code)]
    assert sources(notebook, "code") == [block.source.rstrip("\n") for block in blocks]
    cells = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]
    for cell, block in zip(cells, blocks, strict=True):
        said = "".join(
            "".join(output.get("text", "")) + "\n".join(output.get("traceback", "")) for output in cell["outputs"]
        )
        assert said.removesuffix("\n") == (block.output.text if block.output else "")
    prose = "\n".join(sources(notebook, "markdown"))
    assert not re.search(r"<!--|^/{3,}|</?[\w]+-explorer|\{[:#. ]|^---$", prose, re.M)
    assert prose.count("<details>") == prose.count("</details>")


def test_the_cells_of_a_small_lesson():
    notebook = made()
    words = sources(notebook, "markdown")
    assert words[0] == "# A lesson\n\n> One claim.\n\n**Predict**\n\nWhat is 1 + 1?"
    assert "Python and nothing else" in words[1]
    assert words[2] == (
        "<details>\n<summary>Answer</summary>\n\n"
        "It is 2, see [slopes](slope.ipynb), [`x`](../reference/glossary.md) and above.\n\n"
        "**What is 1 + 1?**\n\n- 2: Right.\n\n</details>"
    )
    assert words[3] == "![Two dots.](../figures/dots.svg)\n\n*Two dots,\nside by side.*"
    assert words[4:] == ["## Wrong", "### Exercise 1\n\nPrint a list."]
    run, wrong, solution = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]
    assert run["metadata"] == {"jupyter": {"outputs_hidden": True}}
    assert wrong["metadata"] == {"tags": ["raises-exception"]}
    assert [output["output_type"] for output in wrong["outputs"]] == ["stream", "error"]
    assert wrong["outputs"][1]["ename"] == "ZeroDivisionError"
    assert solution["metadata"] == {"jupyter": {"outputs_hidden": True, "source_hidden": True}}
    assert solution["source"] == ['print("[a](b.md)")']


def test_the_same_page_gives_the_same_bytes():
    page = pages.parse(LESSON, "docs/idea/lesson.md")
    assert downloads.notebook(page) == downloads.notebook(page)
    ids = [cell["id"] for cell in made()["cells"]]
    assert len(set(ids)) == len(ids)


def test_a_published_notebook_stands_alone():
    text = downloads.notebook(pages.parse(LESSON, "docs/idea/lesson.md"))
    asked = []
    whole = downloads.portable(
        text, "idea/lesson.ipynb", "https://example.org/", lambda name: asked.append(name) or b"<svg/>"
    )
    words = "\n".join(sources(json.loads(whole), "markdown"))
    assert asked == ["figures/dots.svg"]
    assert f'<img alt="Two dots." src="data:image/svg+xml;base64,{base64.b64encode(b"<svg/>").decode()}">' in words
    assert "[slopes](https://example.org/idea/slope/)" in words
    assert "[`x`](https://example.org/reference/glossary/)" in words
    assert "[a](b.md)" in sources(json.loads(whole), "code")[-1]


def test_windows_line_ends_and_a_byte_order_mark_change_nothing():
    page = pages.parse("\ufeff" + LESSON.replace("\n", "\r\n"), "docs/idea/lesson.md")
    assert downloads.is_downloadable(page)
    assert downloads.notebook(page) == downloads.notebook(pages.parse(LESSON, page.path))


def test_an_explorer_leaves_its_figure_and_caption_also_around_another_element():
    explorer = """\
# A lesson

> One claim.

<some-explorer markdown>

<div markdown>

![Dots.](../figures/dots.svg)

</div>

*Dots.*

Drag one.

</some-explorer>

Words.
{: .wide }

```python
import numpy as np
```
Directly below, [the part](index.md).
"""
    first, note, last = sources(made(explorer), "markdown")
    picture = "![Dots.](../figures/dots.svg)"
    assert first == f"# A lesson\n\n> One claim.\n\n{picture}\n\n*Dots.*\n\nWords."
    assert "It needs Python and NumPy (`pip install numpy`)." in note
    assert last == "Directly below, [the part](index.md)."


def test_what_words_may_hold():
    words = """\
# A lesson

> One claim.

``` text
<div markdown>
/// note
[a](slope.md)
```

<div class="box">
[In a box](slope.md "Slopes"), with a note.[^1]
</div>

<div markdown>
Not a box, ``[a](slope.md)``.
</div>

## Further { #further }

[Elsewhere](https://example.org/slope.md), [home](../index.md), ![Dots](../assets/dots.png).

[^1]: The note.

```python
x = 1
```
"""
    first, _, second = sources(made(words), "markdown")
    fence = "``` text\n<div markdown>\n/// note\n[a](slope.md)\n```"
    box = '<div class="box">\n[In a box](slope.ipynb), with a note.[^1]\n</div>'
    assert first == f"# A lesson\n\n> One claim.\n\n{fence}\n\n{box}\n\nNot a box, ``[a](slope.md)``."
    assert second == (
        "## Further\n\n[Elsewhere](https://example.org/slope.md), [home](../index.md), ![Dots](../assets/dots.png).\n\n"
        "[^1]: The note."
    )
    whole = downloads.portable(
        downloads.notebook(pages.parse(words, "docs/idea/lesson.md")), "idea/lesson.ipynb", "@/", 0
    )
    _, _, second = sources(json.loads(whole), "markdown")
    assert "[Elsewhere](https://example.org/slope.md), [home](@/), ![Dots](@/assets/dots.png)" in second


@pytest.mark.parametrize(
    ("target", "page"),
    [
        ("index.md", "idea/"),
        ("../index.md", ""),
        ("../labs/own-data.ipynb", "labs/own-data/"),
        ("slope.ipynb#by-hand", "idea/slope/#by-hand"),
        ("../datasets/penguins.csv", "datasets/penguins.csv"),
        ("myindex.md", "idea/myindex/"),
    ],
)
def test_links_of_a_published_notebook_lead_to_the_site(target, page):
    cell = {"cell_type": "markdown", "source": [f"[a `b`]({target}), `[c]({target})`, [d](#d)"]}
    whole = downloads.portable(json.dumps({"cells": [cell]}), "idea/lesson.ipynb", "https://example.org/", 0)
    (words,) = sources(json.loads(whole), "markdown")
    assert words == f"[a `b`](https://example.org/{page}), `[c]({target})`, [d](#d)"
    assert downloads.portable(whole, "idea/lesson.ipynb", "https://example.org/", 0) == whole


def test_a_picture_in_a_published_notebook_keeps_its_alternative_text():
    cell = {"cell_type": "markdown", "source": ['![a < "b" & [c]](../figures/a.svg)']}
    whole = downloads.portable(json.dumps({"cells": [cell]}), "idea/lesson.ipynb", "@/", lambda name: name.encode())
    (words,) = sources(json.loads(whole), "markdown")
    assert words.startswith('<img alt="a &lt; &quot;b&quot; &amp; [c]" src="data:image/svg+xml;base64,')
    assert base64.b64decode(words.partition("base64,")[2].removesuffix('">')) == b"figures/a.svg"


# The build: made, told, never lost

SHORT = "# A\n\n> Claim.\n\n```python\nprint(1)\n```\n\n```output\n2\n```\n"


def test_the_build_makes_a_notebook_and_check_tells_one_that_was_edited(project):
    project.write("docs/part/a.md", SHORT)
    done = project.run()
    assert done.status == 0
    assert done.out.splitlines()[:2] == ["docs/part/a.md: 1 output", "docs/part/a.ipynb: made"]
    file = project.root / "docs/part/a.ipynb"
    good = file.read_text()
    assert '"1\\n"' in good
    file.write_text(good.replace("Claim", "Other"))
    edited = file.read_text()
    done = project.run("--check")
    assert done.status == 1
    assert done.out.startswith("docs/part/a.ipynb:1: the notebook is not what docs/part/a.md gives\n")
    assert done.out.endswith("1 stale step. To make them fresh: python scripts/build.py docs/part/a.md\n")
    assert file.read_text() == edited
    file.chmod(0o444)
    done = project.run()
    assert (done.status, done.err.startswith("docs/part/a.ipynb:1: the file is read-only")) == (2, True)
    assert file.read_text() == edited
    file.chmod(0o644)
    assert project.run().out.startswith("docs/part/a.ipynb: made\n")
    assert file.read_text() == good


def test_a_notebook_whose_lesson_is_gone_is_told(project):
    project.write("docs/part/a.md", SHORT)
    project.write("docs/part/b.md", SHORT)
    project.run()
    (project.root / "docs/part/a.md").unlink()
    project.write("docs/labs/deep/c.ipynb", "{}")
    project.write("docs/part/.ipynb_checkpoints/b.ipynb", "{}")
    before = project.tree()
    for arguments in ((), ("--check",)):
        done = project.run(*arguments)
        assert done.status == 2
        assert done.err.splitlines() == [
            "docs/labs/deep/c.ipynb:1: no lesson gives this notebook: delete it (a lab stands in docs/labs/)",
            "docs/part/a.ipynb:1: no lesson gives this notebook: delete it (a lab stands in docs/labs/)",
            "2 errors; nothing was written.",
        ]
    assert project.tree() == before
    assert project.run("docs/part/b.md").status == 0


@pytest.mark.parametrize("lesson", ["docs/idea/descent.md", "docs/data/regression.md"])
def test_a_kernel_runs_a_notebook_to_its_stored_outputs(lesson, tmp_path):
    """In a folder of its own, with nothing of the project in reach but the data sets beside it."""
    page = next(page for page in LESSONS if page.path == lesson)
    stored = nbformat.reads(downloads.notebook(page), as_version=4)
    for file in (project.ROOT / "docs/datasets").iterdir():
        shutil.copy(file, tmp_path)
    run = nbformat.reads(downloads.notebook(page), as_version=4)
    NotebookClient(run, timeout=120, kernel_name="python3", resources={"metadata": {"path": str(tmp_path)}}).execute()

    def printed(notebook) -> list[str]:
        cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
        return ["".join(output.get("text", "") for output in cell.outputs) for cell in cells]

    assert printed(run) == printed(stored)
    assert any(printed(stored))
