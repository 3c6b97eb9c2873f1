"""Run the code of all pages with the NumPy and Matplotlib that are installed, and say which those are.

python tests/versions/run.py
"""

import platform
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def main() -> int:
    """The command line. Returns the exit status."""
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--text", "docs", "README.md"]
    status = subprocess.run(command, cwd=ROOT).returncode
    versions = ", ".join(f"{name} {version(name)}" for name in ("numpy", "matplotlib"))
    print(
        f"The pages {'print the same' if status == 0 else 'fail'} with Python {platform.python_version()}, {versions}"
    )
    return status


if __name__ == "__main__":
    sys.exit(main())
