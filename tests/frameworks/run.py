"""Run the page on PyTorch, JAX and Keras with those that are installed, and say which ran.

python tests/frameworks/run.py [LIBRARY…]   the libraries that must be there (default: none)
"""

import os
import subprocess
import sys
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PAGE = "docs/networks/frameworks.md"
LIBRARIES = ("torch", "jax", "keras")


def main(required: list[str]) -> int:
    """The command line. Returns the exit status."""
    if unknown := sorted(set(required) - set(LIBRARIES)):
        print(f"unknown: {', '.join(unknown)}. Expected some of {', '.join(LIBRARIES)}.", file=sys.stderr)
        return 2
    there = [name for name in LIBRARIES if find_spec(name)]
    if lacking := sorted(set(required) - set(there)):
        print(f"not installed: {', '.join(lacking)}. To install: make frameworks", file=sys.stderr)
        return 2
    quiet = os.environ | {"KERAS_BACKEND": "jax", "KERAS_HOME": str(ROOT / ".cache/keras")}
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", PAGE]
    status = subprocess.run(command, cwd=ROOT, env=quiet).returncode
    versions = ", ".join(f"{name} {version(name)}" for name in there) or "none"
    lacking = ", ".join(name for name in LIBRARIES if name not in there)
    print(f"{PAGE} ran with: {versions}{'; not installed: ' if lacking else ''}{lacking}")
    return status


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
