"""The page of demands says what the scripts that measure them demand."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs/reference/how-fast.md").read_text("utf-8")
COMMAND = re.compile(r"`(?:python (?:-m pytest )?(tests/[\w./]+)|make (\w+))`")


def demands() -> list[tuple[str, str]]:
    """Each number of a demand, and the script of the section that it stands in."""
    found = []
    for part in re.split(r"\n(?=`python |\n## )", PAGE):
        script = re.match(r"`python (tests/benchmarks/\w+\.py)`", part)
        if script:
            rows = re.findall(r"^\| (?!figure|---)[^|]+\| ([^|]+) \|", part, re.M)
            found += [(number, script[1]) for row in rows for number in re.findall(r"\d+(?:\.\d+)?", row)]
    return found


def test_the_page_was_understood():
    assert {number for number, _ in demands()} >= {"97", "100", "0.01", "180", "40", "1.3", "1.25", "1.5", "1.0", "0.7"}


@pytest.mark.parametrize(("number", "script"), sorted(set(demands())))
def test_a_demand_stands_in_the_script_that_measures_it(number, script):
    numbers = set(re.findall(r"(?<![\w.])\d+(?:\.\d+)?(?![\w.])", (ROOT / script).read_text("utf-8")))
    assert number in numbers, f"docs/reference/how-fast.md demands {number}; {script} knows no such number"


@pytest.mark.parametrize("place", sorted({path or name for path, name in COMMAND.findall(PAGE)}))
def test_a_command_of_the_page_is_there(place):
    if "/" in place:
        assert (ROOT / place).exists(), f"docs/reference/how-fast.md: there is no {place}"
    else:
        assert re.search(rf"^{place}:.*## ", (ROOT / "Makefile").read_text("utf-8"), re.M), f"make {place} is unknown"
