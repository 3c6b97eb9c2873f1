"""Notebooks: a lab is read as a page, and a lesson is written as a notebook to download.

`parse` gives a lab as the Markdown of a page: code cells as `python` fences, what they printed as `output` fences,
a figure as an image with the `alt` of the cell's metadata. `Notebook.written` gives the file back after a run.
"""

import ast
import json
import posixpath
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from scripts.model import page as pages
from scripts.model.page import CELL, Code, Figure, Page, PageError

SVG = "image/svg+xml"
FOLDED = ("answer", "hint", "solution")  # blocks of a lesson that become <details>
_CODE = re.compile(r"(?P<fence>`{3,})python\b")
_FIGURE = re.compile(r"^!\[(?P<alt>.*)\]\(\.\./figures/(?P<name>\w+)\.svg\)\s*\Z", re.M)
_BLOCK = re.compile(r"/{3,}(?: (?P<kind>\w+))?(?: \| (?P<title>.*))?\s*")
_EXPLORER = re.compile(r"^<(\w+-\w+)\b[^>]*>\s*(?P<figure>!.*?(?:\n\n\*(?!\*).*?)?)\n\n.*?</\1>", re.S | re.M)
_PAGE_LINK = re.compile(r"\]\((?P<target>[\w./-]+)\.md(?:#[\w-]+)?\)")
_JUPYTER = {  # what only Jupyter understands, in the line or the message of an error, and what to write instead
    r"^(?:[\w, ]+=)? *%": "a magic is not Python; leave it out",
    r"^(?:[\w, ]+=)? *!": "a shell command is not Python; write what it does in Python",
    r"^'(?:await|async)": "write code that does not wait, since in Jupyter alone a loop of events runs already",
    r"^name '(?:display|get_ipython)'": "it is part of Jupyter, not of Python; print what you want to show",
}
_CODE_MARK = "<!-- code -->"


@dataclass(frozen=True)
class Notebook(Page):
    """A lab as a page: `text` is its Markdown, `source` the file's text, `pictures` its figures, name to SVG."""

    source: str = ""
    pictures: dict[str, str] = field(default_factory=dict, hash=False)

    def place(self, line: int) -> str:
        """A line of the Markdown as a place in the notebook: `cell 3, line 2`."""
        return _place(self.text, line)

    def written(self, text: str, changes: list) -> str:
        """The file, when its Markdown is `text`. `changes` hold the figures drawn anew."""
        drawn = {Path(self.text[c.start : c.end]).stem: c.text for c in changes if c.kind == "figure"}
        pictures = self.pictures | drawn
        codes = iter([step for step in pages.parse(text, self.path).steps if isinstance(step, Code)])
        cells = []
        for chunk in CELL.split(text)[2::2]:
            if not _CODE.match(chunk):
                cells.append(_cell("markdown", chunk.strip("\n")))
            elif shown := _FIGURE.search(chunk):
                cells.append(_code_cell(next(codes), {"alt": shown["alt"]}, pictures.get(shown["name"])))
            else:
                cells.append(_code_cell(next(codes), {}))
        return _dumps(cells, json.loads(self.source)["metadata"])


def parse(source: str, path: str) -> Notebook:
    """Read a lab as a page. Raises PageError, with the cell, for what the page model does not allow."""
    try:
        content = json.loads(source)
        text, pictures, expected = _as_markdown(content, path)
    except json.JSONDecodeError as error:
        raise PageError(path, error.lineno, f"not a notebook: {error.msg}") from None
    except (KeyError, TypeError) as error:
        raise PageError(path, 1, f"not a notebook of nbformat 4: save it in Jupyter ({error!r})") from None
    try:
        page = pages.parse(text, path)
    except PageError as error:
        raise PageError(path, _place(text, error.line), error.message) from None
    if wrong := {step.line for step in page.steps if isinstance(step, Code | Figure)} ^ expected:
        message = "code and figures belong in code cells, and what opens a fence or a bracket closes it"
        raise PageError(path, _place(text, min(wrong)), message)
    return Notebook(**vars(page), source=source, pictures={name: svg for name, svg in pictures.items() if svg})


def _as_markdown(content: dict, path: str) -> tuple[str, dict[str, str], set[int]]:
    """A lab's Markdown, its pictures (empty where none is stored), and the lines of its code and figures."""
    keys = [key for key in ("description", "time_limit", "title") if key in content["metadata"]]
    text = "".join(["---\n", *(f"{key}: {json.dumps(content['metadata'][key])}\n" for key in keys), "---\n"])
    pictures, lines = {}, set()
    for number, cell in enumerate(content["cells"], 1):
        body = "".join(cell["source"]).strip("\n")
        if not body.strip():  # Jupyter adds an empty cell behind the last one
            continue
        text += f"\n<!-- cell {number} -->\n"
        if cell["cell_type"] != "code":
            text += f"{body}\n"
            continue
        more, outputs = cell["metadata"], cell["outputs"]
        if "raises-exception" in more.get("tags", []) and "raises" not in more:
            message = 'tagged raises-exception: name the error in the metadata, too, as "raises": "ValueError"'
            raise PageError(path, f"cell {number}", message)
        lines.add(text.count("\n") + 1)
        text += pages.fenced(f'python raises="{more["raises"]}"' if "raises" in more else "python", body)
        printed = "".join("".join(output.get("text", output.get("traceback", ""))) for output in outputs)
        text += "\n" + pages.fenced("output", printed.removesuffix("\n")) if printed else ""
        if "alt" in more:
            lines.add(text.count("\n") + 2)
            name = f"lab_{Path(path).stem.replace('-', '_')}_{len(pictures) + 1}"
            text += f"\n![{more['alt']}](../figures/{name}.svg)\n"
            pictures[name] = "".join("".join(output.get("data", {}).get(SVG, "")) for output in outputs)
    return text, pictures, lines


def run(code: str, path: str, namespace: dict[str, object]) -> list:
    """Run a cell as Jupyter does. Returns the figures that it shows; raises TypeError when it ends in a value."""
    from matplotlib import pyplot

    body = ast.parse(code, path).body
    last = body.pop().value if body and isinstance(body[-1], ast.Expr) else None
    try:
        exec(compile(ast.Module(body, []), path, "exec", optimize=0), namespace)
        value = eval(compile(ast.Expression(last), path, "eval", optimize=0), namespace) if last else None
        if value is not None and not code.rstrip().endswith(";"):
            raise TypeError("the cell ends in a value, which Jupyter shows: print it, or end with ;")
        return [pyplot.figure(number) for number in pyplot.get_fignums()]
    finally:
        pyplot.close("all")


def jupyter_only(error: BaseException) -> str:
    """The end of an error's message for what Jupyter understands and Python does not: what to write instead."""
    shown = f"{error}\n{getattr(error, 'text', '')}" if isinstance(error, SyntaxError | NameError) else ""
    return next((f": {advice}" for pattern, advice in _JUPYTER.items() if re.search(pattern, shown, re.M)), "")


def notebook_name(page: Page) -> str:
    """The path of a lesson's notebook, beside the lesson: `docs/idea/loss.ipynb`."""
    return page.path.removesuffix(".md") + ".ipynb"


def is_downloadable(page: Page) -> bool:
    """Whether a page is also offered as a notebook that is made from it: a lesson with code."""
    return page.meta.kind == "lesson" and any(isinstance(step, Code) for step in page.steps)


def orphans(root: Path, all_pages: Iterable[Page]) -> list[PageError]:
    """An error for each notebook under docs/ that is neither a lab nor that of a lesson."""
    known = {notebook_name(page) if is_downloadable(page) else page.path for page in all_pages}
    paths = [file.relative_to(root).as_posix() for file in sorted(root.glob("docs/*/*.ipynb"))]
    return [PageError(path, 1, "no lesson gives this notebook: delete it") for path in paths if path not in known]


def lesson_notebook(page: Page) -> str:
    """A lesson as a notebook. Explorers become their figure and caption; links to lessons lead to notebooks."""

    def to_notebook(link: re.Match) -> str:
        path = posixpath.normpath(posixpath.join(posixpath.dirname(page.path), f"{link['target']}.md"))
        return f"]({link['target']}.ipynb)" if pages.kind_of(path) == "lesson" else link[0]

    codes = [step for step in page.steps if isinstance(step, Code)]
    lines = pages.published(page.text).split("\n")
    for code in reversed(codes):
        lines[code.line - 1 : page.text.count("\n", 0, (code.output or code).end)] = [_CODE_MARK]
    text = re.sub(r"\A---\n.*?\n(?:---|\.\.\.)\n", "", "\n".join(lines), flags=re.S)
    text = _PAGE_LINK.sub(to_notebook, _EXPLORER.sub(r"\g<figure>", text))
    # Jupyter gives other anchors, and has no buttons.
    text = re.sub(r"\[([^\[\]]+)\]\(#[\w-]+\)|[ ]?\{ ?(?:#[\w-]+|\.try) ?\}", r"\1", text)
    needs = "Python and NumPy (`pip install numpy`)" if "import numpy" in page.text else "Python and nothing else"
    note = f"This lesson of Fall Line is a notebook here. It needs {needs}. Run the cells from top to bottom."
    cells = _lesson_cells(text, codes)
    return _dumps([*cells[:1], _cell("markdown", note), *cells[1:]], {})


def _lesson_cells(text: str, codes: list[Code]) -> list[dict]:
    """The cells of a lesson, whose text has a mark in the place of each block of code."""
    cells: list[dict] = []
    words: list[str] = []  # the lines of the Markdown cell that is being read
    around: list[tuple[str, str]] = []  # the blocks around it, kind and title
    predicting = False  # until the answer, outputs are hidden
    remaining = iter(codes)
    for line in [*text.split("\n"), "## end"]:
        block = _BLOCK.fullmatch(line)
        opens = block["kind"] if block else None
        closes = around[-1][0] if block and not opens and around else None
        summary = next((title for kind, title in around if kind in FOLDED), None)
        if line == _CODE_MARK or line.startswith("## ") or opens in (*FOLDED, "exercise") or closes in FOLDED:
            if body := re.sub(r"\n{3,}", "\n\n", "\n".join(words)).strip("\n"):
                folded = f"<details>\n<summary>{summary}</summary>\n\n{body}\n\n</details>"
                cells.append(_cell("markdown", folded if summary else body))
            words = []
        if line == _CODE_MARK:
            hidden = {"outputs_hidden": True} | ({"source_hidden": True} if summary else {})
            cells.append(_code_cell(next(remaining), {"jupyter": hidden} if summary or predicting else {}))
        elif opens:
            title = block["title"] or opens.capitalize()
            around.append((opens, title))
            predicting = opens == "predict" or (predicting and opens != "answer")
            heads = {"exercise": f"### {title}", "deeper": f"### Dig deeper: {title}"}
            if opens not in FOLDED:
                words += ["", heads.get(opens, f"**{title}**"), ""]
        elif block:
            around = around[:-1]
        else:
            words.append(line)
    return cells


def _place(text: str, line: int) -> str:
    """A line of a lab's Markdown as a place in the notebook: its cell, and the line of the cell's source."""
    _, *cells = CELL.split("\n".join([*text.split("\n")[:line], ""]))
    if not cells:
        return "metadata"
    number, cell = cells[-2:]
    fence = _CODE.match(cell)
    row = cell.count("\n") - bool(fence)
    is_source = row > 0 and not (fence and f"\n{fence['fence']}\n" in cell)
    return f"cell {number}, line {row}" if is_source else f"cell {number}"


def _cell(kind: str, source: str, **more) -> dict:
    return {"cell_type": kind, "metadata": {}, "source": source.splitlines(keepends=True), **more}


def _code_cell(code: Code, metadata: dict, picture: str | None = None) -> dict:
    """A cell as Jupyter stores it, with what the code printed, the error it is meant to raise, and a figure as SVG."""
    outputs: list[dict] = []
    printed = f"{code.output.text}\n".splitlines(keepends=True) if code.output else []
    error = printed.pop().removesuffix("\n") if code.raises and printed else None
    if printed:
        outputs.append({"name": "stdout", "output_type": "stream", "text": printed})
    if error:
        kind, _, message = error.partition(": ")
        outputs.append({"ename": kind, "evalue": message, "output_type": "error", "traceback": [error]})
    if picture:
        data = {SVG: picture.splitlines(keepends=True)}
        outputs.append({"data": data, "metadata": {}, "output_type": "display_data"})
    if code.raises:
        metadata = metadata | {"raises": code.raises, "tags": ["raises-exception"]}
    return _cell("code", code.source.rstrip("\n"), execution_count=None, metadata=metadata, outputs=outputs)


def _dumps(cells: list[dict], metadata: dict) -> str:
    """A notebook as JSON, in the form that Jupyter writes."""
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    metadata = metadata | {"kernelspec": kernel, "language_info": {"name": "python"}}
    numbered = [{"id": f"cell-{number}"} | cell for number, cell in enumerate(cells, 1)]
    content = {"cells": numbered, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}
    return json.dumps(content, indent=1, sort_keys=True, ensure_ascii=False) + "\n"
