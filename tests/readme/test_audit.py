"""The words and the exit status of the audit, for reports as pip-audit writes them."""

import json
import runpy
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
AUDIT = ROOT / "tests/audit/run.py"
judge = runpy.run_path(str(AUDIT))["judge"]
CLEAN = {"name": "numpy", "version": "2.4.6", "vulns": []}
UNKNOWN = {"name": "scour", "skip_reason": "Dependency not found on PyPI and could not be audited: scour (0.38.2)"}
BAD = {
    "name": "jinja2",
    "version": "3.1.5",
    "vulns": [{"id": "CVE-2025-27516", "fix_versions": ["3.1.6"], "aliases": [], "description": ""}],
}


@pytest.mark.parametrize("strict", [True, False])
def test_clean(strict):
    assert judge({"dependencies": [CLEAN]}, strict) == (0, "1 packages looked up.")


def test_a_known_vulnerability_fails_and_names_the_release_that_mends_it():
    status, words = judge({"dependencies": [CLEAN, BAD]}, False)
    assert status == 1
    assert words.splitlines() == [
        "jinja2 3.1.5: CVE-2025-27516, mended in 3.1.6",
        "To take a mended release: uv lock --upgrade-package NAME",
        "2 packages looked up.",
    ]


def test_a_vulnerability_that_nothing_mends():
    unmended = BAD | {"vulns": [{"id": "PYSEC-1", "fix_versions": []}]}
    assert "jinja2 3.1.5: PYSEC-1, mended in no release" in judge({"dependencies": [unmended]}, False)[1]


def test_a_package_that_the_database_does_not_know_is_named():
    assert judge({"dependencies": [CLEAN, UNKNOWN]}, True) == (
        0,
        "not in the database: scour\n1 packages looked up.",
    )


@pytest.mark.parametrize("strict", [True, False])
def test_an_audit_that_looked_nothing_up_never_says_clean(strict):
    """Without the network pip-audit skips every package, and ends with exit status 0."""
    status, words = judge({"dependencies": [UNKNOWN]}, strict)
    assert status == strict
    assert words.startswith("NOT AUDITED: pip-audit could not reach its database; nothing is known of 1 ")


def stand_in(tmp_path, body: str) -> Path:
    """A module pip_audit that does what `body` says."""
    (tmp_path / "pip_audit.py").write_text(body)
    (tmp_path / "pinned.txt").write_text("numpy==2.4.6 \\\n    --hash=sha256:0\nscour==0.38.2\n")
    return tmp_path


def audit(folder: Path, *arguments: str) -> subprocess.CompletedProcess:
    command = [sys.executable, str(AUDIT), *arguments]
    variables = {"PYTHONPATH": str(folder), "PATH": ""}
    return subprocess.run(command, cwd=folder, env=variables, capture_output=True, text=True)


def test_the_command_reads_the_report(tmp_path):
    folder = stand_in(tmp_path, f"print({json.dumps(json.dumps({'dependencies': [BAD]}))}); raise SystemExit(1)")
    done = audit(folder, "pinned.txt")
    assert (done.returncode, done.stderr) == (1, "")
    assert done.stdout.startswith("jinja2 3.1.5: CVE-2025-27516")


def test_no_connection_at_all(tmp_path):
    folder = stand_in(tmp_path, "import sys; sys.exit('requests.exceptions.ConnectionError: Max retries exceeded')")
    done = audit(folder, "pinned.txt")
    assert done.returncode == 0
    assert done.stdout.endswith("nothing is known of 2 packages.\n")
    assert audit(folder, "pinned.txt", "--strict").returncode == 1


def test_another_failure_is_not_taken_for_a_missing_connection(tmp_path):
    folder = stand_in(tmp_path, "import sys; sys.exit('pinned.txt: requirement without a hash')")
    done = audit(folder, "pinned.txt")
    assert (done.returncode, done.stderr) == (2, "pip-audit failed: pinned.txt: requirement without a hash\n")


def test_a_missing_file_is_told(tmp_path):
    done = audit(tmp_path, "nowhere.txt")
    assert (done.returncode, done.stderr) == (2, "nowhere.txt: no such file. To write it: make audit\n")
