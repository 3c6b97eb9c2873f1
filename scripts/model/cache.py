"""Which pages need not run: those whose last run had the same inputs and whose files are as that run left them.

The cache is a file of keys, `.cache/pages.json`, one for each page. A cache that cannot be read is empty.
"""

import contextlib
import json
import sys
from collections.abc import Iterable
from pathlib import Path

from scripts.model import draw, notebook, project
from scripts.model.page import Code, Figure, Page
from scripts.model.project import Site
from scripts.model.run import is_absent

FILE = ".cache/pages.json"


class Cache:
    """The keys of earlier runs. A key changes with whatever the page may rest on, and with the files it writes."""

    def __init__(self, root: Path):
        self.root = root
        self.keys: dict[str, str] = {}
        with contextlib.suppress(OSError, ValueError, TypeError):
            self.keys = dict(json.loads((root / FILE).read_bytes()))
        scripts = Path(__file__).parents[1].rglob("*.py")
        common = [root / "figures/style.py", project.ROOT / "uv.lock"]
        common += [file for folder in (project.DATA_SETS, "figures/fonts") for file in (root / folder).rglob("*")]
        self.common = [sys.version, *(self._digest(file) for file in sorted([*scripts, *common]))]

    def is_older_than(self, files: Iterable[Path]) -> bool:
        """Whether one of the files was saved after the cache: a hint, by modification times, that a page will run."""
        cache = self.root / FILE
        return not cache.exists() or any(file.stat().st_mtime > cache.stat().st_mtime for file in files)

    def is_fresh(self, page: Page, site: Site | None) -> bool:
        """Whether a run of the page would change nothing. `site` holds the counts that it may show."""
        return self.keys.get(page.path) == self._key(page, site)

    def keep(self, page: Page, site: Site | None) -> None:
        """Remember that a page is fresh: it ran, and it and its files are up to date."""
        self.keys[page.path] = self._key(page, site)

    def save(self) -> None:
        """Write the keys. Where that is not possible, the pages run next time."""
        with contextlib.suppress(OSError):
            project.write(self.root / FILE, json.dumps(self.keys, indent=1))

    def _key(self, page: Page, site: Site | None) -> str:
        figures = [step.name for step in page.steps if isinstance(step, Figure)]
        files = [f"figures/{name}.py" for name in figures] + [notebook.notebook_name(page)]
        files += [file for name in figures for file in draw.figure_files(name)]
        codes = [step for step in page.steps if isinstance(step, Code) and step.needs]
        installed = sorted({code.needs for code in codes if not is_absent(code)})
        counts = repr(site) if project.shows_counts(page) else ""
        parts = [*self.common, page.source, counts, *installed, *(self._digest(self.root / file) for file in files)]
        return project.digest(json.dumps(parts)).hex()

    def _digest(self, file: Path) -> str:
        return project.digest(file.read_bytes()).hex() if file.is_file() else "missing"
