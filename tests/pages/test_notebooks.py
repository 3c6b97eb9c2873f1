"""Labs are read as pages and written back in one form; lessons are given as notebooks that run."""

import base64
import contextlib
import io
import re
import shutil

import jupytext
import nbformat
import pytest
from nbclient import NotebookClient
from nbformat.v4 import new_code_cell, new_notebook
from nbformat.v4 import new_markdown_cell as words

from scripts.model import notebook, project, run
from scripts.model.page import Code, Figure, PageError
from scripts.model.page import parse as parse_markdown
from scripts.publish import notebooks as published_notebooks
from tests.pages.conftest import HERE, LESSONS, PAGES, cases, changes

LABS = [page for page in PAGES if page.meta.kind == "lab"]
NOTEBOOKS = {page: (project.ROOT / page.path).with_suffix(".ipynb").read_text("utf-8") for page in LESSONS}
NAME = "docs/labs/small-lab.ipynb"


def lab(*cells: nbformat.NotebookNode, **metadata) -> str:
    """A notebook as an author begins one."""
    metadata = {"description": "A lab for the tests."} | metadata
    return nbformat.writes(new_notebook(cells=[*cells], metadata=metadata))


def code(source: str, **metadata) -> nbformat.NotebookNode:
    return new_code_cell(source, metadata=metadata)


def built(source: str) -> str:
    """A lab's file after a run."""
    page = notebook.parse(source, NAME)
    found = changes(page)
    return page.written(run.apply(page.text, found), found)


def valid(text: str) -> nbformat.NotebookNode:
    """A notebook that nbformat finds valid, and would write to the same bytes."""
    content = nbformat.reads(text, as_version=4)
    nbformat.validate(content)
    assert nbformat.writes(content) + "\n" == text
    return content


def sources(content: nbformat.NotebookNode, kind: str) -> list[str]:
    return [cell.source for cell in content.cells if cell.cell_type == kind]


def printed(cell: nbformat.NotebookNode) -> str:
    """What a cell printed, and the error that it ended with."""
    outputs = [output for output in cell.outputs if "data" not in output]
    return "".join(o.text if o.output_type == "stream" else f"{o.ename}: {o.evalue}" for o in outputs)


@pytest.fixture(scope="module")
def fresh() -> str:
    """The small lab after a run, its file's text."""
    return built((HERE / "labs/before.ipynb").read_text("utf-8"))


def test_a_run_turns_before_into_after_and_another_changes_nothing(fresh):
    """`before` is as Jupyter saves it: other ids, counts, its own picture, outputs of an earlier version."""
    drawing = r'"<!DOCTYPE svg .*\n *"<svg .*"'
    assert re.sub(drawing, '"a drawing"', fresh) == (HERE / "labs/after.ipynb").read_text("utf-8")
    assert changes(notebook.parse(fresh, NAME)) == []
    assert built(fresh) == fresh


def test_labs_are_valid_and_stand_in_the_form_that_jupyter_writes():
    assert len(LABS) >= 3
    for page in LABS:
        valid(page.source)
        assert "\n```\n```" not in page.text, f"{page.path}: blank lines part code and output, as on a page"
        assert page.written(page.text, []) == page.source, page.path
        assert {step.name for step in page.steps if isinstance(step, Figure)} == set(page.pictures), page.path
        assert page.meta.description, page.path


def test_any_digit_of_a_result_that_changes_is_noticed(fresh):
    """Digits of outputs, and of numbers with a comment behind them, in the text and in the alternative text."""
    results = re.finditer(r'"total (\d+)\\n"|([\d.]+)\$?<!-- =', fresh)
    places = [k for found in results for k in range(*found.span(found.lastindex)) if fresh[k] != "."]
    assert len(places) == 6
    for k in places:
        page = notebook.parse(fresh[:k] + str((int(fresh[k]) + 1) % 10) + fresh[k + 1 :], NAME)
        assert len(changes(page)) == 1, fresh[k - 40 : k + 1]


def test_a_changed_or_lost_drawing_is_noticed(fresh):
    coordinate = re.search(r'(?<= x=\\")\d+', fresh)
    moved = f"{fresh[: coordinate.start()]}{int(coordinate[0]) + 2}{fresh[coordinate.end() :]}"
    lost = re.sub(r'"data": \{.*?\]\n +\}', '"data": {}', fresh, flags=re.S)
    for other in (moved, lost, fresh.replace("#cc6200", "#0072b2")):
        assert [change.kind for change in changes(notebook.parse(other, NAME))] == ["figure"]
        assert built(other) == fresh


def test_unusual_results_are_stored_and_read_again():
    """Fences in the code and in what it prints, an empty line alone, an error before which nothing is printed."""
    fences, wrong = code('print("```")\n"""\n````\n""";'), code("1 / 0", raises="ZeroDivisionError")
    text = built(lab(fences, code("print()"), wrong, code(""), words("That is 2<!-- = 1 + 1 -->.")))
    cells = valid(text).cells
    assert [printed(cell) for cell in cells[:-1]] == ["```\n", "\n", "ZeroDivisionError: division by zero"]
    assert cells[2].metadata.tags == ["raises-exception"]
    assert built(text) == text


WRONG = [
    ("2: not a notebook: Expecting value", '{\n"cells": [}'),
    (
        "1: not a notebook of nbformat 4: save it in Jupyter (KeyError('cells'))",
        '{"metadata": {}, "nbformat": 4, "nbformat_minor": 5}',
    ),
    (
        "1: not a notebook of nbformat 4: save it in Jupyter (KeyError('outputs'))",
        lab(code("1;")).replace('"outputs": [],', ""),
    ),
    (
        "1: not a notebook of nbformat 4: save it",
        '{"metadata": {}, "nbformat": 3, "nbformat_minor": 0, "worksheets": []}',
    ),
    ("metadata: time_limit: expected seconds, found long", lab(time_limit="long")),
    ("cell 2: code and figures belong in", lab(words("~~~text"), code("1;"), words("~~~"))),
]


def as_lab(text: str) -> str:
    """A lab from the percent format: https://jupytext.readthedocs.io/en/latest/formats-scripts.html."""
    cells = jupytext.reads(text, fmt="py:percent").cells
    return lab(*(words(c.source) if c.cell_type == "markdown" else code(c.source, **c.metadata) for c in cells))


def test_what_is_wrong_is_said_with_its_cell():
    failures = []
    for message, source in [*WRONG, *((says, as_lab(text)) for says, text in cases(HERE / "wrong-labs.txt"))]:
        try:
            found = f"no error, but {changes(notebook.parse(source, NAME))}"
        except PageError as error:
            found = str(error)
        if not found.startswith(f"{NAME}:{message}"):
            failures.append(f"{message}: {found}")
    assert failures == []


def test_the_cells_of_a_small_lesson():
    """`lesson.md` has one of every kind of block. Read `lesson.ipynb` when it must change."""
    page = parse_markdown((HERE / "labs/lesson.md").read_text("utf-8"), "docs/idea/lesson.md")
    assert notebook.lesson_notebook(page) == (HERE / "labs/lesson.ipynb").read_text("utf-8")


def test_the_notebooks_of_all_lessons_are_fresh_valid_and_whole():
    assert notebook.orphans(project.ROOT, PAGES) == []
    assert len(NOTEBOOKS) >= 20
    for page, stored in NOTEBOOKS.items():
        assert stored == notebook.lesson_notebook(page), f"stale: python scripts/build.py {page.path}"
        content = valid(stored)
        blocks = [step for step in page.steps if isinstance(step, Code)]
        assert sources(content, "code") == [block.source.rstrip("\n") for block in blocks], page.path
        said = [printed(cell).removesuffix("\n") for cell in content.cells if cell.cell_type == "code"]
        assert said == [block.output.text if block.output else "" for block in blocks], page.path
        cells = sources(content, "markdown")
        prose = "\n".join(cells)
        assert not re.findall(r"<!--|^/{3,}|</?\w+-explorer|\{[:#. ]|^---$", prose, re.M), page.path
        assert not [text for text in cells if text.count("details>") % 2 or text.count("```") % 2], page.path
        figures = [step.name for step in page.steps if isinstance(step, Figure)]
        assert re.findall(r"\(\.\./figures/(\w+)\.svg\)", prose) == figures, page.path


def test_a_notebook_without_a_lesson_is_an_error(tmp_path):
    for name in ("docs/idea/loss.ipynb", "docs/idea/gone.ipynb", "docs/idea/.ipynb_checkpoints/loss.ipynb"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    (error,) = notebook.orphans(tmp_path, LESSONS)
    assert str(error) == "docs/idea/gone.ipynb:1: no lesson gives this notebook: delete it"


def test_the_cells_of_a_notebook_print_what_they_store(monkeypatch):
    """Without a kernel: in a namespace of their own, among the data sets."""
    monkeypatch.chdir(project.ROOT / "docs/datasets")
    namespace = {"__name__": "__main__"}
    for cell in nbformat.read(project.ROOT / "docs/data/regression.ipynb", as_version=4).cells:
        if cell.cell_type == "code":
            with contextlib.redirect_stdout(io.StringIO()) as out:
                exec(cell.source, namespace)
            assert out.getvalue() == printed(cell)


@pytest.mark.all
def test_a_kernel_runs_every_notebook_to_its_stored_outputs(tmp_path, monkeypatch):
    """In a folder with nothing but the data sets, as a reader has it, with the backend that Jupyter chooses."""
    monkeypatch.delenv("MPLBACKEND")
    shutil.copytree(project.ROOT / "docs/datasets", tmp_path, dirs_exist_ok=True)
    for page, text in (NOTEBOOKS | {page: page.source for page in LABS}).items():
        if any(isinstance(step, Code) and step.needs for step in page.steps):
            continue  # needs more than a reader of this project has; make frameworks runs it
        again = nbformat.reads(text, as_version=4)
        folder = {"metadata": {"path": str(tmp_path)}}
        NotebookClient(again, timeout=600, kernel_name="python3", resources=folder).execute()
        for number, (old, new) in enumerate(zip(valid(text).cells, again.cells, strict=True), 1):
            if old.cell_type == "code":
                assert printed(new) == printed(old), f"{page.path}, cell {number}"
                assert len({sum("data" in o for o in c.outputs) for c in (new, old)}) == 1, f"{page.path}, {number}"


def test_published_notebooks_hold_their_figures_and_lead_to_the_site(tmp_path):
    (tmp_path / "index.html").write_text('<head><link href="https://example.org/" rel=canonical></head>')
    for name in ("figures", "idea"):
        (tmp_path / name).mkdir()
    (tmp_path / "figures/a.svg").write_text("<svg/>")
    links = {
        "index.md": "idea/",
        "../index.md": "",
        "../labs/own-data.ipynb": "labs/own-data/",
        "slope.ipynb#by-hand": "idea/slope/#by-hand",
        "../datasets/a.csv": "datasets/a.csv",
    }
    kept = "`f[i](x.md)`, ``[b](c.md)``, [d](#d), [e](https://example.net/e.md)\n\n```text\n[f](g.md)\n```\n"
    before = [f"[a `b`]({target})" for target in links] + [kept, '![a < "b" & [c]](../figures/a.svg)']
    drawing = f"data:image/svg+xml;base64,{base64.b64encode(b'<svg/>').decode()}"
    picture = f'<img alt="a &lt; &quot;b&quot; &amp; [c]" src="{drawing}">'
    after = [f"[a `b`](https://example.org/{page})" for page in links.values()] + [kept, picture]
    file = tmp_path / "idea/lesson.ipynb"
    file.write_text(lab(*map(words, before), code("x[0](y.md)")))
    published_notebooks.complete(tmp_path)
    once = file.read_text("utf-8")
    assert (sources(valid(once), "markdown"), sources(valid(once), "code")) == (after, ["x[0](y.md)"])
    published_notebooks.complete(tmp_path)
    assert file.read_text("utf-8") == once
    file.write_text(wrong := lab(words("![a](../figures/b.svg)")))
    with pytest.raises(ValueError, match=f"^{re.escape(str(file))}: there is no figures/b.svg$"):
        published_notebooks.complete(tmp_path)
    assert file.read_text() == wrong
