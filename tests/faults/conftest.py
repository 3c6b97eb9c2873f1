"""What the tests of faults share: the table that tells them, and a project in a temporary folder.

`docs/reference/how-it-is-checked.md` has the table. Its rows are named by their first column, and a test names its row
by the mark `fault`. What stands between backticks in the second column is a message; `…` in it stands for anything.
"""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from scripts.model import project

PAGE = project.ROOT / "docs/reference/how-it-is-checked.md"
HEADING = "## What happens when things go wrong"
BUILD = project.ROOT / "scripts/build.py"


def table() -> dict[str, str]:
    """The rows of the table: fault to what happens."""
    section = PAGE.read_text("utf-8").partition(f"{HEADING}\n")[2].partition("\n## ")[0]
    rows = [re.fullmatch(r"\| (.+?) \| (.+) \|", line) for line in section.splitlines() if line.startswith("| ")]
    return {row[1]: row[2] for row in rows if row[1] != "fault"}


class Row:
    """One row: `messages` are patterns of what is printed."""

    def __init__(self, name: str):
        self.name = name
        self.messages = re.findall(r"`([^`]+)`", table()[name])

    def said(self, out: str, place: str = "") -> None:
        """Assert that each message of the row was printed, at `place` if given, and no traceback of ours."""
        assert self.messages
        for message in self.messages:
            pattern = ".*".join(re.escape(part) for part in message.split("…"))
            assert re.search(f"^{re.escape(place)}.*?{pattern}", out, re.M), f"{place} {message}\nnot found in\n{out}"
        assert "Traceback" not in out


@pytest.fixture
def row(request) -> Row:
    """The row of the test's mark."""
    return Row(request.node.get_closest_marker("fault").args[0])


def write(root: Path, name: str, content: str | bytes) -> Path:
    """Write one file of a project."""
    file = root / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content.encode() if isinstance(content, str) else content)
    return file


def tree(root: Path) -> dict[str, bytes]:
    """Every file of a project but caches and temporary files, path to bytes."""
    files = (file for file in root.rglob("*") if file.is_file() and not {"__pycache__", ".cache"} & {*file.parts})
    kept = (file for file in files if not file.name.endswith(".new"))
    return {file.relative_to(root).as_posix(): file.read_bytes() for file in kept}


def command(root: Path, *arguments: str) -> list[str]:
    """The command line of a build in a project."""
    return [sys.executable, str(BUILD), *arguments, "--root", str(root)]


def build(root: Path, *arguments: str, **options) -> subprocess.CompletedProcess:
    """Run a build. Its messages stand in `stderr`. It uses the cache where CI runs the tests, too."""
    environment = {name: value for name, value in options.pop("env", os.environ).items() if name != "CI"}
    return subprocess.run(
        command(root, *arguments), capture_output=True, text=True, timeout=300, env=environment, **options
    )
