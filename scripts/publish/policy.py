"""The content-security policy of the site, and the file `_headers` that hosts such as Netlify and Cloudflare read.

Browsers run only the scripts and styles that the policy allows: files of the site, and inline ones by their hash.
headers.txt, beside this module, turns off what the site never uses, and lets browsers keep for ever what is named by
its content. By themselves such hosts let browsers revalidate the rest, so HTML never meets older scripts.
"""

import base64
from collections.abc import Iterable
from pathlib import Path

from lxml import etree, html

from scripts.model import project

CHARSET = '<meta charset="utf-8">'
POLICY = (  # WebAssembly: the search; data: the icons in style sheets; forms are read by scripts, and nobody sends them
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'{scripts}; style-src 'self'{styles}; "
    "img-src 'self' data:; font-src 'self'; connect-src 'self'; worker-src 'self'; manifest-src 'self'; "
    "base-uri 'none'; form-action 'none'"
)


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
    headers = Path(__file__).with_name("headers.txt").read_text("utf-8")
    project.write(site / "_headers", headers.replace("POLICY", text))


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
    return POLICY.format(scripts="".join(sorted(scripts)), styles="".join(sorted(styles)))


def _source(text: str) -> str:
    """The source expression that allows an inline script or style."""
    return f" 'sha256-{base64.b64encode(project.digest(text)).decode()}'"
