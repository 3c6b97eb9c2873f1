"""Labs: a Jupyter notebook, read as a page.

`parse` writes the notebook as the Markdown of a page: code cells as `python` fences, what they printed as `output`
fences, their figure as an image with the alternative text of the cell's metadata. So everything that holds for a
page holds for a lab. `Notebook.written` gives the notebook back, with the results of a run in it.
"""

import ast
import json
import re
from bisect import bisect_right
from dataclasses import dataclass, field
from pathlib import Path

from scripts.model import page as pages
from scripts.model.page import Code, Figure, Page, PageError

FOLDER = "docs/labs"
SVG = "image/svg+xml"

_IMAGE = re.compile(r"^!\[(?P<alt>.*)\]\([^()\s]*\)\Z", re.M)
_FIGURE_NAME = re.compile(r"lab_(?P<stem>\w+)_\d+")
_FILE_NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*\.ipynb")
_KEPT = ("description", "time_limit", "title")  # of the notebook's own metadata
METADATA = {  # of every notebook
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}


@dataclass(frozen=True)
class Notebook(Page):
    """A notebook as a page: `text` is its Markdown, `source` the file's text, lines are counted cell by cell."""

    source: str = ""
    content: dict = field(default_factory=dict, hash=False)
    places: tuple[tuple[int, int, int], ...] = ()  # of each cell: its mark, its first line, how many lines
    pictures: dict[str, str] = field(default_factory=dict, hash=False)  # the stored figures, name to SVG
    head = "notebook's metadata"

    def place(self, line: int) -> str:
        """A line of the Markdown as a place in the notebook: `cell 3, line 2`."""
        return _place(self.places, line)

    def written(self, text: str, changes: list) -> str:
        """The file, when its Markdown is `text`. `changes` hold figures drawn anew."""
        pictures = dict(self.pictures)
        pictures |= {Path(self.text[c.start : c.end]).stem: c.text for c in changes if c.kind == "figure"}
        page = pages.parse(text, self.path)
        codes = iter([step for step in page.steps if isinstance(step, Code)])
        figures = iter([step for step in page.steps if isinstance(step, Figure)])
        chunks = pages.CELL.split(text)[2::2]
        cells = []
        for number, (cell, chunk) in enumerate(zip(self.content["cells"], chunks, strict=True), 1):
            new = {"cell_type": cell["cell_type"], "id": f"cell-{number}", "metadata": {}}
            if cell["cell_type"] == "markdown":
                new["source"] = lines(chunk.strip("\n"))
            else:
                image, code = _IMAGE.search(chunk.rstrip("\n")) if "alt" in cell["metadata"] else None, next(codes)
                if image:
                    new["metadata"]["alt"] = image["alt"]
                if code.raises:
                    new["metadata"] |= {"raises": code.raises, "tags": ["raises-exception"]}
                picture = pictures.get(next(figures).name) if image else None
                new |= {"execution_count": None, "outputs": outputs(code, picture)}
                new["source"] = lines(code.source.rstrip("\n"))
            cells.append(new)
        kept = {key: self.content["metadata"][key] for key in _KEPT if key in self.content["metadata"]}
        return dumps({"cells": cells, "metadata": METADATA | kept, "nbformat": 4, "nbformat_minor": 5})


def files(root: Path) -> list[Path]:
    """The labs of a project."""
    return sorted((root / FOLDER).glob("*.ipynb"))


def figure(root: Path, name: str) -> str | None:
    """The SVG of a lab's figure by its name (`lab_own_data_2`), or None when there is no such figure.

    Raises PageError when the lab cannot be read.
    """
    match = _FIGURE_NAME.fullmatch(name)
    file = root / FOLDER / f"{match['stem'].replace('_', '-')}.ipynb" if match else None
    if file is None or not file.is_file():
        return None
    path = file.relative_to(root).as_posix()
    return parse(pages.read(file, path), path).pictures.get(name)


def parse(source: str, path: str) -> Notebook:
    """Read a notebook. Raises PageError, with the cell, for what the page model does not allow."""
    content = _content(source, path)
    rows, places, pictures = _front_matter(content["metadata"], path), [], {}
    figures: dict[int, str] = {}  # by their cells
    for number, cell in enumerate(content["cells"], 1):
        mark = len(rows) + 1
        rows += [f"<!-- cell {number} -->", ""]
        body = _joined(cell["source"]).replace("\r\n", "\n").replace("\r", "\n").strip("\n")
        if cell["cell_type"] == "markdown":
            _see_fences(body, path, number)
            places.append((mark, len(rows) + 1, body.count("\n") + 1))
            rows += [*body.split("\n"), ""]
            continue
        places.append((mark, len(rows) + 2, body.count("\n") + 1))
        raises = cell["metadata"].get("raises")
        rows += [*_fenced("python" + (f' raises="{raises}"' if raises else ""), body), ""]
        printed, picture = _stored(cell["outputs"], path, number)
        if printed is not None:
            rows += [*_fenced("output", printed), ""]
        if "alt" in cell["metadata"]:
            name = f"lab_{Path(path).stem.replace('-', '_')}_{len(pictures) + 1}"
            pictures[name], figures[number] = picture, name
            rows += [f"![{cell['metadata']['alt']}](../figures/{name}.svg)", ""]
    text = "\n".join(rows)
    try:
        page = pages.parse(text, path)
    except PageError as error:
        raise PageError(path, _place(tuple(places), error.line), error.message) from None
    kinds = [cell["cell_type"] for cell in content["cells"]]
    shown = {step.name for step in page.steps if isinstance(step, Figure)}
    if lost := [number for number, name in figures.items() if name not in shown]:
        raise PageError(path, f"cell {lost[0]}", 'the metadata\'s "alt" has brackets that do not match')
    for step in page.steps:
        if isinstance(step, Code | Figure):
            at = bisect_right(places, step.line, key=lambda place: place[0]) - 1
            if kinds[at] == "markdown":
                what = "code belongs in a code cell" if isinstance(step, Code) else "a lab's figures are drawn by cells"
                raise PageError(path, _place(tuple(places), step.line), what)
    pictures = {name: picture for name, picture in pictures.items() if picture}
    found = {name: getattr(page, name) for name in ("path", "text", "steps", "prose", "options", "meta")}
    return Notebook(**found, source=source, content=content, places=tuple(places), pictures=pictures)


def run(code: str, path: str, namespace: dict[str, object], style: dict[str, object]) -> list:
    """Run a cell, whose code begins at `line`, as Jupyter does. Returns the figures that it leaves open, and so shows.

    Raises TypeError when the cell ends in a value, which Jupyter would show as well.
    """
    import matplotlib
    from matplotlib import pyplot

    tree = ast.parse(code, path)
    last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    pyplot.close("all")
    try:
        with matplotlib.rc_context(style):
            exec(compile(tree, path, "exec", dont_inherit=True), namespace)
            if last is not None:
                value = eval(compile(ast.Expression(last.value), path, "eval", dont_inherit=True), namespace)
                if value is not None and not code.rstrip().endswith(";"):
                    kind = type(value).__name__
                    raise TypeError(f"the cell ends in a value ({kind}), which Jupyter shows: print it, or end with ;")
        return [pyplot.figure(number) for number in pyplot.get_fignums()]
    finally:
        pyplot.close("all")


def _place(places: tuple[tuple[int, int, int], ...], line: int) -> str:
    for number, (mark, first, count) in reversed([*enumerate(places, 1)]):
        if mark <= line:
            return f"cell {number}, line {line - first + 1}" if first <= line < first + count else f"cell {number}"
    return "metadata"


def _see_fences(body: str, path: str, number: int) -> None:
    """Read a Markdown cell alone, so that no fence or comment of it reaches into the next cell. Raises PageError."""
    try:
        pages.parse("\n" + body, path)
    except PageError as error:
        raise PageError(path, f"cell {number}, line {error.line - 1}", error.message) from None


def _content(source: str, path: str) -> dict:
    """The notebook's JSON, with all the fields that are used. Raises PageError."""
    if not _FILE_NAME.fullmatch(Path(path).name):
        message = f"file name {Path(path).name}: expected lower-case letters and digits, with hyphens between words"
        raise PageError(path, "notebook", message)
    try:
        content = json.loads(source.removeprefix("\ufeff"))
        json.dumps(content, ensure_ascii=False).encode("utf-8")
    except json.JSONDecodeError as error:
        raise PageError(path, error.lineno, f"not a notebook, JSON: {error.msg}") from None
    except RecursionError:
        raise PageError(path, "notebook", "not a notebook: its JSON is nested too deeply") from None
    except UnicodeEncodeError as error:
        half = ascii(error.object[error.start]).strip("'")
        raise PageError(path, "notebook", f"half a character, {half}: delete it") from None
    except ValueError as error:
        raise PageError(path, "notebook", f"not a notebook, JSON: {error}") from None

    def need(holder: object, name: str, kind: type | tuple, place: str) -> object:
        value = holder.get(name) if isinstance(holder, dict) else None
        if not isinstance(value, kind):
            word = "no" if value is None else "a wrong"
            raise PageError(path, place, f"the {place.split(',')[0].rstrip('0123456789 ')} has {word} field {name}")
        return value

    cells = need(content, "cells", list, "notebook")
    metadata = need(content, "metadata", dict, "notebook")
    if need(content, "nbformat", int, "notebook") != 4:
        raise PageError(path, "notebook", f"nbformat {content['nbformat']}: expected 4 (save it with a newer Jupyter)")
    kernel = metadata.get("kernelspec") or {}
    language = kernel.get("language", "python") if isinstance(kernel, dict) else kernel
    if language != "python":
        raise PageError(path, "metadata", f"language {language}: expected python")
    for number, cell in enumerate(cells, 1):
        place = f"cell {number}"
        kind = need(cell, "cell_type", str, place)
        text = _joined(need(cell, "source", (str, list), place))
        more = need(cell, "metadata", dict, place)
        if kind not in ("code", "markdown"):
            raise PageError(path, place, f"cell type {kind}: expected code or markdown")
        if not text.strip():
            raise PageError(path, place, "the cell is empty: delete it")
        if pages.CELL.search(text + "\n"):
            raise PageError(path, place, "the cell contains a mark of cells (<!-- cell … -->)")
        if cell.get("attachments"):
            raise PageError(path, place, "the cell has a picture attached: draw it in a code cell")
        if kind == "code":
            need(cell, "outputs", list, place)
            if not re.fullmatch(r"\w+", str(more.get("raises", "Exception"))):
                raise PageError(path, place, f'the metadata\'s "raises" names no exception: {more["raises"]}')
            if "alt" in more and not (isinstance(more["alt"], str) and more["alt"].strip() and "\n" not in more["alt"]):
                raise PageError(path, place, 'the metadata\'s "alt" is no line of text')
    return content


def _front_matter(metadata: dict, path: str) -> list[str]:
    """What stands above a page of Markdown."""
    if not isinstance(metadata.get("description"), str) or not metadata["description"].strip():
        message = "no description: put one sentence for search engines into the notebook's metadata"
        raise PageError(path, "metadata", message)
    if not isinstance(metadata.get("title", ""), str):
        raise PageError(path, "metadata", "the title is no text")
    entries = {key: metadata[key] for key in _KEPT if key in metadata}
    return ["---", *(f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in entries.items()), "---", ""]


def _stored(outputs: list, path: str, number: int) -> tuple[str | None, str | None]:
    """What the outputs of a cell hold: the printed text with the last line of a traceback, and an SVG."""
    printed, picture = [], None
    for output in outputs:
        output = output if isinstance(output, dict) else {}
        kind = output.get("output_type")
        data = output.get("data") if kind in ("display_data", "execute_result") else None
        data = data if isinstance(data, dict) else {}
        if kind == "stream" and output.get("name") == "stdout":
            printed.append(_joined(output.get("text", "")))
        elif kind == "error":
            name, value = output.get("ename", ""), output.get("evalue", "")
            printed.append(f"{name}: {value}" if value else str(name))
        elif kind == "display_data" and (SVG in data or "image/png" in data):
            picture = _joined(data.get(SVG, "")) or None  # Jupyter's own PNG is replaced
        else:
            shown = [key for key in data if key != "text/plain"] or [*data] or [output.get("name", kind)]
            message = (
                f"output of type {shown[0]}: a lab prints, or shows a figure (clear the cell's outputs, then build)"
            )
            raise PageError(path, f"cell {number}", message)
    return ("".join(printed).removesuffix("\n") if printed else None), picture


def outputs(code: Code, picture: str | None = None) -> list[dict]:
    """The outputs of a cell as Jupyter stores them: what was printed, the error, the figure as SVG."""
    found, printed, error = [], code.output.text if code.output else None, None
    if printed is not None and code.raises:
        printed, _, error = printed.rpartition("\n")
        printed = printed or None
    if printed is not None:
        found.append({"name": "stdout", "output_type": "stream", "text": lines(printed + "\n")})
    if error is not None:
        kind, _, message = error.partition(": ")
        found.append({"ename": kind, "evalue": message, "output_type": "error", "traceback": [error]})
    if picture:
        found.append({"data": {SVG: lines(picture)}, "metadata": {}, "output_type": "display_data"})
    return found


def _fenced(info: str, body: str) -> list[str]:
    fence = "```"
    while fence in body:
        fence += "`"
    return [fence + info, *body.split("\n"), fence]


def _joined(text: object) -> str:
    return "".join(map(str, text)) if isinstance(text, list) else str(text)


def lines(text: str) -> list[str]:
    """A text as notebooks store it, line by line."""
    return text.splitlines(keepends=True)


def dumps(content: dict) -> str:
    """A notebook as JSON, in the form that Jupyter writes."""
    return json.dumps(content, indent=1, sort_keys=True, ensure_ascii=False) + "\n"


from scripts.model.downloads import (
    is_downloadable,
    name as notebook_name,
    notebook as lesson_notebook,
    strays as orphans,
)  # noqa
