"""A small project with a preview that serves it, in a process of its own."""

import contextlib
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 120  # seconds until a wait counts as failed; a normal one takes a second

WALK = """---
title: Walk
description: A walk.
---
# Walk

> Step by step.

```python
w = 1
print(f"w is {w:.3f}")
```

The weight is 0<!-- = w:.2f --> now.

![A line to 0.](../figures/line.svg)<!-- = 2 * w:.2f -->

![A spot.](../figures/spot.svg)
"""
PLAIN = """# Plain

```python
print(f"{6 * 7}")
```
"""
COUNTS = "# Counts\n\nThere are 0<!-- = site.blocks --> blocks.\n"
LINE = """from figures import style


def draw(page):
    drawing, axes = style.figure()
    axes.plot([0, 1], [0, page.w], color=style.ORANGE)
    return drawing
"""
SPOT = """from figures.line import style


def draw(page):
    drawing, axes = style.figure()
    axes.plot([0], [1], "o", color=style.GREEN)
    return drawing
"""
NAV = """nav:
  - Home: index.md
  - The idea:
      - idea/walk.md
      - idea/plain.md
  - Reference:
      - reference/counts.md
"""


def make(root: Path) -> None:
    """The project: this one's scripts and looks, two lessons, and a page that shows counts."""
    ignored = shutil.ignore_patterns("__pycache__", "*.new")
    folders = ["scripts", "figures/fonts"]
    folders += [f"docs/{name}" for name in ("assets", "fonts", "javascripts", "overrides", "stylesheets")]
    for folder in folders:
        shutil.copytree(ROOT / folder, root / folder, ignore=ignored)
    shutil.copy(ROOT / "figures/style.py", root / "figures")
    before, _, rest = (ROOT / "mkdocs.yml").read_text("utf-8").partition("\nnav:\n")
    files = {
        "mkdocs.yml": before + "\n" + NAV + "\n" + rest[rest.index("\ntheme:") + 1 :],
        "README.md": "# A project\n",
        "docs/index.md": "---\ntitle: Home\n---\n# Home\n\nWelcome.\n",
        "docs/idea/walk.md": WALK,
        "docs/idea/plain.md": PLAIN,
        "docs/reference/counts.md": COUNTS,
        "figures/line.py": LINE,
        "figures/spot.py": SPOT,
    }
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, "utf-8")


class Served:
    """A project, its preview, and what a browser would see of it."""

    def __init__(self, root: Path):
        self.root, self.log, self.temporary = root, root / "log.txt", root.with_name(f"{root.name}-temporary")
        self.temporary.mkdir()
        with self.log.open("w") as log:
            self.process = subprocess.Popen(
                [sys.executable, "scripts/serve.py", "--port", "0"],
                cwd=root,
                stdout=log,
                stderr=log,
                start_new_session=True,
                env=os.environ | {"TMPDIR": str(self.temporary)},
            )
        self.wait(lambda: "Serving on" in self.said())
        self.url = re.search(r"Serving on (http://127\.0\.0\.1:\d+)/", self.said())[1]

    def said(self) -> str:
        """What stands in the terminal."""
        return self.log.read_text("utf-8")

    def wait(self, condition) -> object:
        """Wait until a condition holds. Returns what it gives."""
        limit = time.monotonic() + PATIENCE
        while not (found := condition()):
            assert time.monotonic() < limit, self.said()
            assert self.process.poll() is None, self.said()
            time.sleep(0.02)
        return found

    def get(self, path: str) -> str:
        """A file of the site. Empty: there is none."""
        try:
            with urllib.request.urlopen(self.url + path, timeout=PATIENCE) as answer:
                return answer.read().decode()
        except urllib.error.HTTPError:
            return ""

    def shows(self, text: str, path: str = "/idea/walk/") -> None:
        """Wait until a page shows a text."""
        self.wait(lambda: text in self.get(path))

    def state(self, path: str = "/idea/walk/", version: str = "", told: object = None) -> dict:
        """What the script in a page is told; at once, when it says that it knows nothing."""
        query = urllib.parse.urlencode({"page": path, "version": version, "told": json.dumps(told)})
        return json.loads(self.get(f"/~preview?{query}"))

    def errors(self) -> list[str]:
        """What the banner shows."""
        return self.state()["errors"]

    def read(self, name: str) -> str:
        """A file of the project."""
        return (self.root / name).read_text("utf-8")

    def write(self, name: str, text: str) -> None:
        """Save a file of the project."""
        (self.root / name).parent.mkdir(parents=True, exist_ok=True)
        (self.root / name).write_text(text, "utf-8")

    def replace(self, name: str, old: str, new: str) -> str:
        """Save a file of the project with one change. Returns its text."""
        text = self.read(name)
        assert old in text
        self.write(name, text.replace(old, new, 1))
        return text.replace(old, new, 1)

    def runs(self, name: str) -> int:
        """How often a page has run, as the terminal tells."""
        return self.said().count(f"{name}: ran in")

    def quiet(self) -> None:
        """Wait until nothing is left to do, for a second on end."""
        since, limit = time.monotonic(), time.monotonic() + PATIENCE
        while time.monotonic() - since < 1:
            if self.state("/")["busy"]:
                since = time.monotonic()
            assert time.monotonic() < limit, self.said()
            time.sleep(0.05)

    def stop(self) -> None:
        """End the preview as Ctrl-C does."""
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.process.pid, signal.SIGINT)
        try:
            self.process.wait(30)
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)


@pytest.fixture(scope="session")
def shared(tmp_path_factory):
    """One preview for all tests: to start one takes seconds."""
    root = tmp_path_factory.mktemp("project")
    make(root)
    served = Served(root)
    yield served
    served.stop()
    assert [*served.temporary.glob("fall-line-*")] == [], "the served site was left behind"


@pytest.fixture
def served(shared):
    """The preview, with the project as it was made and nothing left to do."""
    shared.quiet()
    assert shared.errors() == [], shared.said()
    before = {file: file.read_bytes() for file in shared.root.rglob("*") if _is_source(file)}
    yield shared
    if shared.process.poll() is None:
        for file in [file for file in shared.root.rglob("*") if _is_source(file) and file not in before]:
            file.unlink()
        for file, content in before.items():
            if not file.is_file() or file.read_bytes() != content:
                file.write_bytes(content)


def _is_source(file: Path) -> bool:
    return file.is_file() and "__pycache__" not in file.parts and file.name != "log.txt"
