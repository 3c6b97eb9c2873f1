"""The files of the project agree with each other: commands, locks, workflows, licences, budgets."""

import json
import re
import subprocess
import tomllib
from pathlib import Path

import material
import yaml

from scripts.model.project import ROOT

MAKEFILE = (ROOT / "Makefile").read_text("utf-8")
TARGETS = set(re.findall(r"^([a-z-]+):.*## ", MAKEFILE, re.M))
LOCK = {package["name"]: package for package in tomllib.loads((ROOT / "uv.lock").read_text("utf-8"))["package"]}
WORKFLOWS = sorted((ROOT / ".github/workflows").glob("*.yml"))


def test_make_alone_lists_its_commands():
    shown = subprocess.run(
        ["make", "--no-print-directory"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    listed = re.findall(r"^  make ([a-z-]+) +\S", shown, re.M)
    assert sorted(listed) == sorted(TARGETS)
    phony = re.search(r"^\.PHONY: (.+)$", MAKEFILE, re.M)[1].split()
    assert sorted(phony) == sorted(TARGETS)
    commands = "help serve site live check test test-all frameworks print zensical browser"
    commands += " audit versions lint types format"
    assert set(commands.split()) == TARGETS


def test_every_command_that_is_written_down_is_there():
    """In texts between backquotes or at the start of a line, in CI as a step, with the files that commands name."""
    texts = ["README.md", "CONTRIBUTING.md", "docs/reference/how-it-is-made.md", "docs/reference/how-it-is-checked.md"]
    unknown = []
    for file in [*(ROOT / name for name in texts), ROOT / ".ci/run", *WORKFLOWS]:
        text = file.read_text("utf-8")
        named = re.findall(r"(?:^|`|run: )make ([a-z-]+)", text, re.M)
        unknown += [f"{file.name}: make {name}" for name in named if name not in TARGETS]
        paths = re.findall(r"python ((?:scripts|tests)/[\w/]+\.py)", text)
        unknown += [f"{file.name}: {path}" for path in paths if not (ROOT / path).is_file()]
    assert unknown == []
    assert re.findall(r"^make (\w+)", (ROOT / ".ci/run").read_text("utf-8"), re.M) == ["check", "test", "frameworks"]


def test_workflows_pin_their_actions_and_may_only_read():
    """A tag can be moved to other code, a commit cannot; writing is for the job that publishes."""
    used = set()
    for file in WORKFLOWS:
        text = file.read_text("utf-8")
        used |= {(file.name, use) for use in re.findall(r"uses: (.+)$", text, re.M)}
        workflow = yaml.safe_load(text)
        assert set((workflow["permissions"] or {}).items()) <= {("contents", "read")}, file.name
        for name, job in workflow["jobs"].items():
            writes = {scope for scope, access in job.get("permissions", {}).items() if access == "write"}
            assert writes <= ({"pages", "id-token"} if name == "deploy" else set()), f"{file.name}: {name}"
    assert [use for use in used if not re.fullmatch(r"[\w./-]+@[0-9a-f]{40}  # v\d+\.\d+\.\d+", use[1])] == []
    actions = {use for _, use in used}
    assert len(actions) == len({use.partition("@")[0] for use in actions}), "one action is one commit everywhere"


def test_locks_have_hashes_and_updates_are_proposed_for_each():
    assert re.search(r"^UV_VERSION := (.+)$", MAKEFILE, re.M)[1] == LOCK["uv"]["version"]
    files = [file for package in LOCK.values() for file in [*package.get("wheels", []), package.get("sdist")] if file]
    assert len(files) > 100
    assert all(file["hash"].startswith("sha256:") for file in files)
    folders = [".", "tests/benchmarks/lighthouse"]
    for folder in folders:
        lock = json.loads((ROOT / folder / "package-lock.json").read_text("utf-8"))
        packages = [package for name, package in lock["packages"].items() if name]
        assert all(package["integrity"].startswith("sha512-") for package in packages)
        assert not any("resolved" in package for package in packages), f"{folder}: a registry's address is in the lock"
    settings = yaml.safe_load((ROOT / ".github/dependabot.yml").read_text("utf-8"))
    watched = {(each["package-ecosystem"], each["directory"]) for each in settings["updates"]}
    npm = {("npm", f"/{folder}".removesuffix("/.") or "/") for folder in folders}
    assert watched == {("uv", "/"), ("github-actions", "/")} | npm


def test_the_page_of_licences_and_the_citation_name_what_is_locked():
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text("utf-8"))
    assert citation["version"] == LOCK["fall-line"]["version"]
    page = (ROOT / "docs/reference/licences.md").read_text("utf-8")
    named = dict(re.findall(r"(Material for MkDocs|Pagefind|Pyodide) `([\d.]+)`", page))
    pyodide = json.loads((ROOT / "package-lock.json").read_text("utf-8"))["packages"]["node_modules/pyodide"]
    locked = {"Material for MkDocs": LOCK["mkdocs-material"], "Pagefind": LOCK["pagefind"], "Pyodide": pyodide}
    assert named == {name: package["version"] for name, package in locked.items()}
    maps = [*Path(material.__file__).parent.glob("templates/assets/**/*.map")]
    sources = [source for file in maps for source in json.loads(file.read_text("utf-8"))["sources"]]
    bundled = {name for source in sources for name in re.findall(r".*node_modules/((?:@[\w-]+/)?[\w.-]+)/", source)}
    assert {"rxjs", "clipboard"} <= bundled
    assert [name for name in sorted(bundled) if f"| {name} |" not in page] == []
