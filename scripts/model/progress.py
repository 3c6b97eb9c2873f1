"""One line on a terminal that says how far long work has come, and leaves no trace."""

import os
import shutil
import sys
import time

PATIENCE = 1.0  # seconds of work before it says anything
PAUSE = 0.1  # seconds between two states of the line
WIDTH = 24  # characters of the bar


class Progress:
    """Used as a context: `at` says how far the work is. Quiet where stderr is no terminal."""

    def __init__(self, total: int):
        self.total = total
        self.wanted = sys.stderr.isatty() and os.environ.get("TERM") != "dumb"
        self.next = time.monotonic() + PATIENCE
        self.shown = ""

    def __enter__(self) -> "Progress":
        return self

    def __exit__(self, *_) -> None:
        if self.shown:
            self._print("")

    def at(self, count: int, name: str) -> None:
        """Show that `count` pieces of the work are done, and `name` of those that are not."""
        if not self.wanted or time.monotonic() < self.next:
            return
        self.next = time.monotonic() + PAUSE
        full = WIDTH * count // self.total
        line = f"[{'#' * full}{'-' * (WIDTH - full)}] {count:,} of {self.total:,} pages, {name}"
        line = line[: shutil.get_terminal_size().columns - 1]  # a longer one would wrap, and could not be erased
        if line != self.shown:
            self._print(line)

    def _print(self, line: str) -> None:
        self.shown = line
        sys.stderr.write(f"\r\x1b[K{line}")
        sys.stderr.flush()
