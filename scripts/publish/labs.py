"""A MkDocs hook: labs become pages like the lessons, and templates know each page's kind and whether it has a notebook.

The plugin mkdocs-jupyter publishes the labs, but its conversion brings 570 KB of styles and scripts from elsewhere. So
MkDocs renders a lab itself, from the Markdown that the page model reads it as.
"""

import logging
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

from scripts.model import draw, project
from scripts.model.page import PageError, kind_of

_log = logging.getLogger("mkdocs.hooks.labs")  # a warning there ends a strict build


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add the figures of labs, light and dark, and the notebooks to download. Leave out a lab that cannot be read."""
    root = Path(config.docs_dir).parent
    palette = draw.palette(root)
    for lab in filter(_is_lab, files.documentation_pages()):
        try:
            notebook = project.load(root, Path(lab.abs_src_path))
        except PageError as error:
            _log.warning(str(error))
            files.remove(lab)
            continue
        for name, svg in notebook.pictures.items():
            light, dark = (path.removeprefix("docs/") for path in draw.figure_files(name))
            files.append(File.generated(config, light, content=svg))
            files.append(File.generated(config, dark, content=draw.darken(svg, palette)))
        download = File.generated(config, f"labs/download/{lab.name}.ipynb", content=notebook.source)
        download.dest_uri = lab.src_uri  # which names the page in docs/
        files.append(download)
    return files


def on_page_read_source(page: Page, config: MkDocsConfig) -> str | None:
    """The Markdown of a lab, in the place of the plugin's conversion."""
    if _is_lab(page.file):
        del page.render  # the plugin's; now the page has MkDocs' own again
        return project.load(Path(config.docs_dir).parent, Path(page.file.abs_src_path)).text


def on_env(env, config: MkDocsConfig, files: Files) -> None:
    """Give the templates the kind of each page, and whether a notebook is beside it, when all are read."""
    for file in files.documentation_pages():
        file.page.meta["kind"] = kind_of(f"docs/{file.src_uri}")
        file.page.meta["notebook"] = f"{file.src_uri.rpartition('.')[0]}.ipynb" in files.src_uris


def _is_lab(file: File) -> bool:
    return file.src_uri.startswith("labs/") and file.src_uri.endswith(".ipynb")
