"""README.md shows a complete page and a figure: following it must give what it says."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text("utf-8")


@pytest.fixture
def followed(tmp_path):
    """A project that holds only what README.md tells to save."""
    for folder in ("docs/idea", "figures"):
        (tmp_path / folder).mkdir(parents=True)
    shutil.copy(ROOT / "figures/style.py", tmp_path / "figures")
    shutil.copytree(ROOT / "figures/fonts", tmp_path / "figures/fonts")
    page = re.search(r"````markdown\n(.+?)\n````", README, re.S)[1] + "\n"
    (tmp_path / "docs/idea/halving.md").write_text(page, "utf-8")
    module = re.search(r"```python\n(from figures.+?)\n```", README, re.S)[1] + "\n"
    (tmp_path / "figures/halving.py").write_text(module, "utf-8")
    return tmp_path


def build(root, *options):
    command = [sys.executable, str(ROOT / "scripts/build.py"), "--root", str(root), *options]
    return subprocess.run(command, capture_output=True, text=True, timeout=60)


def test_the_page_of_the_readme_becomes_what_the_readme_shows(followed):
    """2^-10 is 0.000977 to six places."""
    assert build(followed, "--check").returncode == 1
    assert build(followed).returncode == 0
    page = (followed / "docs/idea/halving.md").read_text("utf-8")
    shown = re.search(r"```text\n(.+?)\n```", README, re.S)[1]
    assert shown in page
    assert "```output\n0.000977\n```" in page
    assert build(followed, "--check").returncode == 0


def test_the_figure_of_the_readme_is_drawn_twice(followed):
    build(followed)
    assert sorted(file.name for file in (followed / "docs/figures").iterdir()) == ["halving-dark.svg", "halving.svg"]


def test_the_commands_of_the_readme_are_targets_of_the_makefile():
    targets = set(re.findall(r"^(\w+):.*##", (ROOT / "Makefile").read_text("utf-8"), re.M))
    named = {a or b for a, b in re.findall(r"^make (\w+)|`make (\w+)`", README, re.M)}
    assert {"serve", "test", "site"} <= named <= targets
