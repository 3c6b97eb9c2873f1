"""After `mkdocs build`: the steps that make a built site ready to be published, in their order.

python scripts/finish.py [SITE]   (default: site)
"""

import re
import sys
from pathlib import Path

import minify

from scripts.publish import notebooks, offline
from scripts.publish import policy
from scripts.publish import search
from scripts.model import project
from scripts.publish import assets as weight
from scripts.publish.built import Built

KINDS = {".js": "application/javascript", ".css": "text/css"}


def shrink(built: Built) -> None:
    """Make the site's own scripts and styles smaller: only comments, space and local names go."""
    for name in built.names("javascripts/*", "stylesheets/*"):
        if kind := KINDS.get(Path(name).suffix):
            try:
                built.write(name, minify.string(kind, built.read(name)))
            except minify.MinifyError as error:
                raise ValueError(f"{built.folder / name}: {str(error).splitlines()[0]}") from None


def complete_notebooks(built: Built) -> None:
    """Give the lessons' and labs' notebooks their figures and absolute links: a reader keeps them without the site."""
    notebooks.complete(built.folder)


def undate(built: Built) -> None:
    """Take the day of the build out of the site: it says nothing about the pages, and no two builds would agree.

    The compressed copy of the sitemap goes: it holds the day too, and hosts compress what they send.
    """
    for name in built.names("sitemap.xml"):
        built.write(name, re.sub(r"\s*<lastmod>[^<]*</lastmod>", "", built.read(name)))
    for name in built.names("sitemap.xml.gz"):
        built.remove(name)


# Each sees the files as the ones before it left them. What lists or hashes files must come behind what changes them.
STEPS = (
    shrink,
    weight.lighten_code,
    weight.lighten,
    undate,
    complete_notebooks,
    policy.protect,
    offline.write_worker,
    policy.write_headers,
)


def finish(site: Path, steps: tuple = STEPS) -> None:
    """Finish the built site in a folder. Raises OSError when it is none, ValueError for a file with a mistake."""
    built = Built(site)
    for folder in ("javascripts", "stylesheets"):
        next((site / folder).iterdir(), None)  # a folder without them is no built site
    search.index(site)
    for step in steps:
        step(built)
    for name, text in built.changes.items():
        project.write(site / name, text)
    for name in built.removed:
        (site / name).unlink(missing_ok=True)


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
