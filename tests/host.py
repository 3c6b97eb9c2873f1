"""A static host for tests and benchmarks: a folder on 127.0.0.1, compressed, with the headers that it asks for."""

import gzip
import mimetypes
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote, urlsplit

from scripts.model.project import digest

TYPES = {".js": "text/javascript", ".woff2": "font/woff2", ".webmanifest": "application/manifest+json"}
COMPRESSED = re.compile(r"text/|image/svg\+xml|application/(?:json|javascript|xml|manifest\+json)")
CANONICAL = re.compile(r'<link rel="canonical" href="([^"]*)">')
DEFAULT = {"Cache-Control": "public, max-age=0, must-revalidate"}  # of Netlify and Cloudflare Pages
WITHOUT_RULES = {"/*": {"Cache-Control": "max-age=600"}}  # GitHub Pages reads no `_headers`, and sends this


def kind(file: Path) -> str:
    """The media type of a file."""
    return TYPES.get(file.suffix) or mimetypes.guess_type(file.name)[0] or "application/octet-stream"


def _gzip(body: bytes) -> bytes:
    return gzip.compress(body, 6, mtime=0)  # the level that hosts take


@cache
def packed(file: Path) -> bytes:
    """A file as the host sends it: compressed, where that is worth it."""
    return _gzip(file.read_bytes()) if COMPRESSED.match(kind(file)) else file.read_bytes()


def rules(text: str) -> dict[str, dict[str, str]]:
    """The headers for each path of the file."""
    blocks = [block.strip().split("\n") for block in text.split("\n\n")]
    return {path: dict(line.strip().split(": ", 1) for line in lines) for path, *lines in blocks}


def sent(rules: dict[str, dict[str, str]], path: str) -> dict[str, str]:
    """The headers for a path. When two rules give the same one, hosts join what they say with a comma."""
    together: dict[str, str] = {}
    for pattern, headers in rules.items():
        if path == pattern or (pattern.endswith("*") and path.startswith(pattern[:-1])):
            for name, value in headers.items():
                together[name] = f"{together[name]}, {value}" if name in together else value
    return together


@cache
def _rules(folder: Path) -> dict[str, dict[str, str]]:
    file = folder / "_headers"
    return rules(file.read_text("utf-8")) if file.is_file() else WITHOUT_RULES


@cache
def _built_for(folder: Path) -> str:
    found = CANONICAL.search((folder / "index.html").read_text("utf-8"))
    return found[1] if found else "http://127.0.0.1/"


class Host:
    """Serves a folder on a free port, at the path that it was built for.

    `folder` may be exchanged, as a new publication does. `asked` holds the paths that were asked for, from the root of
    the site; `broken` holds answers in place of files: (status, text) by path. Without `security`, headers for security
    are not sent: by HTTP/2, what each answer repeats costs a few bytes, by HTTP/1.1 a kilobyte.
    """

    def __init__(self, folder: Path, security: bool = True):
        self.folder, self.security, self.port = folder, security, 0
        self.asked: list[str] = []
        self.broken: dict[str, tuple[int, str]] = {}
        self.server: ThreadingHTTPServer | None = None

    @property
    def address(self) -> str:
        """The address of the site, with a slash at the end."""
        return f"http://127.0.0.1:{self.port}{self.prefix}"

    @property
    def prefix(self) -> str:
        """The path of the site on this host."""
        return urlsplit(_built_for(self.folder)).path

    def start(self) -> None:
        """Begin to answer; after a stop, on the same port."""
        self.server = ThreadingHTTPServer(("127.0.0.1", self.port), _Handler)
        self.server.host, self.port = self, self.server.server_port
        threading.Thread(target=self.server.serve_forever, args=[0.05], daemon=True).start()

    def stop(self) -> None:
        """Be out of reach."""
        if self.server:
            self.server.shutdown()
            self.server.server_close()
            self.server = None

    def answer(self, path: str) -> tuple[int, str, bytes]:
        """Status, media type and body, compressed, for a path on this host."""
        name = path.removeprefix(self.prefix)
        if name in self.broken:
            status, text = self.broken[name]
            return status, "text/html", _gzip(text.encode())
        file, status = self.folder / name / ("index.html" if path.endswith("/") else ""), 200
        if ".." in file.parts or not path.startswith(self.prefix) or not file.is_file():
            file, status = self.folder / "404.html", 404
        return status, kind(file), packed(file)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    wbufsize = -1  # head and body of a short answer together

    def do_GET(self):
        host, path = self.server.host, unquote(urlsplit(self.path).path)
        if host.server is not self.server:  # stopped, but this connection was open
            self.close_connection = True
            return
        name = path.removeprefix(host.prefix)
        host.asked.append(name)
        status, media, body = host.answer(path)
        tag, is_text = f'"{digest(body).hex()[:8]}"', COMPRESSED.match(media)
        if status == 200 and self.headers["If-None-Match"] == tag:
            status, body = 304, b""
        self.send_response(status)
        self.send_header("Content-Type", media + ("; charset=utf-8" if is_text else ""))
        self.send_header("Content-Length", str(len(body)))
        self.send_header("ETag", tag)
        if is_text:
            self.send_header("Content-Encoding", "gzip")
        for header, value in (DEFAULT | sent(_rules(host.folder), f"/{name}")).items():
            if host.security or header == "Cache-Control":
                self.send_header(header, value)
        self.end_headers()
        self.wfile.write(body)

    def handle(self):
        with suppress(ConnectionError):  # a browser may hang up
            super().handle()

    def log_message(self, *arguments):
        pass


@contextmanager
def serve(folder: Path, security: bool = True) -> Iterator[str]:
    """Serve a folder as long as the block runs. Gives the address."""
    host = Host(folder, security)
    host.start()
    try:
        yield host.address
    finally:
        host.stop()
