"""Live preview on 127.0.0.1:8000: saving a page runs it, redraws its figures and shows it in the browser.

python scripts/serve.py [--port 8000]
"""

import argparse
import contextlib
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
HANDED_ON = "FALL_LINE_PREVIEW"  # the environment's name for what a restart hands to the new process
_TRY = """
import sys, traceback
sys.path.insert(0, sys.argv[1])
try:
    import scripts.preview, scripts.answers, scripts.drawing, scripts.glossary, scripts.labs, scripts.lesson
    import scripts.mathematics, scripts.running
except BaseException as error:
    places = [(frame.filename, frame.lineno) for frame in traceback.extract_tb(error.__traceback__)]
    if isinstance(error, SyntaxError):
        places.append((error.filename, error.lineno))
    ours = [(name, line) for name, line in places if name.startswith(sys.argv[1])] or places
    name = ours[-1][0].removeprefix(sys.argv[1]).lstrip("/")
    sys.exit(f"{name}:{ours[-1][1]}: {traceback.format_exception_only(error)[-1].strip()}")
"""


def main(arguments: list[str] | None = None) -> int:
    """The command line. Returns the exit status."""
    parser = argparse.ArgumentParser(prog="serve.py", description=__doc__.splitlines()[0])
    parser.add_argument("--port", type=_port, default=8000, help="0 takes a free one (default: 8000)")
    port = parser.parse_args(arguments).port
    for name, what in (("docs", "folder docs"), ("mkdocs.yml", "file mkdocs.yml")):
        if not (ROOT / name).exists():
            print(f"{ROOT}: no {what} here, so there is no site to show", file=sys.stderr)
            return 2
    os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")
    handed = json.loads(os.environ.pop(HANDED_ON, "null"))
    if handed:
        listening = socket.socket(fileno=handed["socket"])
        folder = Path(handed["folder"])
    else:
        listening = socket.socket()
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, os.name == "posix")
        try:
            listening.bind(("127.0.0.1", port))
        except OSError as error:
            print(f"127.0.0.1:{port} cannot be used: {error.strerror}. Another one: --port N", file=sys.stderr)
            return 2
        folder = Path(tempfile.mkdtemp(prefix="fall-line-")).resolve()
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # as Ctrl-C: nothing runs on, nothing is left behind
    try:
        return _serve(listening, folder, ready=bool(handed))
    except KeyboardInterrupt:
        print()
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return 0


def _serve(listening: socket.socket, folder: Path, ready: bool) -> int:
    from scripts.publish import live
    from scripts.publish import mkdocs

    served = folder / "site"
    served.mkdir(exist_ok=True)
    site = live.Live(served)
    site.ready = ready
    leave = live.start(site, listening)
    mkdocs.leave_out_conversion()
    from scripts.publish import preview

    for stage in folder.glob("stage-*"):
        shutil.rmtree(stage, ignore_errors=True)
    url = "http://{}:{}/".format(*listening.getsockname())
    view = preview.Preview(ROOT, site, url, folder, lambda: restart(listening, folder, view.stop, leave))
    try:
        view.work()
    finally:
        view.stop()
    return 0


def restart(listening: socket.socket, folder: Path, stop: Callable[[], None], leave: Callable[[], None]) -> str:
    """Start this program anew in its place, with the socket and the site that it serves; browsers notice nothing.

    Returns why that cannot be: the project's own modules cannot be imported.
    """
    tried = subprocess.run([sys.executable, "-c", _TRY, str(ROOT)], capture_output=True, text=True)
    if tried.returncode:
        return tried.stderr.strip().splitlines()[-1]
    if os.name != "posix":
        return "scripts/: changed. To work with the new ones: end the preview, then make serve"
    print("scripts/: changed; starting anew", flush=True)
    stop()
    leave()
    os.set_inheritable(listening.fileno(), True)
    handed = json.dumps({"socket": listening.fileno(), "folder": str(folder)})
    os.execve(sys.executable, [sys.executable, *sys.argv], os.environ | {HANDED_ON: handed})


def _port(text: str) -> int:
    with contextlib.suppress(ValueError):
        if 0 <= int(text) < 65536:
            return int(text)
    raise argparse.ArgumentTypeError(f"{text}: expected a whole number from 0 to 65535")


if __name__ == "__main__":
    sys.exit(main())
