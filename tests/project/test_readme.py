"""Follow README.md line by line, in a copy of the project: what it says must happen."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from scripts.model.project import ROOT

FENCE = re.compile(r"^(?P<ticks>`{3,})(?P<kind>\w+)\n(?P<body>.*?)^(?P=ticks)$", re.M | re.S)
PARTS = ("idea", "data", "networks", "terrain", "optimizers", "theory", "practice", "labs")
PAGE = "docs/reference/halving.md"


@pytest.fixture
def copy(tmp_path) -> Path:
    """The project without its parts, which would only take time, and with the environment that is installed."""
    copy = tmp_path / "copy"
    ignored = shutil.ignore_patterns(".*", *PARTS, "node_modules", "site*", "tests", "__pycache__")
    shutil.copytree(ROOT, copy, ignore=ignored)
    for file in [*(copy / "figures").glob("*.py"), *(copy / "docs/figures").glob("*.svg")]:
        if file.stem.removesuffix("-dark") not in ("style", "home_map"):
            file.unlink()
    (copy / ".venv").symlink_to(ROOT / ".venv")
    return copy


def type_line(line: str, folder: Path) -> None:
    """Type a command; make takes the installed environment as it is."""
    line = re.sub(r"^make ", "make --old-file .venv/ready ", line)
    environment = {name: value for name, value in os.environ.items() if not name.startswith("MAKE")}
    environment |= {"PYTHONPATH": str(folder)}  # else the copy would import the project's modules
    done = subprocess.run(line, shell=True, cwd=folder, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, f"{line}\n{done.stdout}{done.stderr}"


def test_writing_a_page_goes_as_the_readme_says(copy):
    text = (ROOT / "README.md").read_text("utf-8")
    section = re.search(r"^## Write a page\n(.*?)^## ", text, re.M | re.S)[1]
    end, done = 0, []
    for fence in FENCE.finditer(section):
        words, body = section[end : fence.start()], fence["body"]
        end = fence.end()
        if saved := re.search(r"ave this as `(.+?)`", words):
            (copy / saved[1]).write_text(body, "utf-8")
            done.append(saved[1])
        elif entry := re.search(r"In `mkdocs\.yml`.*below `(.+?)`", words, re.S):
            settings = (copy / "mkdocs.yml").read_text("utf-8")
            assert settings.count(f"{entry[1]}\n") == 1
            (copy / "mkdocs.yml").write_text(settings.replace(f"{entry[1]}\n", f"{entry[1]}\n{body}"), "utf-8")
            done.append("mkdocs.yml")
        elif fence["kind"] == "console":
            for line in body.splitlines():
                type_line(line, copy)
                done.append(line)
        else:
            assert body in (copy / PAGE).read_text("utf-8")
            done.append("seen")
    build, check = ".venv/bin/python scripts/build.py", "make check"
    assert done == ["figures/halving.py", PAGE, "mkdocs.yml", build, "seen", check]
    page = (copy / PAGE).read_text("utf-8")
    assert "```output\n0.000977\n```" in page, "two to the power of minus ten, to six places"
    assert {f"halving{theme}.svg" for theme in ("", "-dark")} <= {file.name for file in copy.glob("docs/figures/*")}
    (copy / PAGE).write_text(page.replace("0.977", "0.978"), "utf-8")
    with pytest.raises(AssertionError, match=rf"{PAGE}:\d+: value is stale"):
        type_line(check, copy)
