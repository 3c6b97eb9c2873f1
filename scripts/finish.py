"""After `mkdocs build`: make the site's own scripts and styles smaller, and its notebooks complete.

Of scripts and styles only comments, space and local names go. Notebooks get their figures and absolute links.

python scripts/finish.py [SITE]   (default: site)
"""

import re
import sys
from pathlib import Path

import minify

if __package__ in (None, ""):
    sys.path[0] = str(Path(__file__).resolve().parent.parent)

from scripts import build, downloads, project

KINDS = {".js": "application/javascript", ".css": "text/css"}


def finish(site: Path) -> None:
    """Finish the built site in a folder. Raises OSError when it is none, ValueError for a file with a mistake."""
    files = [file for folder in ("javascripts", "stylesheets") for file in sorted((site / folder).iterdir())]
    files = [file for file in files if file.suffix in KINDS]
    build.write({file: _small(file) for file in files} | _notebooks(site))


def _notebooks(site: Path) -> dict[Path, str]:
    """The lessons' and labs' notebooks as a reader can keep them: data apart, they need no file beside them."""
    files = sorted(site.glob("*/*.ipynb"))
    if not files:
        return {}
    canonical = re.search(r'<link rel="canonical" href="([^"]*)">', (site / "index.html").read_text("utf-8"))
    address = canonical[1] if canonical else ""

    def complete(file: Path) -> str:
        source = file.relative_to(site).as_posix()
        text = file.read_text("utf-8")
        try:
            return downloads.portable(text, source, address, lambda name: (site / name).read_bytes())
        except ValueError as error:
            raise ValueError(f"{file}: {error}") from None

    return {file: complete(file) for file in files}


def _small(file: Path) -> str:
    try:
        return minify.string(KINDS[file.suffix], file.read_text("utf-8"))
    except minify.MinifyError as error:
        raise ValueError(f"{file}: {str(error).splitlines()[0]}") from None


def main(arguments: list[str]) -> int:
    """The command line. Returns the exit status."""
    site = Path(arguments[0]) if arguments else project.ROOT / "site"
    try:
        finish(site)
    except OSError as error:
        print(f"{site} is no built site ({error.strerror}: {error.filename}). To build it: make site", file=sys.stderr)
        return 2
    except ValueError as error:
        print(error, file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
