"""Sybil and conftest.py: each step of a page is a test item that passes alone, in any order, spread and repeated."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.pages.conftest import REPOSITORY

PAGE = """# Page

```python
w = 1.5
path = [w]
```

It starts at 1.5<!-- = w -->.

```python
w = w / 2
path.append(w)
print(path)
```

```output
[1.5, 0.75]
```

Then it is 0.75<!-- = path[-1] -->.

![A line from 1.5](../figures/line.svg)<!-- = path[0] -->

```python raises="ZeroDivisionError"
print(path.pop())
w / 0
```

```output
0.75
ZeroDivisionError: float division by zero
```
"""
README = """# Readme

```python
print(1)
```

```output
1
```

The site has 1<!-- = site.pages --> page.
"""
LINES = [3, 8, 10, 16, 20, 22, 22, 24, 29]
DRAW = """from figures import style


def draw(page):
    drawing, axes = style.figure(height=2)
    axes.plot(page.path, color=style.INK)
    return drawing
"""
ORDER = """
import random


def pytest_collection_modifyitems(items):
    random.Random(7).shuffle(items)
"""


@pytest.fixture(scope="module")
def fresh(tmp_path_factory) -> Path:
    """A project whose page and README are fresh, with the repository's conftest.py."""
    root = tmp_path_factory.mktemp("sybil") / "project"
    for folder in ("docs/part", "figures"):
        (root / folder).mkdir(parents=True)
    for name in ("scripts", "figures/style.py", "figures/fonts"):
        (root / name).symlink_to(REPOSITORY / name)
    for name in ("conftest.py", "pyproject.toml"):
        shutil.copy(REPOSITORY / name, root)
    (root / "docs/part/page.md").write_text(PAGE)
    (root / "README.md").write_text(README)
    (root / "figures/line.py").write_text(DRAW)
    command = [sys.executable, REPOSITORY / "scripts/build.py", "--root", root]
    assert subprocess.run(command, capture_output=True).returncode == 0
    assert (root / "docs/part/page.md").read_text() == PAGE
    return root


@pytest.fixture
def root(fresh, tmp_path) -> Path:
    """A copy of that project, to be spoiled."""
    return Path(shutil.copytree(fresh, tmp_path / "project", symlinks=True))


def run(root: Path, *arguments: str) -> tuple[int, str]:
    environment = {key: value for key, value in os.environ.items() if not key.startswith("PYTEST_")}
    command = [sys.executable, "-m", "pytest", "-q", "--tb=short", *arguments]
    done = subprocess.run(command, cwd=root, env=environment, capture_output=True, text=True)
    return done.returncode, done.stdout + done.stderr


@pytest.fixture(scope="module")
def items(fresh) -> list[str]:
    status, out = run(fresh, "--collect-only", "-p", "no:cacheprovider")
    assert status == 0
    return re.findall(r"^\S+::line:\d+,column:\d+$", out, re.M)


def test_each_step_of_pages_and_readme_is_an_item(items):
    found = [re.fullmatch(r"(.+)::line:(\d+),column:\d+", item).groups() for item in items]
    assert [int(line) for name, line in found if name == "docs/part/page.md"] == LINES
    assert [int(line) for name, line in found if name == "README.md"] == [3, 7, 11]


def test_items_pass_in_any_order(root, items):
    (root / "order.py").write_text(ORDER)
    status, out = run(root, "-p", "order")
    assert status == 0, out
    assert f"{len(items)} passed" in out


@pytest.mark.parametrize("line", [29, 22])
def test_item_passes_alone(fresh, items, line):
    alone = [item for item in items if item.startswith(f"docs/part/page.md::line:{line},")]
    status, out = run(fresh, alone[-1], "-p", "no:cacheprovider")
    assert status == 0, out
    assert "1 passed" in out


def test_items_pass_when_spread_over_processes(fresh, items):
    status, out = run(fresh, "-n", "2", "--dist", "load", "-p", "no:cacheprovider")
    assert status == 0, out
    assert f"{len(items)} passed" in out


# name of a page: (what stands on PAGE, what stands there instead, line, what Sybil says)
WRONG = {
    "output": ("[1.5, 0.75]\n```", "[1.5, 0.76]\n```", 16, "output is stale"),
    "value": ("at 1.5<", "at 1.6<", 8, "value is stale"),
    "formula": ("is 0.75<!-- = path", "is $0.70$<!-- = path", 20, "value is stale"),
    "alternative_text": ("from 1.5]", "from 2.5]", 22, "value is stale"),
    "no_output": ("```output\n[1.5, 0.75]\n```\n", "", 10, "output is stale (no output fence)"),
    "output_of_nothing": (
        "path = [w]\n```",
        "path = [w]\n```\n\n```output\n1\n```",
        8,
        "output is stale (the block prints nothing)",
    ),
    "input": ("w = w / 2", "w = w / 4", 16, "output is stale"),
    "figure": ("Then it", "```python\npath[0] = 3\n```\n\nThen it", 26, "figure is stale: line.svg"),
    "name_of_another_page": ("path.append(w)", "path.append(shared)", 12, "NameError: name 'shared' is not defined"),
}


def test_stale_step_fails_with_its_line_and_the_command_that_mends_it(root):
    (root / "docs/part/first.md").write_text("```python\nshared = 1\n```\n")
    for name, (old, new, _, _) in WRONG.items():
        assert PAGE.count(old) == 1
        (root / f"docs/part/{name}.md").write_text(PAGE.replace(old, new))
    status, out = run(root, "-p", "no:cacheprovider")
    assert status == 1
    for name, (_, _, line, message) in WRONG.items():
        page = f"docs/part/{name}.md"
        assert f"{page}:{line}: {message}" in out
        assert f"To make it fresh: python scripts/build.py {page}\n" in out or "NameError" in message
    assert f"README.md:11: value is stale\non the page: '1'\nas it runs:  '{len(WRONG) + 2}'\n" in out


def test_failed_items_can_be_run_again(root):
    page = root / "docs/part/page.md"
    page.write_text(PAGE.replace("is 0.75", "is 0.70"))
    assert run(root)[0] == 1
    page.write_text(PAGE)
    status, out = run(root, "--lf")
    assert status == 0, out
    assert re.search(r"^1 passed", out, re.M)


def test_page_that_cannot_be_read_fails_with_its_line_and_no_traceback(root):
    (root / "docs/part/zz.md").write_text("# Page\n\n```py\n1\n```\n")
    (root / "docs/part/zzz.md").write_bytes(b"# Page\n\nna\xefve\n")
    status, out = run(root, "-p", "no:cacheprovider")
    assert status == 2
    assert "docs/part/zz.md:3: fence language py: expected one of python, output" in out
    assert "docs/part/zzz.md:3: not UTF-8: byte 0xef" in out
    assert "Traceback" not in out
    assert "conftest.py:" not in out
