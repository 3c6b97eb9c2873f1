"""Make the site's own style sheets and scripts small. The theme's files stay as they are."""

import re
from pathlib import Path

import minify

from scripts.model import project

FOLDER = "stylesheets/"
_LINK = rf'<link rel="stylesheet" href="([^"]*)(?<!assets/){FOLDER}([\w.-]+\.css)">'
_LINKS = re.compile(rf"(?:{_LINK}\s*)+")


def compose(site: Path) -> None:
    """Minify the own scripts, and the own style sheets as one file. Raises ValueError, with the file, for a mistake."""
    for file in sorted((site / "javascripts").glob("*.js")):
        project.write(file, _minified(file, "application/javascript"))
    home = (site / "index.html").read_text("utf-8")
    sheets = [site / FOLDER / name for _, name in re.findall(_LINK, home)]
    joined = "".join(_minified(file, "text/css") for file in sheets)
    name = f"{FOLDER}site.{project.digest(joined).hex()[:8]}.css"
    project.write(site / name, joined)
    for page in sorted(site.rglob("*.html")):
        html = page.read_text("utf-8")
        project.write(page, _LINKS.sub(rf'<link rel="stylesheet" href="\1{name}">\n', html))
    for file in {*sheets} - {site / name}:
        file.unlink()


def _minified(file: Path, kind: str) -> str:
    try:
        return minify.string(kind, file.read_text("utf-8"))
    except minify.MinifyError as error:
        raise ValueError(f"{file}: {str(error).splitlines()[0]}") from None
