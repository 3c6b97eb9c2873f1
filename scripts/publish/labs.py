"""A MkDocs hook: labs, which the plugin mkdocs-jupyter publishes, become pages like the lessons.

The plugin's own conversion brings 570 KB of styles to a page and loads scripts from elsewhere. So MkDocs renders a
lab itself, from the Markdown that the page model reads it as: the same code boxes, mathematics and checked links.
"""

import logging
from pathlib import Path

from mkdocs.structure.files import File, Files

from scripts.model import notebook as notebooks
from scripts.model import project
from scripts.model import draw
from scripts.model.notebook import Notebook
from scripts.model.page import PageError

_log = logging.getLogger("mkdocs.hooks.labs")  # a warning there ends a strict build


def on_files(files: Files, config) -> Files:
    """Add what labs bring along: their figures, for light and dark, and the notebooks themselves to download.

    A lab that cannot be read is left out, with a warning.
    """
    root = Path(config.docs_dir).parent
    palette = draw.palette(root)
    for lab in notebooks.files(root):
        try:
            notebook = _load(lab, config)
        except PageError as error:
            _log.warning(str(error))
            if (broken := files.get_file_from_path(f"labs/{lab.name}")) is not None:
                files.remove(broken)
            continue
        for name, light in notebook.pictures.items():
            for path, svg in zip(draw.figure_files(name), (light, draw.darken(light, palette)), strict=True):
                files.append(File.generated(config, path.removeprefix("docs/"), content=svg))
        download = File.generated(config, f"labs/download/{lab.name}", content=notebook.source)
        download.dest_uri = f"labs/{lab.name}"  # as lessons have theirs; the name in docs/ is the page's
        files.append(download)
    return files


def on_pre_page(page, config, files):
    """Take back the conversion that the plugin has given to the page."""
    if _is_lab(page):
        vars(page).pop("render", None)
    return page


def on_page_read_source(page, config) -> str | None:
    """The Markdown of a lab."""
    return _load(Path(page.file.abs_src_path), config).text if _is_lab(page) else None


def _is_lab(page) -> bool:
    return page.file.src_uri.startswith("labs/") and page.file.src_uri.endswith(".ipynb")


def _load(file: Path, config) -> Notebook:
    return project.load(Path(config.docs_dir).parent, file)
