"""Finish the site that `mkdocs build` has made: the steps that make it ready for any static host, in their order.

python scripts/finish.py [SITE]   (default: site)
"""

import re
import sys
from pathlib import Path

from scripts.model import project
from scripts.publish import assets, check, offline, policy


def finish(site: Path) -> None:
    """Finish the built site in a folder, each file atomically.

    Raises FileNotFoundError when it is no built site, ValueError, with file and line, for a mistake in a page or asset.
    """
    remove_dates(site)
    check.check(site)
    complete_notebooks(site)
    assets.compose(site)
    policy.protect(site)  # behind all that changes pages
    offline.write_worker(site)  # behind all that changes files


def remove_dates(site: Path) -> None:
    """Take the day of the build out of the sitemap, also its compressed copy: hosts compress what they send."""
    sitemap = site / "sitemap.xml"
    project.write(sitemap, re.sub(r"\s*<lastmod>[^<]*</lastmod>", "", sitemap.read_text("utf-8")))
    (site / "sitemap.xml.gz").unlink(missing_ok=True)


def complete_notebooks(site: Path) -> None:
    """A stand-in until scripts/publish/notebooks.py has `complete(site)`."""
    from scripts.model import downloads

    home = (site / "index.html").read_text("utf-8")
    canonical = re.search(r'<link rel="canonical" href="([^"]*)">', home)
    for file in sorted(site.glob("*/*.ipynb")):
        name = file.relative_to(site).as_posix()
        text = downloads.portable(
            file.read_text("utf-8"), name, canonical[1] if canonical else "", lambda each: (site / each).read_bytes()
        )
        project.write(file, text)


def main(arguments: list[str]) -> int:
    """The command line. Returns the exit status."""
    site = Path(arguments[0]) if arguments else project.ROOT / "site"
    try:
        finish(site)
    except FileNotFoundError as error:
        print(f"{site} is no built site: there is no {error.filename}. To build it: make site", file=sys.stderr)
        return 2
    except ValueError as error:
        print(error, file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
