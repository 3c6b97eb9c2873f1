"""Labs: a notebook is read as a page, checked like one, and written back in one fixed form."""

import copy
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

from scripts.extensions import mathml as mathematics
from scripts.model import notebook as notebooks
from scripts.model import page as pages
from scripts.model import run as running
from scripts.model import project as projects
from scripts.model.page import Code, Figure, PageError
from tests.pages.conftest import REPOSITORY
from tests.pages.test_sybil import run as run_pytest

HERE = Path(__file__).parent
LABS = [file.relative_to(projects.ROOT).as_posix() for file in notebooks.files(projects.ROOT)]
NAME = "docs/labs/small-lab.ipynb"
PLOT = "import matplotlib.pyplot as plt\nfig, ax = plt.subplots()\nax.plot([1, 3], color='C1')\nplt.show()"


def lab(*cells: dict, **metadata) -> dict:
    """A notebook as an author begins one."""
    metadata = {"description": "A lab for the tests."} | metadata
    return {"cells": [*cells], "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}


def code(source: str, *outputs: dict, **metadata) -> dict:
    return {"cell_type": "code", "metadata": metadata, "source": source, "outputs": [*outputs]}


def words(source: str) -> dict:
    return {"cell_type": "markdown", "metadata": {}, "source": source}


def printed(text: str) -> dict:
    return {"output_type": "stream", "name": "stdout", "text": text}


def steps(page: pages.Page, root: Path = projects.ROOT) -> list[running.Change]:
    """What a run of a page would change."""
    run = running.Run(page, root)
    return [change for step in page.steps if (change := run.step(step))]


# Before and after a build, and the form


def without_drawings(text: str) -> str:
    return re.sub(r'"<!DOCTYPE svg .*\n *"<svg .*"', '"a drawing"', text)


def test_build_turns_before_into_after_and_a_second_build_changes_nothing(project):
    """`before` is as Jupyter saves it: other ids, counts, its own picture, outputs of an earlier version."""
    file = project.write(NAME, (HERE / "labs/before.ipynb").read_bytes())
    first = project.run()
    assert (first.status, first.err) == (0, "")
    assert first.out.splitlines()[0] == f"{NAME}: 3 outputs, 3 values, 1 figure"
    text = file.read_text("utf-8")
    assert without_drawings(text) == (HERE / "labs/after.ipynb").read_text("utf-8")
    assert text.count("viewBox") == 1
    stamp = file.stat().st_mtime_ns
    second = project.run()
    assert (second.status, second.err, second.out.count("\n")) == (0, "", 1)
    assert file.stat().st_mtime_ns == stamp
    assert project.run("--check").status == 0
    assert set(project.tree()) - {NAME} <= {name for name in project.tree() if name.startswith("figures/")}


@pytest.mark.parametrize("name", LABS)
def test_a_lab_is_a_valid_notebook_in_the_form_that_jupyter_writes(name):
    text = (projects.ROOT / name).read_text("utf-8")
    notebook = nbformat.reads(text, as_version=4)
    nbformat.validate(notebook)
    assert nbformat.writes(notebook) + "\n" == text
    page = notebooks.parse(text, name)
    assert page.written(page.text, []) == text


def test_a_notebook_out_of_form_is_told_and_put_in_form(project):
    text = (HERE / "labs/before.ipynb").read_text("utf-8")
    file = project.write(NAME, text)
    project.run()
    good = file.read_text("utf-8")
    for other in (
        good.replace('"cell-2"', '"d5e7"'),
        good.replace('"execution_count": null', '"execution_count": 7', 1),
        good.replace('"name": "python"\n', '"name": "python",\n"version": "3.12"\n'),
        json.dumps(json.loads(good)),
        good.replace("\n", "\r\n"),
        "\ufeff" + good,
    ):
        assert other != good
        file.write_bytes(other.encode())
        done = project.run("--check")
        assert done.status == 1
        assert done.out.startswith(f"{NAME}:1: the notebook is out of form")
        assert done.out.endswith(f"1 stale step. To make them fresh: python scripts/build.py {NAME}\n")
        assert project.run().out.startswith(f"{NAME}: put in form\n")
        assert file.read_bytes() == good.encode()


def test_stale_steps_are_told_with_their_cell(project):
    project.write(NAME, (HERE / "labs/before.ipynb").read_bytes())
    project.run()
    file = project.root / NAME
    text = file.read_text("utf-8")
    file.write_text(text.replace('"total 6\\n"', '"total 8\\n"').replace("is 6<!--", "is 5<!--").replace("M", "L", 9))
    done = project.run("--check")
    assert done.status == 1
    told = [line for line in done.out.splitlines() if line.startswith(NAME)]
    assert told[:2] == [f"{NAME}:cell 2: output is stale", f"{NAME}:cell 3, line 3: value is stale"]
    assert "-total 8\n+total 6\n" in done.out


def test_a_lab_is_a_page_but_no_lesson(project):
    project.write(NAME, json.dumps(lab(code("print(1)"), words("One 1<!-- = 2 - 1 -->."))))
    project.write("docs/labs/other.txt", "no page")
    project.write("docs/labs/.ipynb_checkpoints/a-checkpoint.ipynb", "{")
    project.write(
        "docs/index.md", "0<!-- = site.pages --> pages, 0<!-- = site.blocks --> block, 9<!-- = site.lessons -->\n"
    )
    assert project.run().status == 0
    expected = "2<!-- = site.pages --> pages, 1<!-- = site.blocks --> block, 0<!-- = site.lessons -->\n"
    assert project.tree()["docs/index.md"].decode() == expected


# Whatever is wrong: one message, with the cell

WRONG = {
    "not JSON": ("{", "1: not a notebook, JSON: "),
    "not JSON, line 2": ('{\n"cells": [}', "2: not a notebook, JSON: "),
    "a list": ([], "notebook: the notebook has no field cells"),
    "no cells": ({"metadata": {}, "nbformat": 4}, "notebook: the notebook has no field cells"),
    "cells is a text": ({"cells": "", "metadata": {}}, "notebook: the notebook has a wrong field cells"),
    "no metadata": ({"cells": [], "nbformat": 4}, "notebook: the notebook has no field metadata"),
    "old format": (lab() | {"nbformat": 3}, "notebook: nbformat 3: expected 4"),
    "nested": ("[" * 100_000, "notebook: not a notebook: its JSON is nested too deeply"),
    "half a character": (lab(words("a \ud800")), r"notebook: half a character, \ud800: delete it"),
    "language as a text": (lab(kernelspec="R"), "metadata: language R: expected python"),
    "other language": (lab(kernelspec={"language": "R"}), "metadata: language R: expected python"),
    "no description": (lab(description=""), "metadata: no description: "),
    "description is a number": (lab(description=3), "metadata: no description: "),
    "title is a number": (lab(title=3), "metadata: the title is no text"),
    "time limit is a text": (lab(time_limit="long"), 'metadata: time_limit: expected seconds, found "long"'),
    "raises no name": (lab(code("1;", raises='a"b')), 'cell 1: the metadata\'s "raises" names no exception: a"b'),
    "open fence": (
        lab(words("a\n\n~~~text\nb"), code("1;"), words("~~~")),
        "cell 1, line 3: this fence is never closed: expected a line ~~~",
    ),
    "open comment": (lab(words("a\n<!-- b"), words("-->")), "cell 1, line 2: this comment is never closed"),
    "output is nothing": (lab(code("1;", None)), "cell 1: output of type None: a lab prints"),
    "output without data": (
        lab(code("1;", {"output_type": "display_data", "data": None})),
        "cell 1: output of type display_data: a lab prints",
    ),
    "widget": (
        lab(code("1;", {"output_type": "display_data", "data": {"text/plain": "", "application/x-widget": {}}})),
        "cell 1: output of type application/x-widget: a lab prints",
    ),
    "cell without type": (lab({"source": ""}), "cell 1: the cell has no field cell_type"),
    "cell without source": (lab(words("a"), {"cell_type": "code"}), "cell 2: the cell has no field source"),
    "cell without metadata": (lab({"cell_type": "code", "source": "1"}), "cell 1: the cell has no field metadata"),
    "cell without outputs": (lab(words("1") | {"cell_type": "code"}), "cell 1: the cell has no field outputs"),
    "raw cell": (lab(words("a") | {"cell_type": "raw"}), "cell 1: cell type raw: expected code or markdown"),
    "empty cell": (lab(words("a"), code(" \n")), "cell 2: the cell is empty: delete it"),
    "attachment": (lab(words("a") | {"attachments": {"a": {}}}), "cell 1: the cell has a picture attached"),
    "brackets": (lab(words("a"), code("1;", alt="a ] [ b")), 'cell 2: the metadata\'s "alt" has brackets'),
    "a mark": (lab(words("<!-- cell 3 -->\n\na")), "cell 1: the cell contains a mark of cells"),
    "alt of lines": (lab(code("1;", alt="a\nb")), 'cell 1: the metadata\'s "alt" is no line of text'),
    "code in Markdown": (lab(words("a\n\n```python\n1\n```")), "cell 1, line 3: code belongs in a code cell"),
    "other fence": (lab(words("a\n\n```\n1\n```")), "cell 1, line 3: fence language (none): expected one of python"),
    "figure file": (lab(words("![a](../figures/a.svg)")), "cell 1, line 1: a lab's figures are drawn by cells"),
    "bad value": (lab(words("a"), words("b\n0<!-- = ) -->")), "cell 2, line 2: value comment: not an expression"),
    "stderr": (lab(code("1;", printed("a") | {"name": "stderr"})), "cell 1: output of type stderr: a lab prints"),
    "repr": (
        lab(code("1;", {"output_type": "execute_result", "data": {"text/plain": "1"}})),
        "cell 1: output of type text/plain: a lab prints",
    ),
    "HTML": (
        lab(code("1;", {"output_type": "display_data", "data": {"text/plain": "1", "text/html": "1"}})),
        "cell 1: output of type text/html: a lab prints",
    ),
    "no kind": (lab(code("1;", {})), "cell 1: output of type None: a lab prints"),
    # when it runs
    "exception": (lab(code("x = 1\nx / 0")), "cell 1, line 2: ZeroDivisionError: division by zero"),
    "exception below": (
        lab(code("def f():\n    return 1 / 0"), code("1;\nf()")),
        "cell 1, line 2: ZeroDivisionError: division by zero",
    ),
    "syntax": (lab(words("a"), code("x = 1\nx = =")), "cell 2, line 2: SyntaxError: invalid syntax"),
    "magic": (lab(code("%matplotlib inline")), "cell 1, line 1: SyntaxError: invalid syntax"),
    "nothing raised": (lab(code("x = 1", raises="ValueError")), "cell 1: expected the block to raise ValueError"),
    "bare value": (lab(code("x = 3\nx")), "cell 1: TypeError: the cell ends in a value (int), which Jupyter shows"),
    "value that fails": (lab(code("x = 3;"), words("0<!-- = y -->")), "cell 2, line 1: value y: NameError"),
    "no alt": (lab(code(PLOT)), "cell 1: missing alternative text: put what the figure shows into the cell's metadata"),
    "no figure": (lab(code("1;", alt="a")), 'cell 1: the cell shows no figure, but its metadata has an "alt"'),
    "two figures": (lab(code(PLOT + "\nplt.figure();", alt="a")), "cell 1: the cell shows 2 figures; a cell shows one"),
    "other colour": (lab(code(PLOT.replace("C1", "red"), alt="a")), "cell 1: the cell's figure: colour #ff0000"),
    "black": (lab(code(PLOT.replace("C1", "k"), alt="a")), "cell 1: the cell's figure: colour #000000 is not in"),
    "too wide": (
        lab(code(PLOT.replace("()", "(figsize=(8, 3))", 1), alt="a")),
        "cell 1: the cell's figure: 8 inches wide",
    ),
    "too large": (
        lab(code(PLOT.replace("[1, 3]", "[k * k % 97 / 7 for k in range(4000)]"), alt="a")),
        "cell 1: the cell's figure: ",
    ),
    "pixels": (lab(code(PLOT.replace("plot([1, 3], color='C1')", "imshow([[1, 2]])"), alt="a")), "a picture of pixels"),
    "endless": (
        lab(words("a"), code("while True: pass"), time_limit=1),
        "cell 2: still running here after 1 s (time_limit in the notebook's metadata sets another limit)",
    ),
    "a mark printed": (lab(code('print("<!-- cell 3 -->")')), "cell 1: the cell prints a mark of cells"),
    "exit": (lab(words("a"), code("1;\nraise SystemExit(3)")), "cell 2, line 2: SystemExit: a page's code must not"),
    "interrupt": (lab(code("raise KeyboardInterrupt")), "cell 1: KeyboardInterrupt"),
}


@pytest.mark.parametrize("case", WRONG)
def test_what_is_wrong_is_said_once_with_its_cell(project, case):
    content, message = WRONG[case]
    text = content if isinstance(content, str) else json.dumps(content)
    file = project.write(NAME, text)
    done = project.run()
    assert done.status == 2, done
    first, last = done.err.splitlines()
    assert first.startswith(f"{NAME}:")
    assert message in first
    assert message.startswith("a picture") or first.startswith(f"{NAME}:{message}")
    assert last == "1 error; nothing was written."
    assert file.read_text() == text


def test_unusual_outputs_are_stored_and_read_again(project):
    """Fences in the code and in what it prints, an empty line alone, an error before which nothing is printed."""
    cells = [code('print("```")\n"""\n````\n""";'), code("print()"), code("1 / 0", raises="ZeroDivisionError")]
    file = project.write(NAME, json.dumps(lab(*cells)))
    assert project.run().status == 0
    stored = [cell["outputs"] for cell in json.loads(file.read_text())["cells"]]
    stream = {"name": "stdout", "output_type": "stream"}
    said = "ZeroDivisionError: division by zero"
    error = {"ename": "ZeroDivisionError", "evalue": "division by zero", "output_type": "error", "traceback": [said]}
    assert stored == [[stream | {"text": ["```\n"]}], [stream | {"text": ["\n"]}], [error]]
    assert project.run("--check").status == 0


def test_marks_of_cells_are_not_published_and_lines_stay(fresh):
    text = notebooks.parse(fresh, NAME).text
    shown = pages.published(text)
    assert "<!-- cell 1 -->" in text
    assert "<!--" not in shown
    assert shown.count("\n") == text.count("\n")


def test_a_figure_is_found_by_its_name(project, fresh):
    project.write(NAME, fresh)
    assert notebooks.figure(project.root, "lab_small_lab_1").count("viewBox") == 1
    for name in ("lab_small_lab_2", "lab_small_1", "small_lab_1", "lab_small_lab_x"):
        assert notebooks.figure(project.root, name) is None


@pytest.mark.parametrize("name", ["own_data", "own data", "Own", "own--data", "-own"])
def test_a_file_name_of_which_no_figure_could_be_named_is_refused(project, name):
    project.write(f"docs/labs/{name}.ipynb", json.dumps(lab(words("a"))))
    done = project.run()
    assert done.status == 2
    assert done.err.startswith(f"docs/labs/{name}.ipynb:notebook: file name {name}.ipynb: expected lower-case letters")


def test_a_read_only_lab_is_left_alone(project):
    text = json.dumps(lab(code("print(1)")))
    file = project.write(NAME, text)
    file.chmod(0o444)
    done = project.run()
    assert done.status == 2
    assert done.err.splitlines() == [
        f"{NAME}:1: the file is read-only; to let the build write it: chmod u+w {NAME}",
        "1 error; nothing was written.",
    ]
    assert file.read_text() == text


def test_stored_fields_of_other_types_are_replaced_by_those_of_the_run(project):
    """What Jupyter never writes is no reason for a traceback."""
    wrong = [printed(3), {"output_type": "error", "ename": 1, "evalue": None}]
    drawing = {"output_type": "display_data", "data": {"image/svg+xml": 3}}
    file = project.write(
        NAME, json.dumps(lab(code("x = 1\rprint(x)", *wrong), code(PLOT, drawing, alt="a"), kernelspec=None))
    )
    assert project.run().status == 0
    first, second = json.loads(file.read_text())["cells"]
    assert (first["source"], first["outputs"][0]["text"]) == (["x = 1\n", "print(x)"], ["1\n"])
    assert len(first["outputs"]) == len(second["outputs"]) == 1
    assert project.run("--check").status == 0


# What a stored result says is what a run gives


@pytest.fixture(scope="module")
def fresh(tmp_path_factory) -> str:
    """A small lab after a build, its text."""
    page = notebooks.parse((HERE / "labs/before.ipynb").read_text("utf-8"), NAME)
    changes = steps(page)
    return page.written(running.apply(page.text, changes), changes)


def with_other_digits(text: str, results: str) -> list[str]:
    """The text again and again, each time with one digit of what a pattern finds one higher (9 becomes 0)."""
    places = [k for found in re.finditer(results, text) for k in range(*found.span()) if text[k].isdecimal()]
    return [text[:k] + str((int(text[k]) + 1) % 10) + text[k + 1 :] for k in places]


def test_any_digit_of_a_result_that_changes_is_noticed(fresh):
    """Digits of outputs, of numbers with a comment behind them, in the text and in the alternative text."""
    assert steps(notebooks.parse(fresh, NAME)) == []
    cells, mutants = json.loads(fresh)["cells"], 0
    for cell in cells:
        holders = [(o, "text", r".+") for o in cell.get("outputs", []) if o["output_type"] == "stream"]
        if cell["cell_type"] == "markdown":
            holders.append((cell, "source", r"[\d.]+(?=\$?<!-- =)"))
        if "alt" in cell["metadata"]:
            holders.append((cell["metadata"], "alt", r"[\d.]+(?=<!-- =)"))
        for holder, name, results in holders:
            whole = "".join(holder[name])
            for holder[name] in with_other_digits(whole, results):
                mutants += 1
                found = steps(notebooks.parse(json.dumps(json.loads(fresh) | {"cells": cells}), NAME))
                assert len(found) == 1, holder[name]
            holder[name] = whole
    assert mutants == 6


def test_a_figure_is_compared_number_by_number(fresh):
    (name,) = notebooks.parse(fresh, NAME).pictures
    line = next(line for line in fresh.splitlines() if "<svg " in line)
    numbers = [*re.finditer(r"(?<=[ ML])\d+(?:\.\d+)?(?=[ a-zA-Z-])", line)]
    assert len(numbers) > 50
    for number in numbers[:: len(numbers) // 6]:
        for shift, kinds in ((0.01, []), (1.0, ["figure"])):
            moved = line[: number.start()] + f"{float(number[0]) + shift:.2f}" + line[number.end() :]
            found = steps(notebooks.parse(fresh.replace(line, moved), NAME))
            assert [change.kind for change in found] == kinds
            assert all(change.reason.startswith(name) for change in found)


@pytest.mark.parametrize("name", LABS)
def test_a_changed_colour_or_a_lost_figure_of_a_lab_is_noticed(name):
    page = copy.deepcopy(projects.load(projects.ROOT, projects.ROOT / name))  # `load` gives all who ask the same page
    assert page.pictures
    run = running.Run(page, projects.ROOT)
    for step in page.steps:
        if isinstance(step, Figure):
            drawing = page.pictures[step.name]
            assert run.step(step) is None
            page.pictures[step.name] = drawing.replace("#cc6200", "#0072b2", 1).replace("#25231f", "#6b655c", 1)
            assert run.step(step).kind == "figure"
            del page.pictures[step.name]
            assert run.step(step).reason.endswith("does not exist")
        elif isinstance(step, Code):
            run.step(step)


# Jupyter, and pytest


@pytest.mark.parametrize("name", LABS)
def test_a_lab_prints_the_same_in_jupyter_with_nothing_but_its_data_beside_it(name, tmp_path):
    shutil.copytree(projects.ROOT / "docs/datasets", tmp_path, dirs_exist_ok=True)
    stored = nbformat.read(projects.ROOT / name, as_version=4)
    again = nbformat.read(projects.ROOT / name, as_version=4)
    NotebookClient(again, timeout=120, kernel_name="python3", resources={"metadata": {"path": str(tmp_path)}}).execute()
    for number, (old, new) in enumerate(zip(stored.cells, again.cells, strict=True), 1):
        if old.cell_type == "code":
            assert said(new) == said(old), f"cell {number}"
            assert shown(new) == shown(old), f"cell {number}"


def said(cell) -> str:
    """What a cell printed, and the error that it ended with."""
    return "".join(
        o.text if o.output_type == "stream" else f"{o.ename}: {o.evalue}" for o in cell.outputs if "data" not in o
    )


def shown(cell) -> int:
    """How many figures a cell shows; anything else that it shows is an error."""
    kinds = [set(o.data) for o in cell.outputs if "data" in o]
    assert all(kind & {"image/png", "image/svg+xml"} for kind in kinds), kinds
    return len(kinds)


def test_pytest_runs_each_step_of_a_lab(tmp_path, fresh):
    for folder in ("docs/labs", "figures"):
        (tmp_path / folder).mkdir(parents=True)
    for name in ("scripts", "figures/style.py", "figures/fonts"):
        (tmp_path / name).symlink_to(REPOSITORY / name)
    for name in ("conftest.py", "pyproject.toml"):
        shutil.copy(REPOSITORY / name, tmp_path)
    (tmp_path / NAME).write_text(fresh)
    (tmp_path / "docs/labs/wrong.ipynb").write_text(
        fresh.replace('"total 6\\n"', '"total 8\\n"').replace("<svg ", "<svg  ", 1)
    )
    status, out = run_pytest(tmp_path, "-p", "no:cacheprovider", NAME)
    assert status == 0, out
    assert re.search(r"^11 passed", out, re.M)
    status, out = run_pytest(tmp_path, "-p", "no:cacheprovider", "docs/labs/wrong.ipynb")
    assert status == 1
    assert "docs/labs/wrong.ipynb:cell 2: output is stale\non the page: '```output\\ntotal 8" in out
    assert "To make it fresh: python scripts/build.py docs/labs/wrong.ipynb" in out
    (tmp_path / "docs/labs/zz.ipynb").write_text("{")
    status, out = run_pytest(tmp_path, "-p", "no:cacheprovider", "docs/labs/zz.ipynb")
    assert status == 2
    assert "docs/labs/zz.ipynb:1: not a notebook, JSON: " in out
    assert "Traceback" not in out


def test_a_cell_needs_no_more_than_the_cells_above_it():
    """A page error names the notebook's cell also when it is the text that is wrong."""
    page = notebooks.parse(json.dumps(lab(words("a"), code("x = 1"), words("b\n\nx is 1<!-- = x -->"))), NAME)
    assert [page.place(step.line) for step in page.steps] == ["cell 2", "cell 3, line 3"]
    with pytest.raises(PageError, match=r"cell 3, line 3: value x: NameError"):
        running.Run(page, projects.ROOT).step(page.steps[1])


def test_the_build_needs_matplotlib_for_labs_only():
    command = "import sys; sys.path.insert(0, '.'); import scripts.running; print('matplotlib' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", command], cwd=projects.ROOT, capture_output=True, text=True)
    assert done.stdout == "False\n"


def test_a_wrong_formula_is_told_with_its_cell():
    page = projects.load(projects.ROOT, projects.ROOT / "docs/labs/own-data.ipynb")
    lines = page.text.partition("\n---\n")[2].strip().splitlines()
    number, source = next(
        (number, "".join(cell["source"]).splitlines())
        for number, cell in enumerate(json.loads(page.source)["cells"], 1)
        if r"\lambda_{\max} \le" in "".join(cell["source"])
    )
    row = next(row for row, line in enumerate(source, 1) if r"\lambda_{\max} \le" in line)
    where = mathematics.locate(r"\lambda_{\max} \le 2(d + 1)", lines)
    assert where == f"docs/labs/own-data.ipynb:cell {number}, line {row}"
