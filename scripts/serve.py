"""Live preview: saving a page runs it, redraws its figures and reloads the browser."""

import argparse
import os
import signal
import sys
import tempfile
from pathlib import Path

from scripts.model.pool import Pool
from scripts.model.project import ROOT, allow_any_console
from scripts.publish import preview


def main(arguments: list[str] | None = None) -> int:
    """The command line. Returns the exit status."""
    parser = argparse.ArgumentParser(prog="serve.py", description=__doc__)
    parser.add_argument("--port", type=int, default=8000, help="0 takes a free one (default: 8000)")
    port = parser.parse_args(arguments).port
    os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")
    try:
        with Pool(ROOT) as pool, tempfile.TemporaryDirectory(prefix="fall-line-") as folder:
            pool.start()
            for number in (signal.SIGINT, signal.SIGTERM):  # what a shell starts in the background ignores SIGINT
                signal.signal(number, signal.default_int_handler)
            preview.serve(ROOT, Path(folder), pool, port)
    except OSError as error:
        print(f"127.0.0.1:{port} cannot be used: {error.strerror}. Another one: --port N", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print()
    return 0


if __name__ == "__main__":
    allow_any_console()
    sys.exit(main())
