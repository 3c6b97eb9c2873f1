"""The table of faults and the tests of faults name the same rows."""

import importlib

import pytest

from scripts.model import project
from tests.faults.conftest import table


def marks(function) -> list:
    """The marks of a test function, and of its parameters."""
    found = list(getattr(function, "pytestmark", []))
    for mark in [*found]:
        if mark.name == "parametrize":
            found += [each for value in mark.args[1] if hasattr(value, "marks") for each in value.marks]
    return found


def rows_of_tests() -> set[str]:
    """The rows that tests are marked with."""
    names = set()
    for file in sorted((project.ROOT / "tests/faults").glob("test_*.py")):
        module = importlib.import_module(f"tests.faults.{file.stem}")
        functions = [value for name, value in vars(module).items() if name.startswith("test_")]
        names |= {mark.args[0] for function in functions for mark in marks(function) if mark.name == "fault"}
    return names


def test_each_row_has_a_test_and_each_test_a_row():
    assert rows_of_tests() == table().keys()


@pytest.mark.parametrize("name", table())
def test_row_says_what_happens(name):
    assert table()[name].strip(" .")
