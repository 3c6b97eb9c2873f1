"""The project's files agree with each other."""

import json
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
LOCK = {package["name"]: package for package in tomllib.loads((ROOT / "uv.lock").read_text("utf-8"))["package"]}
WORKFLOWS = sorted((ROOT / ".github/workflows").glob("*.yml"))


def test_the_makefile_installs_the_locked_uv():
    pinned = re.search(r"^UV_VERSION := (.+)$", (ROOT / "Makefile").read_text("utf-8"), re.M)[1]
    assert pinned == LOCK["uv"]["version"]


def test_every_locked_file_has_a_hash():
    files = [file for package in LOCK.values() for file in [*package.get("wheels", []), package.get("sdist")] if file]
    assert len(files) > 100
    assert all(file["hash"].startswith("sha256:") for file in files)


@pytest.mark.parametrize(
    ("folder", "expected"),
    [
        ("", {"node_modules/typescript", "node_modules/@typescript/typescript-linux-x64"}),
        ("tests/benchmarks/lighthouse", {"node_modules/lighthouse", "node_modules/axe-core"}),
    ],
)
def test_a_lock_of_npm_has_hashes_and_names_no_registry(folder, expected):
    lock = (ROOT / folder / "package-lock.json").read_text("utf-8")
    packages = {name: package for name, package in json.loads(lock)["packages"].items() if name}
    assert expected <= set(packages)
    assert all(package["integrity"].startswith("sha512-") for package in packages.values())
    for package in packages.values():
        package.pop("funding", None)  # where its authors ask for support
    assert "://" not in json.dumps(packages)


def test_the_citation_names_the_present_version():
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text("utf-8"))
    assert citation["version"] == PROJECT["project"]["version"]
    assert citation["cff-version"] == "1.2.0"


@pytest.mark.parametrize("file", WORKFLOWS, ids=lambda file: file.name)
def test_an_action_is_pinned_to_a_commit_and_says_its_release(file):
    """A tag can be moved to other code; a commit cannot."""
    used = re.findall(r"^ *(?:- )?uses: (.+)$", file.read_text("utf-8"), re.M)
    assert used
    loose = [use for use in used if not re.fullmatch(r"[\w./-]+@[0-9a-f]{40}  # v\d+\.\d+\.\d+", use)]
    assert not loose, f"{file.name}: expected OWNER/ACTION@COMMIT  # vRELEASE, found {loose}"


def test_one_action_is_one_commit_in_all_workflows():
    used = {use for file in WORKFLOWS for use in re.findall(r"uses: (.+)$", file.read_text("utf-8"), re.M)}
    assert len(used) == len({use.partition("@")[0] for use in used}), sorted(used)


def test_updates_are_proposed_for_every_lock():
    settings = yaml.safe_load((ROOT / ".github/dependabot.yml").read_text("utf-8"))
    watched = {(each["package-ecosystem"], each["directory"]) for each in settings["updates"]}
    ours = [file for file in ROOT.rglob("package-lock.json") if not {"node_modules", ".venv"} & set(file.parts)]
    npm = {("npm", "/" + file.parent.relative_to(ROOT).as_posix().removeprefix(".")) for file in ours}
    assert watched == {("uv", "/"), ("github-actions", "/")} | npm


def test_ci_tries_the_oldest_and_the_newest_libraries():
    versions = yaml.safe_load((ROOT / ".github/workflows/test.yml").read_text("utf-8"))["jobs"]["versions"]
    tried = {(each["python"], each["resolution"]) for each in versions["strategy"]["matrix"]["include"]}
    oldest = PROJECT["project"]["requires-python"].removeprefix(">=")
    assert {(oldest, "lowest-direct")} < tried
    assert {resolution for _, resolution in tried} == {"lowest-direct", "highest"}


@pytest.mark.parametrize("file", WORKFLOWS, ids=lambda file: file.name)
def test_a_workflow_asks_for_no_more_than_it_needs(file):
    """Writing is for the job that publishes, and only what publishing takes."""
    workflow = yaml.safe_load(file.read_text("utf-8"))
    assert set((workflow["permissions"] or {}).items()) <= {("contents", "read")}
    for name, job in workflow["jobs"].items():
        writes = {scope for scope, access in job.get("permissions", {}).items() if access == "write"}
        assert writes <= ({"pages", "id-token"} if name == "deploy" else set())


def test_the_test_command_checks_pages_style_and_types():
    first = re.search(r"^test: (.+?)  ##", (ROOT / "Makefile").read_text("utf-8"), re.M)[1]
    assert set(first.split()) == {"check", "lint", "types", ".venv/zensical/ready"}


@pytest.mark.skipif(shutil.which("make") is None, reason="make is not installed")
def test_a_library_that_make_does_not_know_is_told_before_any_is_installed():
    command = ["make", "--no-print-directory", "--dry-run", "frameworks", "FRAMEWORKS=jax nonsense"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (2, "")
    assert "FRAMEWORKS: nonsense is unknown. Expected some of jax keras torch." in done.stderr


def test_the_run_with_libraries_tells_those_that_it_does_not_know():
    command = [sys.executable, "tests/frameworks/run.py", "torch", "nonsense"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "unknown: nonsense. Expected some of torch, jax, keras.\n"


def test_ci_runs_the_test_command_of_the_readme():
    assert "\nmake test\n" in (ROOT / ".ci/run").read_text("utf-8")
    assert "\nmake test " in (ROOT / "README.md").read_text("utf-8")
