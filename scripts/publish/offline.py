"""A step of finishing the site: the service worker that keeps it for reading offline.

The worker (scripts/service-worker.js) gets the list of the site's files with the hash of each. One list is one version.
"""

import hashlib
import json
import re
from pathlib import PurePosixPath
from urllib.parse import quote

import minify

from scripts.model import project
from scripts.publish.built import Built, fingerprint

WORKER = "service-worker.js"
SHOWN = {".html", ".css", ".js", ".json", ".svg", ".woff2", ".png", ".xml", ".webmanifest"}  # what pages are made of
APART = re.compile(r"service-worker\.js|assets/(?:social|icon-[\w-]+|images/favicon)\.png")  # what no page shows


def kept(built: Built) -> dict[str, str]:
    """What the worker keeps: addresses from the root of the site, and the files. A page has its folder's address."""
    names = [name for name in built.names("*") if PurePosixPath(name).suffix in SHOWN and not APART.fullmatch(name)]
    return {quote(name.removesuffix("index.html") if _is_index(name) else name): name for name in names}


def _is_index(name: str) -> bool:
    return PurePosixPath(name).name == "index.html"


def write_worker(built: Built) -> None:
    """Write the worker, with the version and its files filled in. Raises ValueError when it has no place for them."""
    hashes = {address: fingerprint(built.read_bytes(name)) for address, name in kept(built).items()}
    listed = json.dumps(hashes)
    source = project.ROOT / "scripts/publish" / WORKER
    text = source.read_text("utf-8")
    version = hashlib.sha256(listed.encode()).hexdigest()[:16]
    for empty, full in (('VERSION = ""', f'VERSION = "{version}"'), ("FILES = {}", f"FILES = {listed}")):
        if text.count(empty) != 1:
            raise ValueError(f"{source}: expected {empty!r} once, found it {text.count(empty)} times")
        text = text.replace(empty, full)
    built.write(WORKER, minify.string("application/javascript", text))
