"""Every lesson as a notebook: what is in it, that it is fresh, and that a kernel runs it to the same outputs."""

import base64
import json
import re
import shutil

import nbformat
import pytest
from nbclient import NotebookClient

from scripts import downloads, pages, project

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
