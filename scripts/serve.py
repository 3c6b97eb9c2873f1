"""Live preview on 127.0.0.1:8000: saving a page runs it, redraws its figures and reloads the browser.

python scripts/serve.py [--port 8000]
"""

import argparse
import shutil
import sys
import tempfile
from pathlib import Path

if __package__ in (None, ""):
    sys.path[0] = str(Path(__file__).resolve().parent.parent)

from mkdocs.commands.build import build as build_site
from mkdocs.config import load_config
from mkdocs.livereload import LiveReloadServer

from scripts import build, project
from scripts.pages import Figure

WATCHED = ("docs", "figures", "mkdocs.yml", "README.md")
Stamps = dict[Path, tuple[int, int]]


def stamps(root: Path) -> Stamps:
    """Time and size of every watched file."""
    found: Stamps = {}
    for name in WATCHED:
        place = root / name
        for file in place.rglob("*") if place.is_dir() else [place]:
            if file.is_file() and "__pycache__" not in file.parts and not file.name.endswith(".new"):
                status = file.stat()
                found[file] = (status.st_mtime_ns, status.st_size)
    return found


def affected(root: Path, changed: set[Path]) -> list[Path]:
    """The pages to run again: those that changed, and those whose figure modules did (all, for `style.py`)."""
    everything, loaded = project.page_files(root), project.load_all(root)[0]
    if root / "figures/style.py" in changed:
        return everything
    redrawn = [
        file
        for file, page in loaded.items()
        if any(isinstance(step, Figure) and root / f"figures/{step.name}.py" in changed for step in page.steps)
    ]
    return [file for file in everything if file in changed or file in redrawn]


def counting(root: Path) -> list[Path]:
    """The pages that show the site's counts."""
    return [file for file, page in project.load_all(root)[0].items() if project.shows_counts(page)]


class Preview:
    """Keeps the served site in step with the files. Calling it runs what changed and builds the site."""

    def __init__(self, root: Path, folder: str, url: str):
        self.root, self.folder, self.url = root, folder, url
        self.seen: Stamps = {}
        self.ran: list[Path] = []  # the pages that the last run may have rewritten

    def __call__(self) -> None:
        now = stamps(self.root)
        changed = {file for file in now.keys() | self.seen.keys() if now.get(file) != self.seen.get(file)}
        if not changed:
            return
        ready = self.run(changed)
        made = self.made(stamps(self.root))  # at once, so that what is saved from now on is seen next time
        if ready or not self.seen:
            config = load_config(str(self.root / "mkdocs.yml"), site_dir=self.folder, strict=False, site_url=self.url)
            build_site(config, serve_url=self.url)
        self.seen = now | made

    def made(self, after: Stamps) -> Stamps:
        """The files that the last run may have written: its pages, their notebooks, drawings."""
        written = {file.with_suffix(kind) for file in self.ran for kind in (file.suffix, ".ipynb")}
        drawings = self.root / "docs/figures"
        return {file: stamp for file, stamp in after.items() if file in written or file.parent == drawings}

    def run(self, changed: set[Path]) -> bool:
        """Run the affected pages. Returns False, with the reason printed, when one of them fails."""
        pages = project.page_files(self.root) if not self.seen else affected(self.root, changed)
        self.ran = []
        if not pages:
            return True
        status = build.main(["--root", str(self.root), *map(str, pages)])
        self.ran = pages if status == 0 else []
        if status == 0 and self.seen:
            more = [file for file in counting(self.root) if file not in pages]
            if more:  # an error there is said, but does not keep the saved page from the browser
                done = build.main(["--root", str(self.root), *map(str, more)])
                self.ran = self.ran + more if done == 0 else self.ran
        if status == build.INTERRUPTED:
            raise KeyboardInterrupt
        if status and self.seen:
            print("The browser keeps the last good page.", file=sys.stderr)
        return status == 0


def main(arguments: list[str] | None = None) -> int:
    """The command line. Returns the exit status."""
    parser = argparse.ArgumentParser(prog="serve.py", description=__doc__.splitlines()[0])
    parser.add_argument("--port", type=int, default=8000)
    port = parser.parse_args(arguments).port
    folder = tempfile.mkdtemp(prefix="fall-line-")
    preview = Preview(project.ROOT, folder, f"http://127.0.0.1:{port}/")
    try:
        server = LiveReloadServer(builder=preview, host="127.0.0.1", port=port, root=folder, polling_interval=0.2)
        server.error_handler = lambda code: _page(Path(folder) / f"{code}.html")
        try:
            server.server_bind()
        except OSError as error:
            print(f"127.0.0.1:{port} cannot be used: {error.strerror}. Another one: --port N", file=sys.stderr)
            return 2
        server.server_bind = lambda: None  # bound already; `serve` would bind again
        preview()
        for name in WATCHED:
            server.watch(str(project.ROOT / name))
        print(f"Serving on http://127.0.0.1:{port}/ (Ctrl-C ends it)", flush=True)
        try:
            server.serve()
        finally:
            server.shutdown()
    except KeyboardInterrupt:
        print()
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return 0


def _page(file: Path) -> bytes | None:
    return file.read_bytes() if file.is_file() else None


if __name__ == "__main__":
    sys.exit(main())
