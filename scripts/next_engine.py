"""Build the site with Zensical, from the same mkdocs.yml: what `make zensical` runs.

    python scripts/next_engine.py [SITE]   (default: site-zensical)

Zensical runs no hooks, and knows no notebooks. So a step before it copies the project's pages into a folder of their
own, where each lab is Markdown, with its figures beside the others. The step after it is the one of `make site`.
Exit status: 0 the site is built; 2 something is wrong.
"""

import os
import posixpath
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

if __package__ in (None, ""):
    sys.path[0] = str(Path(__file__).resolve().parent.parent)

from scripts import drawing, finish, notebooks, pages, project
from scripts.pages import PageError

PYTHON = ".venv/zensical/bin/python"
_LINK = re.compile(r"(?<=\]\()(?P<path>[^()\s#]+)\.ipynb(?=[)#])")
_ENTRY = re.compile(r"(?<=[ :])(?P<path>labs/[a-z0-9-]+)\.ipynb$", re.M)


def prepare(root: Path, folder: Path) -> None:
    """Copy mkdocs.yml and the pages into an empty folder, labs as Markdown. Raises PageError, OSError."""
    docs = folder / "docs"
    shutil.copytree(root / "docs", docs)
    settings = pages.read(root / "mkdocs.yml", "mkdocs.yml")
    (folder / "mkdocs.yml").write_text(_ENTRY.sub(r"\g<path>.md", settings), "utf-8")
    labs = notebooks.files(root)
    palette = drawing.style(root).PALETTE if labs else {}
    for lab in labs:
        notebook = project.load(root, lab)
        (docs / "labs" / lab.name).with_suffix(".md").write_text(notebook.text, "utf-8")
        for name, light in notebook.pictures.items():
            for path, svg in zip(drawing.paths(name), (light, drawing.darken(light, palette)), strict=True):
                (folder / path).write_text(svg, "utf-8")
    names = {f"labs/{lab.stem}" for lab in labs}
    for file in docs.rglob("*.md"):
        text = file.read_text("utf-8")
        place = file.parent.relative_to(docs).as_posix()

        def to_page(link: re.Match, place: str = place) -> str:
            target = posixpath.normpath(posixpath.join(place, link["path"]))
            return f"{link['path']}.md" if target in names else link[0]

        if (new := _LINK.sub(to_page, text)) != text:
            file.write_text(new, "utf-8")


def build(root: Path, site: Path) -> None:
    """Build the site of a project into a folder, which is replaced.

    Raises PageError for a lab that cannot be read, OSError, and RuntimeError with what Zensical says.
    """
    python = project.ROOT / PYTHON
    if not python.exists():
        raise RuntimeError("Zensical is not installed. To install it: make .venv/zensical/ready")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name).resolve()
        prepare(root, folder)
        # Started in the project, Zensical finds our Markdown extensions there.
        command = [str(python), "-m", "zensical", "build", "--strict", "--config-file", str(folder / "mkdocs.yml")]
        variables = os.environ | {"NO_COLOR": "1", "PYTHONDONTWRITEBYTECODE": "1"}
        run = subprocess.run(command, cwd=root, env=variables, capture_output=True, text=True)
        said = f"{run.stdout}{run.stderr}"
        if run.returncode or "No issues found" not in said:
            raise RuntimeError(f"Zensical does not build the site:\n{said.strip()}")
        finish.finish(folder / "site")
        if site.is_dir():
            shutil.rmtree(site)
        site.parent.mkdir(parents=True, exist_ok=True)
        shutil.move(folder / "site", site)


def main(arguments: list[str]) -> int:
    """The command line. Returns the exit status."""
    site = Path(arguments[0]) if arguments else project.ROOT / "site-zensical"
    try:
        build(project.ROOT, site)
    except (PageError, OSError, RuntimeError, ValueError) as error:
        print(error, file=sys.stderr)
        return 2
    print(f"The site stands in {site}.")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
