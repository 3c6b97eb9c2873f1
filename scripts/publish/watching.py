"""Which files changed, told once each of them is written to its end.

Editors save in many ways: they write in place (in one piece or several), or to another file that then takes the name,
or they delete and make anew; and they put files of their own beside. A file that `settled` gives may turn out to hold
what it held before.
"""

import re
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer
from watchdog.observers.polling import PollingObserver

QUIET = 0.02  # seconds without news after which a file is taken as written: its writer has closed it
UNTOLD = 0.1  # the same where nobody tells of the closing
HELD = 10.0  # the same for a file that its writer has not closed
GONE = 0.4  # the same for a file that is gone: some editors delete it and make it anew
_NOT_OURS = re.compile(r"\..*|.*~|#.*#|.*\.(?:new|sw[a-z]|tmp|bak|pyc)|4913|__pycache__")  # of editors and of the build


def is_ours(path: Path, root: Path) -> bool:
    """Whether a file belongs to the project, and is no swap file, backup or cache."""
    return not any(_NOT_OURS.fullmatch(part) for part in path.relative_to(root).parts)


class Watch(FileSystemEventHandler):
    """Watches `folders` in full, and the files in `root` itself. `notice` is called for each piece of news."""

    def __init__(self, root: Path, folders: tuple[str, ...], notice: Callable[[], None]):
        self.root, self.notice = root, notice
        self.lock = threading.Lock()
        self.due: dict[Path, float] = {}
        self.open: set[Path] = set()  # files that are being written
        self.tells_of_closing = sys.platform == "linux"
        try:
            self.observer = self._start(Observer(), folders)
        except OSError:  # the system's limit on watched folders is reached
            self.tells_of_closing = False
            self.observer = self._start(PollingObserver(timeout=0.2), folders)

    def _start(self, observer, folders: tuple[str, ...]):
        observer.schedule(self, str(self.root))
        for folder in folders:
            if (self.root / folder).is_dir():
                observer.schedule(self, str(self.root / folder), recursive=True)
        observer.start()
        return observer

    def stop(self) -> None:
        """End it."""
        self.observer.stop()

    def on_any_event(self, event: FileSystemEvent) -> None:
        """Called by watchdog, in a thread of its own."""
        if event.event_type in ("opened", "closed_no_write", "attrib"):
            return
        if event.is_directory:
            if event.event_type in ("created", "deleted", "moved"):
                self._news(self.root, GONE)  # the name of the project's folder stands for all its files
            return
        path = Path(str(event.src_path))
        if event.event_type == "modified":
            if self.tells_of_closing:
                self.open.add(path)
            self._news(path, HELD if self.tells_of_closing else UNTOLD)
            return
        self.open.discard(path)
        self._news(path, GONE if event.event_type in ("moved", "deleted") else QUIET)
        if event.event_type == "moved":
            self.open.discard(Path(str(event.dest_path)))
            self._news(Path(str(event.dest_path)), QUIET)

    def _news(self, path: Path, seconds: float) -> None:
        if path == self.root or is_ours(path, self.root):
            with self.lock:
                self.due[path] = time.monotonic() + seconds
            self.notice()

    def settled(self) -> tuple[set[Path], float | None]:
        """The files of which there was news, and none for a while; and the seconds until there may be more."""
        now = time.monotonic()
        with self.lock:
            ready = {path for path, due in self.due.items() if due <= now}
            for path in ready:
                del self.due[path]
            self.open -= ready  # never closed, as it seems
            return ready, min(self.due.values(), default=now) - now if self.due else None
