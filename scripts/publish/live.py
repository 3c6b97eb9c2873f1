"""The preview's web server: the built site, a script in each page, and answers about what has changed."""

import hashlib
import json
import posixpath
import re
import socket
import threading
import time
from collections.abc import Callable
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, unquote, urljoin, urlsplit

from scripts.publish.policy import HASHED

HELD = 25.0  # seconds that a question about changes waits for one
LAST = 3.0  # seconds that one who stops serving waits for the answers that have begun
SCRIPT = Path(__file__).with_name("preview.js")
SHARED = ("javascripts", "stylesheets", "fonts")  # what every page loads, by folders of the site
_TITLE = "The site cannot be shown yet"
_INSTEAD = f"<!doctype html><html lang=en><title>{_TITLE}</title><body><h1>{_TITLE}</h1></body></html>"
# The published site has a service worker, which would show a saved page as it was. In its place stands one that goes,
# and takes with it what an earlier one has kept for the same address.
_NO_WORKER = b"""addEventListener("install", () => skipWaiting());
addEventListener("activate", (event) => event.waitUntil((async () => {
  for (const name of await caches.keys()) await caches.delete(name);
  await registration.unregister();
})()));
"""
_PICTURE = re.compile(r'src="([^"]+\.svg)"')
_LINK = re.compile(r'((?:href|src)="(?:\.\.?/)*)((?:javascripts|stylesheets|figures)/[\w.-]+)(?=")')


class Live:
    """What is served: the folder of the site, and what is wrong. `changed` tells browsers to look."""

    def __init__(self, folder: Path):
        self.folder = folder
        self.errors: list[str] = []
        self.ready = False  # whether there is a site, or a reason why there is none
        self.busy = True  # whether pages run, or the site is built
        self.leaving = False  # whether another process is about to take over
        self.news = threading.Condition()
        self.answering = 0  # requests that have come and are not answered
        self.answered = threading.Condition()  # its own: news has every question looked at anew
        self.viewed: dict[str, float] = {}  # the pages that browsers show, and when they last asked

    def changed(self, errors: list[str]) -> None:
        """Say that files of the site have changed, or what is wrong."""
        with self.news:
            self.errors, self.ready = errors, True
            self.news.notify_all()

    def count(self, by: int) -> None:
        """Say that a request has come, or is answered."""
        with self.answered:
            self.answering += by
            self.answered.notify_all()

    def leave(self) -> None:
        """Answer what has been asked, at once: another process is about to take over."""
        with self.news:
            self.leaving = True
            self.news.notify_all()
        with self.answered:
            self.answered.wait_for(lambda: not self.answering, LAST)

    def open_pages(self) -> list[str]:
        """The addresses of the pages that are open in a browser, the last one asked for first."""
        limit = time.monotonic() - HELD - 5
        return [path for path, at in sorted(self.viewed.items(), key=lambda item: -item[1]) if at > limit]

    def file(self, path: str) -> Path | None:
        """The file of an address. None: there is none in the folder."""
        name = posixpath.normpath("/" + unquote(path)).lstrip("/")
        file = self.folder / name
        if path.endswith("/"):
            file /= "index.html"
        return file if "\0" not in name and file.is_file() and self.folder in file.resolve().parents else None

    def version(self, path: str, html: bytes | None = None, shared: str = "") -> str:
        """A mark that differs when the page, one of its pictures, or what all pages share differs.

        The page's content and the mark of what all share may be given, where they are known.
        """
        file = self.file(path) or self.file("/404.html")
        html = html if html is not None else file.read_bytes() if file else b""
        mark = hashlib.blake2b(html, digest_size=12)
        for picture in sorted(set(_PICTURE.findall(html.decode("utf-8", "replace")))):
            drawing = self.file(urlsplit(urljoin(path, picture)).path)
            mark.update(drawing.read_bytes() if drawing else b"")
        mark.update((shared or self.shared()).encode())
        return mark.hexdigest()

    def shared(self) -> str:
        """A mark that differs when what all pages share differs."""
        files = [file for folder in SHARED for file in sorted((self.folder / folder).glob("*"))]
        marks = [f"{file.name} {file.stat().st_size} {file.stat().st_mtime_ns}" for file in files]
        return hashlib.blake2b("\n".join(marks).encode(), digest_size=12).hexdigest()

    def wait(self, path: str, version: str, told: str) -> dict[str, object]:
        """What a page's script asks: the state of the page, as soon as it is not the one that the browser has."""
        limit = time.monotonic() + HELD
        self.viewed[path] = time.monotonic()
        with self.news:
            while True:
                now = {"version": self.version(path), "errors": self.errors, "busy": self.busy}
                left = limit - time.monotonic()
                same = now["version"] == version and self.errors == _read(told)
                if left <= 0 or self.leaving or (self.ready and not same):
                    return now
                self.news.wait(left)

    def page(self, path: str) -> bytes | None:
        """A page with the preview's script in it; a few words when there is no site yet. None: no such page."""
        with self.news:
            self.news.wait_for(lambda: self.ready or self.leaving)
            file = self.file(path)
            if file is None and (self.folder / "index.html").is_file():
                return None
            html = file.read_bytes() if file else _INSTEAD.encode()
            shared = self.shared()
            version = self.version(path, html if file else b"", shared)
        html = _LINK.sub(self._dated, html.decode("utf-8", "replace")).encode()
        tag = f'<script src="/~preview.js" data-version="{version}" data-shared="{shared}"></script>'.encode()
        head, end, tail = html.rpartition(b"</body>")
        return head + tag + end + tail if end else tail + tag

    def _dated(self, link: re.Match) -> str:
        """An address that is another one when its file has changed, so that a browser may keep what it leads to."""
        file = self.file("/" + link[2])
        return link[0] + (f"?v={file.stat().st_mtime_ns:x}" if file else "")


def _read(told: str) -> object:
    try:
        return json.loads(told or "[]")
    except ValueError:
        return None


class _Handler(SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"  # keeps connections open
    live: Live
    counted = True  # whether the request at hand is: the first one was when its connection was taken

    def handle_one_request(self) -> None:
        try:
            super().handle_one_request()
        finally:
            if self.counted:
                self.live.count(-1)
            self.counted = False

    def parse_request(self) -> bool:
        if not self.counted:
            self.live.count(1)
        self.counted = True
        return super().parse_request()

    def do_GET(self) -> None:
        address = urlsplit(self.path)
        if address.path == "/~preview":
            asked = {key: values[0] for key, values in parse_qs(address.query).items()}
            answer = self.live.wait(asked.get("page", "/"), asked.get("version", ""), asked.get("told", ""))
            self._send(json.dumps(answer).encode(), "application/json")
        elif address.path == "/~preview.js":
            self._send(SCRIPT.read_bytes(), "text/javascript")
        elif address.path == "/service-worker.js":
            self._send(_NO_WORKER, "text/javascript")
        else:
            self._site(address.path, keep=address.query.startswith("v=") or HASHED.search(address.path) is not None)

    def do_HEAD(self) -> None:
        self.do_GET()

    def _site(self, path: str, keep: bool) -> None:
        if not path.endswith("/") and self.live.file(path) is None and self.live.file(path + "/"):
            self.send_response(HTTPStatus.MOVED_PERMANENTLY)
            self.send_header("Location", path + "/")
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        kind = self.guess_type(path) if not path.endswith("/") else "text/html"
        if kind != "text/html" and (file := self.live.file(path)):
            self._send(file.read_bytes(), kind, keep=keep)
        elif (html := self.live.page(path)) is not None:
            self._send(html, "text/html")
        elif (html := self.live.page("/404.html")) is not None:
            self._send(html, "text/html", HTTPStatus.NOT_FOUND)
        else:
            self._send(b"Not found", "text/plain", HTTPStatus.NOT_FOUND)

    def _send(self, content: bytes, kind: str, status: HTTPStatus = HTTPStatus.OK, keep: bool = False) -> None:
        mark = f'"{hashlib.blake2b(content, digest_size=12).hexdigest()}"'
        if status == HTTPStatus.OK and self.headers.get("If-None-Match") == mark:
            content, status = b"", HTTPStatus.NOT_MODIFIED
        self.send_response(status)
        self.send_header("ETag", mark)
        self.send_header("Cache-Control", "max-age=86400, immutable" if keep else "no-cache")
        if status != HTTPStatus.NOT_MODIFIED:
            charset = "; charset=utf-8" if kind.startswith("text/") else ""
            self.send_header("Content-Type", kind + charset)
            self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)

    def handle(self) -> None:
        try:
            super().handle()
        except ConnectionError:  # the browser has gone
            self.close_connection = True

    def log_message(self, format: str, *arguments: object) -> None:
        """Say nothing of each request."""


class _Server(ThreadingHTTPServer):
    def process_request(self, request: socket.socket, address: object) -> None:
        self.RequestHandlerClass.live.count(1)
        super().process_request(request, address)


def start(live: Live, listening: socket.socket) -> Callable[[], None]:
    """Serve on a socket that is bound already, in threads.

    Returns what ends that: whoever connects from then on waits for the next process that serves on the socket, and what
    was asked before has its answer.
    """
    handler = type("Handler", (_Handler,), {"live": live})
    server = _Server(listening.getsockname(), handler, bind_and_activate=False)
    server.socket.close()
    server.socket = listening
    server.server_activate()
    threading.Thread(target=server.serve_forever, args=(0.1,), daemon=True).start()

    def leave() -> None:
        server.shutdown()
        live.leave()

    return leave
