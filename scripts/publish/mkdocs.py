"""The command `mkdocs` as `make site` needs it: without half a second of imports for what scripts/labs.py does instead.

python -m scripts.mkdocs build
"""

import sys
from types import ModuleType


def leave_out_conversion() -> None:
    """Let the plugin for labs find its conversion of notebooks empty: the hook takes back what it would give a page."""
    for name in ("jupytext", "mkdocs_jupyter.convert"):
        sys.modules[name] = ModuleType(name)


if __name__ == "__main__":
    leave_out_conversion()
    from mkdocs.__main__ import cli

    cli()
