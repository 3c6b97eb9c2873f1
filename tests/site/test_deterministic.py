"""The same source gives the same site, byte for byte, whoever builds it, where and when."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from scripts.model import project

LEFT = shutil.ignore_patterns(".*", "__pycache__", "node_modules", "site", "*.new")
# What another machine may do otherwise: folders are listed backwards.
BACKWARDS = """
import os

listdir, scandir = os.listdir, os.scandir


class Backwards:
    def __init__(self, *arguments):
        self.inner = scandir(*arguments)
        self.entries = iter(sorted(self.inner, key=lambda entry: entry.name, reverse=True))

    def __iter__(self):
        return self

    def __next__(self):
        return next(self.entries)

    def __enter__(self):
        return self

    def __exit__(self, *arguments):
        self.close()

    def close(self):
        self.inner.close()


os.listdir = lambda *arguments: sorted(listdir(*arguments), reverse=True)
os.scandir = Backwards
"""
ELSEWHERE = {
    "PYTHONHASHSEED": "7",
    "TZ": "Asia/Kathmandu",
    "LC_ALL": "C",
    "LANG": "de_DE.UTF-8",
    "LANGUAGE": "de",
    "COLUMNS": "40",
    "USER": "someone",
    "SOURCE_DATE_EPOCH": "1000000000",  # MkDocs takes it for today
}


@pytest.fixture
def elsewhere(tmp_path):
    """The source in another folder, without its history, and a way to run a command there as on another machine."""
    folder = tmp_path / "another" / "folder"
    shutil.copytree(project.ROOT, folder, ignore=LEFT)
    (tmp_path / "start").mkdir()
    (tmp_path / "start/sitecustomize.py").write_text(BACKWARDS)

    def run(*arguments: str, **variables: str) -> Path:
        variables = os.environ | ELSEWHERE | {"PYTHONPATH": str(tmp_path / "start"), "HOME": str(tmp_path)} | variables
        command = [sys.executable, *arguments]
        done = subprocess.run(command, cwd=folder, env=variables, capture_output=True, text=True, umask=0o077)
        if done.returncode:
            pytest.fail(f"{' '.join(arguments)} failed in {folder}:\n{done.stdout}{done.stderr}", pytrace=False)
        return folder

    return run


def contents(folder: Path) -> dict[str, bytes]:
    """The files of a folder by their path."""
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


def difference(one: dict[str, bytes], two: dict[str, bytes]) -> str:
    """The first difference between two sets of files, in words. Empty when there is none."""
    for name in sorted(set(one) | set(two)):
        if name not in one or name not in two:
            return f"{name} is only in the {'second' if name in two else 'first'}"
        if one[name] != two[name]:
            pairs = zip(one[name], two[name], strict=False)
            place = next((i for i, (a, b) in enumerate(pairs) if a != b), min(len(one[name]), len(two[name])))
            line = one[name].count(b"\n", 0, place) + 1
            begin = max(0, place - 30)
            texts = [repr(content[name][begin : place + 60].decode("utf-8", "replace")) for content in (one, two)]
            return f"{name}:{line} (byte {place}) differs:\n  first:  {texts[0]}\n  second: {texts[1]}"
    return ""


def test_another_folder_locale_time_zone_day_and_hash_seed_give_the_same_site(site, elsewhere):
    address = {"SITE_URL": site.address, "EDIT_URL": "", "NO_MKDOCS_2_WARNING": "1"}
    elsewhere("-m", "scripts.publish.mkdocs", "build", "--strict", **address)  # as `make site` does
    folder = elsewhere("scripts/finish.py")
    assert not (found := difference(contents(site.folder), contents(folder / "site"))), found


def test_pages_run_and_figures_drawn_afresh_are_the_same(elsewhere, tmp_path):
    """One page each with figures, with data and with a network, and a lab: outputs, drawings and notebooks."""
    pages = ["docs/idea/loss.md", "docs/data/noise.md", "docs/networks/chain-rule.md", "docs/labs/own-data.ipynb"]
    made = []
    for seed in ("1", "2"):
        folder = elsewhere("-c", "", PYTHONHASHSEED=seed)
        for file in [*(folder / "docs/figures").glob("*.svg"), *folder.glob("docs/*/*.ipynb")]:
            if file.parent.name == "figures" or file.with_suffix(".md").exists():
                file.unlink()
        others = {} if seed == "1" else {"TZ": "UTC", "LC_ALL": "C.UTF-8", "SOURCE_DATE_EPOCH": "2000000000"}
        elsewhere("scripts/build.py", *pages, PYTHONHASHSEED=seed, **others)
        made.append(contents(folder / "docs"))
    assert any(name.startswith("figures/") for name in made[0])
    assert not (found := difference(*made)), found


@pytest.mark.parametrize(
    ("second", "words"),
    [
        ({"a": b"1\n2", "b": b"x"}, ""),
        ({"a": b"1\n2"}, "b is only in the first"),
        ({"a": b"1\n2", "b": b"x", "c": b""}, "c is only in the second"),
        ({"a": b"1\n3", "b": b"y"}, "a:2 (byte 2) differs:\n  first:  '1\\n2'\n  second: '1\\n3'"),
        ({"a": b"1\n2\n", "b": b"x"}, "a:2 (byte 3) differs:\n  first:  '1\\n2'\n  second: '1\\n2\\n'"),
    ],
)
def test_a_difference_is_told_with_its_place(second, words):
    assert difference({"a": b"1\n2", "b": b"x"}, second) == words
