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


def test_the_lock_of_the_type_checker_has_hashes_and_names_no_registry():
    lock = (ROOT / "package-lock.json").read_text("utf-8")
    packages = {name: package for name, package in json.loads(lock)["packages"].items() if name}
    assert {"node_modules/typescript", "node_modules/@typescript/typescript-linux-x64"} <= set(packages)
    assert all(package["integrity"].startswith("sha512-") for package in packages.values())
    assert "://" not in lock


def test_the_citation_names_the_present_version():
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text("utf-8"))
    assert citation["version"] == PROJECT["project"]["version"]
    assert citation["cff-version"] == "1.2.0"


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
    assert set(first.split()) == {"check", "lint", "types"}


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
