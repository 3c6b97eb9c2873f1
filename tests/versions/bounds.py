"""Print what pyproject.toml asks of NumPy and Matplotlib, a requirement a line."""

import tomllib
from pathlib import Path

PROJECT = tomllib.loads((Path(__file__).resolve().parents[2] / "pyproject.toml").read_text("utf-8"))
print(*(need for need in PROJECT["project"]["dependencies"] if need.startswith(("numpy", "matplotlib"))), sep="\n")
