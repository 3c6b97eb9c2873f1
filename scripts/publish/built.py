"""A built site while it is being finished: the files in its folder, with the changes made so far on top.

Nothing is written until all steps have done their work, so a mistake found by the last of them leaves the folder as
it was.
"""

import base64
import hashlib
import os
from fnmatch import fnmatchcase
from functools import cached_property
from pathlib import Path


def fingerprint(data: bytes) -> str:
    """The SHA-256 of some bytes, as content-security policies write it."""
    return base64.b64encode(hashlib.sha256(data).digest()).decode()


class Built:
    """The files of a built site, by their path in it, as `idea/loss/index.html`."""

    def __init__(self, folder: Path):
        self.folder = folder
        self.changes: dict[str, str | bytes] = {}
        self.removed: set[str] = set()

    def names(self, *patterns: str) -> list[str]:
        """The files whose path fits one of the patterns, sorted; `*` fits slashes too. Hidden files do not count."""
        names = (self._on_disk | set(self.changes)) - self.removed
        return sorted(name for name in names if any(fnmatchcase(name, each) for each in patterns))

    @cached_property
    def _on_disk(self) -> set[str]:
        names = set()
        for folder, folders, files in os.walk(self.folder):
            folders[:] = (name for name in folders if not name.startswith("."))
            within = Path(folder).relative_to(self.folder)
            names |= {(within / name).as_posix() for name in files if not name.startswith(".")}
        return names

    def read(self, name: str) -> str:
        """The text of a file. Raises OSError, and ValueError when it is no text."""
        if name in self.changes:
            return self.changes[name]
        try:
            return (self.folder / name).read_text("utf-8")
        except UnicodeDecodeError as error:
            raise ValueError(f"{self.folder / name}: not UTF-8 ({error.reason} at byte {error.start})") from None

    def read_bytes(self, name: str) -> bytes:
        """The bytes of a file, as they will be published. Raises OSError."""
        change = self.changes.get(name)
        if change is None:
            return (self.folder / name).read_bytes()
        return change.encode("utf-8") if isinstance(change, str) else change

    def write(self, name: str, text: str | bytes) -> None:
        """Give a file a text, or bytes, from the next reading on."""
        self.changes[name] = text
        self.removed.discard(name)

    def remove(self, name: str) -> None:
        """Take a file out of the site."""
        self.changes.pop(name, None)
        self.removed.add(name)
