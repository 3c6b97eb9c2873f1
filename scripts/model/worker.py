"""A page's process: run the page's steps, tell which line it has come to, and send what the build needs to know."""

import contextlib
import signal
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from pathlib import Path

from scripts.model.cache import Witness
from scripts.model.page import Page, PageError
from scripts.model.project import Site


@dataclass(frozen=True)
class Done:
    """What a page's run gave: the changes it needs, what it then holds, its notebook, and the files it rests on.

    `notebook` is None for a page that has none to download, `rests_on` None when not all of them are known.
    """

    changes: list = field(default_factory=list)
    holds: Site | None = None
    notebook: str | None = None
    rests_on: dict[str, str | None] | None = None


def work(messages: Connection, page: Page, root: Path, site: Site | None) -> None:
    """The body of the process: send ("line", n) for each step, then ("done", Done) or ("error", …)."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    from scripts.model import run as running
    from scripts.model import isolation as tidiness

    tidiness.enclose()
    run = running.Run(page, root, site)
    witness = Witness(root)
    changes = []
    with contextlib.suppress(OSError):  # the build was ended, or the page has closed the line to it
        try:
            for step in page.steps:
                messages.send(("line", step.line))
                if change := run.step(step):
                    changes.append(change)
        except PageError as error:
            messages.send(("error", error.args))
        except KeyboardInterrupt:  # not from the keyboard, which this process does not hear
            messages.send(("error", page.error(step.line, "KeyboardInterrupt").args))
        else:
            messages.send(("done", _done(page, changes, witness)))


def _done(page: Page, changes: list, witness: Witness) -> Done:
    """What remains to be said of the page, worked out here because here it is done on all cores."""
    from scripts.model import downloads
    from scripts.model import page as pages
    from scripts.model import project
    from scripts.model import run as running

    after = page
    if any(change.kind != "figure" for change in changes):
        after = pages.parse(running.apply(page.text, changes), page.path)
    notebook = downloads.notebook(after) if downloads.is_downloadable(after) else None
    return Done(changes, project.holds(after), notebook, witness.testimony())
