"""What the tests of the page model share: cases, a project in a temporary folder, a page run in this process."""

import re
import subprocess
from collections import namedtuple
from pathlib import Path

import pytest

from scripts import build
from scripts.model import page as pages
from scripts.model import project as projects
from scripts.model import run as running
from scripts.model.project import ROOT

HERE = Path(__file__).parent
PAGE = "docs/reference/page.md"
LOADED, ERRORS = projects.load_all(ROOT)  # the repository's own pages
PAGES = [*LOADED.values()]
LESSONS = [page for page in PAGES if page.meta.kind == "lesson"]
LINE = """from figures import style


def draw(page):
    drawing, axes = style.figure(height=2)
    axes.plot(page.path, color=style.INK)
    return drawing
"""


Done = namedtuple("Done", "status out err")  # what a run of build.py gave


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

    def errors(self, *arguments: str) -> list[str]:
        """The errors that a build or a check prints. It prints and writes nothing else."""
        before = self.tree()
        done = self.run(*arguments)
        assert (done.status, done.out, self.tree()) == (2, "", before)
        *errors, summary = done.err.splitlines()
        assert summary.startswith(f"{len(errors)} error"), done.err
        return errors

    def tree(self) -> dict[str, bytes]:
        """Every file of the project, path to bytes, but for what git ignores."""
        files = [each for each in self.root.rglob("*") if not {"__pycache__", ".cache"} & {*each.parts}]
        return {each.relative_to(self.root).as_posix(): each.read_bytes() for each in files if each.is_file()}


@pytest.fixture
def project(tmp_path, capsys, monkeypatch) -> Project:
    """An empty project."""
    monkeypatch.setenv("CI", "true")  # so that no build uses the cache; its own tests take this back
    return Project(tmp_path / "project", capsys)


def cases(file: Path) -> list[tuple[str, str]]:
    """The cases of a text file: what stands behind each `=== `, and the lines below it."""
    text = file.read_text("utf-8")
    found = re.findall(r"^=== (.*)\n((?:(?!=== ).*\n)+)", text, re.M)
    assert len(found) == text.count("=== ") > 5
    return found


def is_running(process: str) -> bool:
    """Whether a process, given by its number, has not ended."""
    state = subprocess.run(["ps", "-o", "stat=", "-p", process], capture_output=True, text=True).stdout.strip()
    return bool(state) and not state.startswith("Z")


def changes(page: pages.Page) -> list[running.Change]:
    """What makes a page fresh, when it runs in this process. Raises PageError."""
    run = running.Run(page, ROOT)
    return [change for step in page.steps if (change := run.step(step))]


def rewritten(text: str) -> str:
    """A page's text after it ran in this process. Raises PageError."""
    page = pages.parse(text, PAGE)
    return running.apply(text, changes(page))
