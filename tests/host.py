"""A static host for benchmarks and tests: a folder on 127.0.0.1, compressed, kept by browsers as long as it asks."""

import gzip
import mimetypes
import re
import sys
import threading
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote, urlsplit

from tests import hosting

LEVEL = 6  # of gzip: what hosts take
TYPES = {".js": "text/javascript", ".woff2": "font/woff2", ".webmanifest": "application/manifest+json"}
COMPRESSED = re.compile(r"text/|image/svg\+xml|application/(?:json|javascript|xml|manifest\+json)")
CANONICAL = re.compile(r'<link rel="canonical" href="([^"]*)">')
UNTOLD = {"/*": {"Cache-Control": "max-age=600"}}  # what GitHub Pages says of a site, which cannot say it there


def kind(file: Path) -> str:
    """The media type of a file."""
    return TYPES.get(file.suffix) or mimetypes.guess_type(file.name)[0] or "application/octet-stream"


@cache
def packed(file: Path) -> bytes:
    """A file as the host sends it: compressed, where that is worth it."""
    body = file.read_bytes()
    return gzip.compress(body, LEVEL, mtime=0) if COMPRESSED.match(kind(file)) else body


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    wbufsize = -1  # head and body of a short answer together

    def do_GET(self):
        path, prefix = unquote(urlsplit(self.path).path), self.server.prefix
        file, status = self.server.folder / path.removeprefix(prefix).lstrip("/"), 200
        if path.endswith("/"):
            file /= "index.html"
        if ".." in file.parts or not path.startswith(prefix) or not file.is_file():
            file, status = self.server.folder / "404.html", 404
        media, body = kind(file), packed(file)
        if file.name == "sitemap.xml":
            body = self.server.sitemap
        tag = f'"{zlib.crc32(body):x}"'
        if status == 200 and self.headers["If-None-Match"] == tag:
            status = 304
        self.send_response(status)
        self.send_header("Content-Type", media + ("; charset=utf-8" if COMPRESSED.match(media) else ""))
        self.send_header("Content-Length", str(len(body)))
        self.send_header("X-Content-Type-Options", "nosniff")
        self.send_header("ETag", tag)
        if COMPRESSED.match(media):
            self.send_header("Content-Encoding", "gzip")
            self.send_header("Vary", "Accept-Encoding")
        # Of what the site asks for, this alone: by HTTP/2, as hosts speak it, what each file repeats is a few bytes.
        asked = hosting.sent(self.server.rules, "/" + path.removeprefix(prefix))
        if "Cache-Control" in asked:
            self.send_header("Cache-Control", asked["Cache-Control"])
        self.end_headers()
        if status != 304:
            self.wfile.write(body)

    def log_message(self, *arguments):
        pass


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request, client_address):
        if not isinstance(sys.exc_info()[1], ConnectionError):  # a browser may hang up
            super().handle_error(request, client_address)


def _built_for(folder: Path) -> str:
    """The address that a site was built for, or nothing."""
    home = folder / "index.html"
    found = CANONICAL.search(home.read_text("utf-8")) if home.is_file() else None
    return found[1] if found else ""


def _sitemap(folder: Path, built_for: str, address: str) -> bytes:
    """The map of the site, for this address: the theme goes on without a full load only to pages that stand in it."""
    file = folder / "sitemap.xml"
    return file.read_bytes().replace(built_for.encode(), address.encode()) if file.is_file() and built_for else b""


@contextmanager
def serve(folder: Path) -> Iterator[str]:
    """Serve a folder on a free port, at the path that it was built for. Gives the address, with a slash at the end."""
    with _Server(("127.0.0.1", 0), _Handler) as server:
        server.folder, headers = folder, folder / "_headers"
        server.rules = hosting.rules(headers.read_text("utf-8")) if headers.is_file() else UNTOLD
        built_for = _built_for(folder)
        server.prefix = urlsplit(built_for).path or "/"
        address = f"http://127.0.0.1:{server.server_port}{server.prefix}"
        server.sitemap = gzip.compress(_sitemap(folder, built_for, address), LEVEL, mtime=0)
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield address
        finally:
            server.shutdown()
            thread.join()
