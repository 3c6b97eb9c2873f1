"""Ask pip-audit for known vulnerabilities of what a requirements file pins.

python tests/audit/run.py FILE [--strict]

Exit status: 0 none is known; 1 some are; 2 pip-audit could not look, for want of its database. Without --strict that is
only said.
"""

import json
import subprocess
import sys


def main(arguments: list[str]) -> int:
    """The command line. Returns the exit status."""
    strict = "--strict" in arguments
    (file,) = [argument for argument in arguments if argument != "--strict"]
    command = [sys.executable, "-m", "pip_audit", "--require-hashes", "--disable-pip", "--progress-spinner", "off"]
    done = subprocess.run([*command, "--format", "json", "-r", file], capture_output=True, text=True)
    packages = json.loads(done.stdout)["dependencies"] if done.stdout.startswith("{") else []
    audited = [package for package in packages if "skip_reason" not in package]
    if not audited:  # no network, or a mirror without the index's data on vulnerabilities
        if done.returncode:
            print(done.stderr, end="", file=sys.stderr)
        print("NOT AUDITED: pip-audit could look up no package.")
        return 2 if strict else 0
    found = 0
    for package in audited:
        for vulnerability in package["vulns"]:
            found += 1
            fixed = ", ".join(vulnerability["fix_versions"]) or "no release"
            print(f"{package['name']} {package['version']}: {vulnerability['id']}, fixed in {fixed}")
    print(f"{found} known vulnerabilities in {len(audited)} of {len(packages)} packages; the others are unknown there.")
    return int(found > 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
