"""A MkDocs hook: labs, which the plugin mkdocs-jupyter publishes, become pages like the lessons.

The plugin's own conversion brings 570 KB of styles to a page and loads scripts from elsewhere. So MkDocs renders a
lab itself, from the Markdown that the page model reads it as: the same code boxes, mathematics and checked links.
"""

from pathlib import Path

from mkdocs.structure.files import File, Files

from scripts import drawing, notebooks, project
from scripts.notebooks import Notebook


def on_files(files: Files, config) -> Files:
    """Add what labs bring along: their figures, for light and dark, and the notebooks themselves to download."""
    root = Path(config.docs_dir).parent
    palette = drawing.style(root).PALETTE
    for lab in notebooks.files(root):
        notebook = _load(lab, config)
        for name, light in notebook.pictures.items():
            for path, svg in zip(drawing.paths(name), (light, drawing.darken(light, palette)), strict=True):
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
