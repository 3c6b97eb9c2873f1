"""The content-security policy of the site, and the file `_headers` that hosts such as Netlify and Cloudflare read.

Browsers run only the scripts and styles that the policy allows: files of the site, and inline ones by their hash.
"""

import base64
import re
from collections.abc import Iterable
from pathlib import Path

from lxml import etree, html

from scripts.model import project

CHARSET = '<meta charset="utf-8">'
HEADER_ONLY = "; frame-ancestors 'none'"  # of no effect in a page
OFF = (  # what the site never asks for; only names that browsers have known for years, as others give warnings
    "accelerometer autoplay camera display-capture encrypted-media fullscreen gamepad geolocation gyroscope hid "
    "idle-detection magnetometer microphone midi payment picture-in-picture publickey-credentials-get "
    "screen-wake-lock serial usb xr-spatial-tracking"
)
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": ", ".join(f"{name}=()" for name in OFF.split()),
    "Cross-Origin-Opener-Policy": "same-origin",
}
IMMUTABLE = "public, max-age=31536000, immutable"
REVALIDATE = "no-cache"  # kept, but revalidated before each use, so HTML never meets older scripts
LONGEST_LINE, MOST_RULES = 2000, 100  # what Cloudflare reads

_HASHED = re.compile(r"\.[0-9a-f]{8,}\.[\w.]+$")


def protect(site: Path) -> None:
    """Give every page the policy, and write `_headers`. Raises ValueError where a page has no place for the policy."""
    pages = {file: file.read_text("utf-8") for file in sorted(site.rglob("*.html"))}
    text = policy(pages.values(), [file.read_bytes() for file in sorted(site.rglob("*.svg"))])
    for file, page in pages.items():
        before, charset, after = page.partition(CHARSET)
        if not charset or "<script" in before or "<link" in before:
            raise ValueError(f"{file}: expected {CHARSET} first in <head>: the policy goes right behind it")
        meta = f'\n  <meta http-equiv="Content-Security-Policy" content="{text}">'
        project.write(file, before + charset + meta + after)
    project.write(site / "_headers", headers(site, text))


def policy(pages: Iterable[str], drawings: Iterable[bytes]) -> str:
    """The one policy of pages, given as HTML, and of drawings, given as SVG, which a reader can open alone."""
    scripts: set[str] = set()
    styles = {_source(style.text) for svg in drawings for style in etree.fromstring(svg).iter("{*}style")}
    for page in pages:
        for element in html.document_fromstring(page).iter("script", "style"):
            if element.tag == "style":
                styles.add(_source(element.text or ""))
            elif element.get("src") is None and element.get("type") != "application/json":  # data does not run
                scripts.add(_source(element.text or ""))
    rules = {
        "default-src": ["'none'"],
        "script-src": ["'self'", "'wasm-unsafe-eval'", *sorted(scripts)],  # WebAssembly: the search
        "style-src": ["'self'", *sorted(styles)],
        "img-src": ["'self'", "data:"],  # data: the icons in style sheets
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "worker-src": ["'self'"],
        "manifest-src": ["'self'"],
        "base-uri": ["'none'"],
        "form-action": ["'none'"],  # search, answers and settings are forms that scripts read and nobody sends
    }
    return "; ".join(f"{name} {' '.join(sources)}" for name, sources in rules.items())


def _source(text: str) -> str:
    """The source expression that allows an inline script or style."""
    return f"'sha256-{base64.b64encode(project.digest(text)).decode()}'"


def headers(site: Path, policy: str) -> str:
    """The text of `_headers`: the security headers, and how long each file may be kept. Raises ValueError: too long."""
    rules = {"/*": {"Content-Security-Policy": policy + HEADER_ONLY} | HEADERS, "/": {"Cache-Control": REVALIDATE}}
    rules |= {path: {"Cache-Control": value} for path, value in _caching(site, "/").items()}
    blocks = [[path, *(f"  {name}: {value}" for name, value in each.items())] for path, each in rules.items()]
    longest = max(len(line) for block in blocks for line in block)
    if len(rules) > MOST_RULES or longest > LONGEST_LINE:
        raise ValueError(
            f"{site / '_headers'}: {len(rules)} rules, the longest line of {longest} characters. "
            f"Hosts read {MOST_RULES} rules of {LONGEST_LINE} characters: use fewer inline scripts or folders"
        )
    return "\n\n".join("\n".join(block) for block in blocks) + "\n"


def _caching(folder: Path, path: str) -> dict[str, str]:
    """The rules for the files of a folder. No two fit the same file, as hosts would join their values."""
    rules = {}
    for child in sorted(folder.iterdir()):
        if child.is_file() and child.name != "_headers":
            rules[path + child.name] = IMMUTABLE if _HASHED.search(child.name) else REVALIDATE
        elif child.is_dir() and any(_HASHED.search(file.name) for file in child.rglob("*")):
            rules |= _caching(child, f"{path}{child.name}/")
        elif child.is_dir():
            rules[f"{path}{child.name}/*"] = REVALIDATE
    return rules
