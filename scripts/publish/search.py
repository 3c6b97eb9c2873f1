"""A step of finishing the site: the search index, by Pagefind.

Pagefind indexes a copy of the pages, with spaces between numbers and the signs beside them. It reads words between
spaces and drops their signs, so it would take `L=7.5` for one word and never find 7.5 in it.
"""

import re
import subprocess
import sys
import tempfile
from pathlib import Path

BUNDLE = "pagefind"
NEEDED = ("pagefind.js", "pagefind-entry.json", "*.pf_meta", "wasm.en.pagefind", "index/*", "fragment/*")
EXCLUDED = "[data-search-exclude], .headerlink, .output-label, .reading-time, .edit-page"
# In formulas, operators between two terms have no attributes, or some space; a sign before a number has lspace="0".
_OPERATOR = re.compile(r'<mo(?: lspace="0\.[^>]*)?>[^<]*</mo>')
_DECIMAL = re.compile(r'<span class="mf">')  # in code, as in `rate=0.1`


def index(site: Path) -> None:
    """Write what searching a built site needs into `site/pagefind/`. Raises ValueError when Pagefind fails."""
    with tempfile.TemporaryDirectory() as folder:
        for page in site.rglob("index.html"):
            copy = Path(folder, page.relative_to(site))
            copy.parent.mkdir(parents=True, exist_ok=True)
            spaced = _OPERATOR.sub(r" \g<0> ", page.read_text("utf-8"))
            copy.write_text(_DECIMAL.sub(r" \g<0>", spaced), "utf-8")
        command = [sys.executable, "-m", "pagefind", "--site", folder, "--output-path", str(site / BUNDLE)]
        command += ["--root-selector", "article", "--exclude-selectors", EXCLUDED, "--quiet"]
        run = subprocess.run(command, capture_output=True, text=True)
    if run.returncode:
        raise ValueError(f"{site}: Pagefind could not index it:\n{run.stdout}{run.stderr}")
    needed = {file for pattern in NEEDED for file in (site / BUNDLE).glob(pattern)}
    for file in (site / BUNDLE).rglob("*"):
        if file.is_file() and file not in needed:  # Pagefind's own dialogs, and its worker
            file.unlink()
