"""The notebooks of the built site: figures are inside and links are absolute, so that they work without the site."""

import base64
import html
import json
import posixpath
import re
from pathlib import Path

import lxml.html

from scripts.model.project import write

_LINK_OR_CODE = re.compile(
    r"(?P<ticks>`+)(?!`).*?(?<!`)(?P=ticks)(?!`)"
    r"|(?P<image>!?)\[(?P<text>(?:[^\[\]]|\[[^\[\]]*\])*)\]\((?P<target>[^()\s]+)\)",
    re.S,
)
_PAGE = re.compile(r"(?:(?:^|(?<=/))index)?\.(?:md|ipynb)$")


def complete(site: Path) -> None:
    """Give notebooks their figures and absolute links. Raises ValueError, with the file, where a figure is missing."""
    address = lxml.html.parse(site / "index.html").xpath("string(//link[@rel='canonical']/@href)")
    for file in sorted(site.glob("*/*.ipynb")):
        notebook = json.loads(file.read_text("utf-8"))
        for cell in notebook["cells"]:
            if cell["cell_type"] == "markdown":
                text = _complete("".join(cell["source"]), file, site, address)
                cell["source"] = text.splitlines(keepends=True)
        write(file, json.dumps(notebook, indent=1, ensure_ascii=False) + "\n")


def _complete(text: str, file: Path, site: Path, address: str) -> str:
    """Markdown with absolute links, each figure as a picture that holds its drawing. Code stays as it is."""

    def replace(found: re.Match) -> str:
        if found["ticks"]:
            return found[0]
        target, hash_mark, anchor = found["target"].partition("#")
        if not target or re.match(r"\w+:", target):
            return found[0]
        path = posixpath.normpath(posixpath.join(file.parent.relative_to(site).as_posix(), target))
        if found["image"] and path.endswith(".svg"):
            if not (site / path).is_file():
                raise ValueError(f"{file}: there is no {path}")
            data = base64.b64encode((site / path).read_bytes()).decode()
            return f'<img alt="{html.escape(found["text"])}" src="data:image/svg+xml;base64,{data}">'
        page = _PAGE.sub("/", path).lstrip("/").replace("//", "/")
        return f"{found['image']}[{found['text']}]({address}{page}{hash_mark}{anchor})"

    return _LINK_OR_CODE.sub(replace, text)
