"""Build the site with Zensical, from the same mkdocs.yml: what `make zensical` runs.

    python scripts/next_engine.py [SITE]   (default: site-zensical)

Zensical runs no hooks, and knows no notebooks. So a step before it copies the project's pages into a folder of their
own, where each lab is Markdown with its figures beside the others, and zensical.css stands behind the site's styles.
The step after it is the one of `make site`.
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

from scripts import finish, notebooks, pages, project, themes
from scripts.built import Built
from scripts.pages import PageError

PYTHON = ".venv/zensical/bin/python"
LOOKS = Path(__file__).with_name("zensical.css")
# Of the steps that finish a site: what changes the scripts and styles of MkDocs' theme.
LEFT_OUT = ("lighten", "write_zip")
_COLOUR = re.compile(r"\x1b\[[0-9;]*m")
_ERROR = re.compile(r"^RuntimeError: (?:Python error: )?(.+)", re.M)
_WARNING = re.compile(r"^Warning: (?P<what>.+)\n\W*\[ (?P<place>\S+:\d+):\d+ \]", re.M)
_STYLE = re.compile(r"(?P<root>\w+)\.appendChild\(\w+\(\"style\",\{\},(?P<text>\w+\.toString\(\))\)\)")
_ADOPTED = r"(s=>{s.replaceSync(\g<text>);\g<root>.adoptedStyleSheets=[s]})(new CSSStyleSheet)"
_LINK = re.compile(r"(?<=\]\()(?P<path>[^()\s#]+)\.ipynb(?=[)#])")
_ENTRY = re.compile(r"(?<=[ :])(?P<path>labs/[a-z0-9-]+)\.ipynb$", re.M)


def prepare(root: Path, folder: Path) -> None:
    """Copy mkdocs.yml and the pages into an empty folder, labs as Markdown. Raises PageError, OSError."""
    docs = folder / "docs"
    shutil.copytree(root / "docs", docs)
    settings = pages.read(root / "mkdocs.yml", "mkdocs.yml")
    (folder / "mkdocs.yml").write_text(_ENTRY.sub(r"\g<path>.md", settings), "utf-8")
    if (looks := docs / "stylesheets/site.css").is_file():
        looks.write_text(looks.read_text("utf-8") + LOOKS.read_text("utf-8"), "utf-8")
    (docs / "figures").mkdir(exist_ok=True)
    labs = notebooks.files(root)
    palette = themes.palette(root) if labs else {}
    for lab in labs:
        notebook = project.load(root, lab)
        (docs / "labs" / lab.name).with_suffix(".md").write_text(notebook.text, "utf-8")
        for name, light in notebook.pictures.items():
            for path, svg in zip(themes.paths(name), (light, themes.darken(light, palette)), strict=True):
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

    Raises PageError for a lab that cannot be read, OSError, ValueError, and RuntimeError with what Zensical says.
    """
    python = project.ROOT / PYTHON
    if not python.exists():
        raise RuntimeError("Zensical is not installed. To install it: make .venv/zensical/ready")
    if site.exists() and not (site / "404.html").is_file():
        raise RuntimeError(f"{site} is there, and is no built site: expected a folder that may be replaced")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name).resolve()
        prepare(root, folder)
        # Started in the project, Zensical finds our Markdown extensions there.
        command = [str(python), "-m", "zensical", "build", "--strict", "--config-file", str(folder / "mkdocs.yml")]
        variables = os.environ | {"PYTHONDONTWRITEBYTECODE": "1"}
        run = subprocess.run(command, cwd=root, env=variables, capture_output=True, text=True)
        if run.returncode:
            raise RuntimeError(f"Zensical does not build the site:\n{_reasons(run.stdout + run.stderr)}")
        steps = (adopt_styles, *(step for step in finish.STEPS if step.__name__ not in LEFT_OUT))
        finish.finish(folder / "site", steps)
        site.parent.mkdir(parents=True, exist_ok=True)
        fresh = Path(tempfile.mkdtemp(prefix=f".{site.name}.", suffix=".new", dir=site.parent))
        try:
            shutil.copytree(folder / "site", fresh / "site")
            if site.exists():
                shutil.rmtree(site)
            (fresh / "site").rename(site)
        finally:
            shutil.rmtree(fresh)


def adopt_styles(built: Built) -> None:
    """Let Zensical's search style its dialog without an inline style sheet, which the site's policy forbids.

    Raises ValueError when it does so in another way than it did.
    """
    for name in built.names("assets/javascripts/bundle.*.js"):
        script, count = _STYLE.subn(_ADOPTED, built.read(name))
        if count != 1:
            raise ValueError(
                f"{name}: Zensical's search has changed: expected one place that fits {_STYLE.pattern}, found {count}. "
                "To mend it: see how its dialog gets its styles now, and change _STYLE in scripts/next_engine.py"
            )
        built.write(name, script)


def _reasons(said: str) -> str:
    """What Zensical says is wrong, each in one line; all that it says, when that is nothing we know."""
    said = _COLOUR.sub("", said)
    found = [f"docs/{warning['place']}: {warning['what']}" for warning in _WARNING.finditer(said)]
    return "\n".join(found or _ERROR.findall(said) or [said.strip()])


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
