"""Python for the code that readers change, in the built site: Pyodide, as `make live` has installed it.

python -m scripts.publish.live   installs it, from node_modules, with NumPy where that can be reached
"""

import gzip
import json
import shutil
import sys
import urllib.request
from pathlib import Path

from scripts.model import project

PYODIDE = project.ROOT / "node_modules/pyodide"
INSTALLED = project.ROOT / ".cache/live"
FILES = ("pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm", "python_stdlib.zip", "pyodide-lock.json")
SOURCE = "https://cdn.jsdelivr.net/pyodide/v{}/full/{}"
START = 'javascripts/start.js"'


def add(site: Path, installed: Path = INSTALLED) -> None:
    """Copy what is installed, if anything, into a built site, and name its folder on each page that has a notebook."""
    for folder in installed.glob("pyodide-*"):
        shutil.copytree(folder, site / folder.name)
        for page in site.rglob("index.html"):
            html = page.read_text("utf-8")
            if 'class="language-python' in html and ".ipynb" in html:
                project.write(page, html.replace(START, f'{START} data-python="{folder.name}"'))


def install(to: Path, numpy: dict[str, bytes]) -> None:
    """Put Pyodide and NumPy's wheel, by its name, into a folder that is named by what it holds, with a list of it."""
    python = {name: (PYODIDE / name).read_bytes() for name in FILES}
    shutil.rmtree(to, ignore_errors=True)
    folder = to / f"pyodide-{project.digest(b''.join((python | numpy).values())).hex()[:8]}"
    for name, content in (python | numpy).items():
        project.write(folder / name, content)
    listed = {"files": {"files.json": 0}, "numpy": {}, "megabytes": 0, "more": 0}
    for key, size, files in (("files", "megabytes", python), ("numpy", "more", numpy)):
        listed[key] |= {name: len(content) for name, content in files.items()}
        listed[size] = round(sum(len(gzip.compress(content)) for content in files.values()) / 1e6)
    project.write(folder / "files.json", json.dumps(listed))


def fetch_numpy() -> dict[str, bytes]:
    """NumPy's wheel for Pyodide, by its name. Raises OSError when it is out of reach, ValueError when it is another."""
    version = json.loads((PYODIDE / "package.json").read_text("utf-8"))["version"]
    numpy = json.loads((PYODIDE / "pyodide-lock.json").read_text("utf-8"))["packages"]["numpy"]
    with urllib.request.urlopen(SOURCE.format(version, numpy["file_name"]), timeout=60) as answer:
        wheel = answer.read()
    if project.digest(wheel).hex() != numpy["sha256"]:
        raise ValueError(f"expected the hash {numpy['sha256']}, which pyodide-lock.json names")
    return {numpy["file_name"]: wheel}


if __name__ == "__main__":
    try:
        wheels = fetch_numpy()
    except (OSError, ValueError) as error:
        print(f"NumPy for Pyodide is not there ({error}): blocks that need it offer their notebook.", file=sys.stderr)
        wheels = {}
    install(INSTALLED, wheels)
