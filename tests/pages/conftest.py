"""What the tests of the page model share: a project in a temporary folder, and a page run in this process."""

from pathlib import Path
from typing import NamedTuple

import pytest

from scripts import build
from scripts.model import page as pages
from scripts.model import run as running
from scripts.model.project import ROOT

REPOSITORY = ROOT
PAGE = "docs/reference/page.md"
LINE = """from figures import style


def draw(page):
    drawing, axes = style.figure(height=2)
    axes.plot(page.path, color=style.INK)
    return drawing
"""


class Done(NamedTuple):
    """What a run of build.py gave."""

    status: int
    out: str
    err: str


class Project:
    """A project folder with the repository's style of figures; `run` is what `python scripts/build.py` does there."""

    def __init__(self, root: Path, capture: pytest.CaptureFixture | None = None):
        self.root, self.capture = root, capture
        (root / "figures").mkdir(parents=True)
        for name in ("style.py", "fonts"):
            (root / "figures" / name).symlink_to(ROOT / "figures" / name)

    def write(self, name: str, content: str | bytes) -> Path:
        """Write one file, line ends as given."""
        file = self.root / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content.encode() if isinstance(content, str) else content)
        return file

    def run(self, *arguments: str) -> Done:
        """Run the build and return its exit status and what it printed."""
        self.capture.readouterr()
        status = build.main([*arguments, "--root", str(self.root)])
        return Done(status, *self.capture.readouterr())

    def tree(self) -> dict[str, bytes]:
        """Every file of the project, path to bytes, but for what git ignores."""
        files = (
            file for file in self.root.rglob("*") if file.is_file() and not {"__pycache__", ".cache"} & {*file.parts}
        )
        return {file.relative_to(self.root).as_posix(): file.read_bytes() for file in files}


@pytest.fixture
def project(tmp_path, capsys, monkeypatch) -> Project:
    """An empty project."""
    monkeypatch.setenv("CI", "true")  # so that no build uses the cache; its own tests take this back
    return Project(tmp_path / "project", capsys)


def changes(page: pages.Page, root: Path = ROOT) -> list[running.Change]:
    """What makes a page fresh, when it runs in this process. Raises PageError."""
    run = running.Run(page, root)
    return [change for step in page.steps if (change := run.step(step))]


def rewritten(text: str) -> str:
    """A page's text after it ran in this process. Raises PageError."""
    page = pages.parse(text, PAGE)
    return running.apply(text, changes(page))
