"""Write the service worker that keeps the site for reading offline (service-worker.js, beside this module).

The worker gets the list of the site's files with the hash of each. One list is one version.
"""

import base64
import json
import re
from pathlib import Path
from urllib.parse import quote

import minify

from scripts.model import project

WORKER = "service-worker.js"
SHOWN = {".html", ".css", ".js", ".json", ".svg", ".woff2", ".png", ".xml", ".webmanifest"}  # what pages are made of
SEARCH = {".pagefind", ".pf_fragment", ".pf_index", ".pf_meta", ".wasm"}
UNUSED = re.compile(
    r"service-worker\.js"
    r"|assets/(?:social|icon-[\w-]+|images/favicon)\.png"  # what other sites and the system show
    r"|assets/javascripts/(?:lunr|workers)/.*"  # of the theme's search
    r"|pyodide-.*"  # kept by the first run
)


def write_worker(site: Path) -> None:
    """Write the worker, with its version and files filled in."""
    digests = {address: project.digest(file.read_bytes()) for address, file in files(site).items()}
    listed = json.dumps({address: base64.b64encode(digest).decode() for address, digest in digests.items()})
    text = (Path(__file__).parent / WORKER).read_text("utf-8")
    text = text.replace('VERSION = ""', f'VERSION = "{project.digest(listed).hex()[:16]}"')
    text = text.replace("FILES = {}", f"FILES = {listed}")
    project.write(site / WORKER, minify.string("application/javascript", text))


def files(site: Path) -> dict[str, Path]:
    """The files that the worker keeps, by their address from the root of the site. A page has its folder's address."""
    shown = [file for file in sorted(site.rglob("*")) if file.suffix in SHOWN | SEARCH]
    kept = {name: file for file in shown if not UNUSED.fullmatch(name := file.relative_to(site).as_posix())}
    return {quote(re.sub(r"(^|/)index\.html$", r"\1", name)): file for name, file in kept.items()}
