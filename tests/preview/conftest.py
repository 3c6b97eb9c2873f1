"""A small project, and the preview that serves it in a process of its own."""

import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 120  # seconds until a wait counts as failed
COPIED = ["scripts", "figures/fonts", "docs/datasets", "docs/fonts", "docs/javascripts", "docs/overrides"]
FIGURE = "from figures import style\n\ndef draw(page):\n    drawing, axes = style.figure()\n"
FIGURE += "    axes.plot([0, {}], color=style.ORANGE)\n    return drawing\n"
WALK = """# Walk

> Step by step.

```python
w = 1
print(f"w is {w:.3f}")
```

The weight is 0<!-- = w:.2f --> now, and $w^2$ is not.

![A line to 0.](../figures/line.svg)<!-- = 2 * w:.2f -->
"""
LAB = """{"cells": [{"cell_type": "markdown", "id": "a", "metadata": {}, "source": "# A lab"},
 {"cell_type": "code", "execution_count": null, "id": "b", "metadata": {}, "outputs": [], "source": "print(2)"}],
 "metadata": {"description": "A lab.", "kernelspec": {"display_name": "Python 3", "name": "python3"}},
 "nbformat": 4, "nbformat_minor": 5}"""
FILES = {
    "docs/index.md": "# Home\n\nThere are 0<!-- = site.blocks --> blocks.\n",
    "docs/idea/walk.md": WALK + "\nA paragraph to scroll past.\n" * 60,
    "docs/idea/plain.md": "# Plain\n\n```python\nprint(6 * 7)  # iris.csv\n```\n\n![A spot.](../figures/spot.svg)\n",
    "docs/labs/lab.ipynb": LAB,
    "docs/reference/prose.md": "# Prose\n\nNothing runs here.\n",
    "figures/style.py": (ROOT / "figures/style.py").read_text("utf-8"),
    "docs/stylesheets/site.css": "body { color: black }",
    "figures/line.py": FIGURE.format("page.w"),
    "figures/spot.py": FIGURE.format(1),
}
NAV = "\nnav: [index.md, idea/walk.md, idea/plain.md, labs/lab.ipynb, reference/prose.md]\n"


class Served:
    """A project, its preview, and what a browser sees of it. The last line of a page holds the errors to show."""

    def __init__(self, root: Path):
        self.root, self.temporary = root, Path(tempfile.mkdtemp(dir=root.parent))
        command = [sys.executable, "scripts/serve.py", "--port", "0"]
        variables = os.environ | {"TMPDIR": str(self.temporary), "PYTHONPATH": str(root)}
        before = signal.signal(signal.SIGINT, signal.SIG_IGN)  # as a shell does for `make serve &`
        with (self.temporary / "log.txt").open("w") as log:
            self.process = subprocess.Popen(command, cwd=root, stdout=log, stderr=log, env=variables)
        signal.signal(signal.SIGINT, before)
        self.wait(lambda: "Serving on" in self.said())
        self.url = re.search(r"Serving on (http://127\.0\.0\.1:\d+)/", self.said())[1]

    def said(self) -> str:
        return (self.temporary / "log.txt").read_text("utf-8")

    def wait(self, condition) -> None:
        limit = time.monotonic() + PATIENCE
        while not condition():
            assert time.monotonic() < limit, self.said()
            time.sleep(0.05)

    def get(self, path: str) -> str:
        with urllib.request.urlopen(self.url + path, timeout=PATIENCE) as answer:
            return answer.read().decode()

    def shows(self, text: str, path: str = "/idea/walk/") -> None:
        self.wait(lambda: text in self.get(path))

    def read(self, name: str) -> str:
        return (self.root / name).read_text("utf-8")

    def save(self, name: str, old: str = "", new: str = "") -> None:
        """Save a file as it was at first but for one change, as editors do: a new file takes its name."""
        text = FILES[name] if name in FILES else (ROOT / name).read_text("utf-8")
        spare = (self.root / name).with_suffix(".tmp123")
        spare.write_text(text.replace(old, new, 1), "utf-8")
        spare.replace(self.root / name)

    def end(self, number: signal.Signals) -> None:
        self.process.send_signal(number)
        assert self.process.wait(PATIENCE) == 0, self.said()
        assert "Traceback" not in self.said()
        assert [*self.temporary.glob("fall-line-*")] == []


@pytest.fixture(scope="module")
def root(tmp_path_factory) -> Path:
    """The project: this one's scripts and looks, two lessons, a lab, and a page that shows counts."""
    root = tmp_path_factory.mktemp("preview").resolve() / "project"
    for folder in COPIED:
        shutil.copytree(ROOT / folder, root / folder, ignore=shutil.ignore_patterns("__pycache__"))
    settings = re.sub(r"(?s)\nnav:\n.*?\n(?=\ntheme:)", NAV, (ROOT / "mkdocs.yml").read_text("utf-8"))
    for name, text in (FILES | {"mkdocs.yml": settings}).items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, "utf-8")
    return root


@pytest.fixture(scope="module")
def served(root):
    """One preview for all tests, since a start takes seconds. All pages have run."""
    served = Served(root)
    served.shows("There are 3", "/")
    yield served
    served.end(signal.SIGINT)
