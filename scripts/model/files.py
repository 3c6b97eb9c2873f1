"""Writing files: each is old or new whatever happens, and never torn."""

import contextlib
import os
import stat
import tempfile
from pathlib import Path


class NotWrittenError(OSError):
    """A file that cannot be written: `file`, the reason, and how many files are new already (`written`)."""

    def __init__(self, error: OSError, file: Path, written: int):
        super().__init__(error.errno, error.strerror or str(error), str(file))
        self.file, self.written = file, written


def write(texts: dict[Path, str | bytes]) -> None:
    """Write all files, or none but for a disk that fails between two renames. Raises NotWrittenError.

    What is written stands in temporary files first (`.NAME.….new`, which git, the preview and MkDocs overlook).
    Their names are unique, so that two builds at once do not meet.
    """
    temporary: dict[Path, Path] = {}
    written = 0
    try:
        for file, text in texts.items():
            target = file.resolve()
            target.parent.mkdir(parents=True, exist_ok=True)
            number, spare = tempfile.mkstemp(".new", f".{target.name}.", target.parent)
            temporary[Path(spare)] = target
            with open(number, "wb") as stream:
                stream.write(text.encode("utf-8") if isinstance(text, str) else text)
            os.chmod(spare, _mode(target))
        for spare, target in temporary.items():
            file = target
            spare.replace(target)
            written += 1
    except OSError as error:
        raise NotWrittenError(error, file, written) from None
    finally:
        for spare in list(temporary)[written:]:
            with contextlib.suppress(OSError):
                spare.unlink(missing_ok=True)


def _mode(target: Path) -> int:
    """The mode of a file, or that of a new one."""
    with contextlib.suppress(FileNotFoundError):
        return stat.S_IMODE(target.stat().st_mode)
    mask = os.umask(0o022)
    os.umask(mask)
    return 0o666 & ~mask
