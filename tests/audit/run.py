"""Ask pip-audit for known vulnerabilities of what a requirements file pins, and say plainly when it could not look.

python tests/audit/run.py FILE [--strict]

Exit status: 0 none is known, or the database could not be reached (1 with --strict); 1 some are known; 2 something is
wrong.
"""

import argparse
import json
import subprocess
import sys
from pathlib import Path


def judge(report: dict, strict: bool) -> tuple[int, str]:
    """What pip-audit's JSON report means: the exit status, and the words.

    `report` has a list `dependencies`: each a name, a version and `vulns`, or a name and a `skip_reason`.
    """
    known = [each for each in report["dependencies"] if "skip_reason" not in each]
    skipped = sorted({each["name"] for each in report["dependencies"] if "skip_reason" in each})
    if not known:
        return int(strict), unreachable(len(skipped))
    lines = [
        f"{each['name']} {each['version']}: {vulnerability['id']}, mended in {_mended(vulnerability)}"
        for each in known
        for vulnerability in each["vulns"]
    ]
    status = int(bool(lines))
    if lines:
        lines.append("To take a mended release: uv lock --upgrade-package NAME")
    if skipped:
        lines.append(f"not in the database: {', '.join(skipped)}")
    return status, "\n".join([*lines, f"{len(known)} packages looked up."])


def unreachable(count: int) -> str:
    """The words for an audit that could not take place."""
    return f"NOT AUDITED: pip-audit could not reach its database; nothing is known of {count} packages."


def _mended(vulnerability: dict) -> str:
    return ", ".join(vulnerability["fix_versions"]) or "no release"


def main(arguments: list[str] | None = None) -> int:
    """The command line. Returns the exit status."""
    parser = argparse.ArgumentParser(prog="run.py", description=__doc__.splitlines()[0])
    parser.add_argument("file", type=Path, help="a requirements file with hashes, as uv export writes it")
    parser.add_argument("--strict", action="store_true", help="fail when the database cannot be reached")
    options = parser.parse_args(arguments)
    if not options.file.is_file():
        print(f"{options.file}: no such file. To write it: make audit", file=sys.stderr)
        return 2
    command = [sys.executable, "-m", "pip_audit", "--require-hashes", "--disable-pip", "--progress-spinner", "off"]
    done = subprocess.run([*command, "-f", "json", "-r", str(options.file)], capture_output=True, text=True)
    try:
        status, words = judge(json.loads(done.stdout), options.strict)
    except (ValueError, KeyError):
        if "ConnectionError" not in done.stderr and "Max retries exceeded" not in done.stderr:
            last = (done.stderr.strip().splitlines() or ["no report, and no reason"])[-1]
            print(f"pip-audit failed: {last}", file=sys.stderr)
            return 2
        count = sum(line[:1].isalnum() for line in options.file.read_text("utf-8").splitlines())
        status, words = int(options.strict), unreachable(count)
    print(words)
    return status


if __name__ == "__main__":
    sys.exit(main())
