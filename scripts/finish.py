"""Finish the site that `mkdocs build` has made: the steps that make it ready for any static host, in their order.

python scripts/finish.py [SITE]   (default: site)
"""

import re
import sys
from pathlib import Path

from scripts.model import project
from scripts.publish import assets, check, live, notebooks, offline, policy, search


def finish(site: Path, python: Path = live.INSTALLED) -> None:
    """Finish the built site in a folder, each file atomically, with what `make live` has installed in another.

    Raises FileNotFoundError when it is no built site, ValueError, with file and line, for a mistake in a page or asset.
    """
    remove_dates(site)
    check.check(site)
    notebooks.complete(site)
    search.index(site)
    assets.compose(site)
    live.add(site, python)
    policy.protect(site)  # after all that changes pages
    offline.write_worker(site)  # after all that changes files


def remove_dates(site: Path) -> None:
    """Remove the day of the build from the sitemap, and its compressed copy: hosts compress what they send."""
    sitemap = site / "sitemap.xml"
    project.write(sitemap, re.sub(r"\s*<lastmod>[^<]*</lastmod>", "", sitemap.read_text("utf-8")))
    (site / "sitemap.xml.gz").unlink(missing_ok=True)


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
    project.allow_any_console()
    sys.exit(main(sys.argv[1:]))
