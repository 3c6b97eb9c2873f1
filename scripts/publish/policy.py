"""The content-security policy of a built site, and the file `_headers` that hosts such as Netlify and Cloudflare read.

Browsers run only the scripts and styles that the policy allows: files of the site, and inline ones by their hash. All
pages carry the same policy, because after a link without a reload the policy of the first page still holds.
"""

import hashlib
import html
import re
from functools import cache
from html.parser import HTMLParser

from scripts.publish.built import Built, fingerprint

RULES = {
    "default-src": "'none'",
    "script-src": "'self'",  # and the hashes of the inline ones
    "style-src": "'self'",  # likewise
    "img-src": "'self' data:",  # data: the icons in style sheets
    "font-src": "'self'",
    "connect-src": "'self'",
    "worker-src": "'self'",
    "manifest-src": "'self'",
    "base-uri": "'none'",
    "form-action": "'none'",  # search, answers and settings are forms that scripts read and nobody sends
}
HEADER_RULES = {"frame-ancestors": "'none'"}  # of no effect in a page
OFF = (  # what this site never asks for; only names that browsers have known for years, as others give warnings
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
FOREVER = "public, max-age=31536000, immutable"
ASK_FIRST = "no-cache"  # kept, but compared before each use: a page never meets the scripts of another version
HASHED = re.compile(r"\.[0-9a-f]{8,}\.[\w.]+$")
LONGEST_LINE, MOST_RULES = 2000, 100  # what Cloudflare reads

_META = re.compile(r'\s*<meta http-equiv="Content-Security-Policy" content="([^"]*)">')
_CHARSET = re.compile(r"<meta\s+charset=[^>]*>", re.I)
# Comments, start tags with attributes, and whole scripts and styles. A quotation mark is one behind `=` only.
_TAG = re.compile(
    r"""<!--.*?-->|(?P<tag><(?:(?P<raw>script|style)(?![^\s/>])|[a-z][^\s/>]*+(?!>))
    (?:[^>=]++|=\s*+(?:"[^"]*+"|'[^']*+')?+)*+>)
    (?(raw)(?P<inside>.*?)(?:</(?P=raw)(?![^\s/>])|\Z))""",
    re.I | re.S | re.X,
)
_SUSPECT = re.compile(r"[\s\"'/](?:on|style)|script:|&", re.I)  # what may run, be a style, or be either in disguise
_SVG_STYLE = re.compile(r"<style[^>]*>(.*?)</style>", re.S)
_ATTRIBUTE = re.compile(r"""\s+([^\s=>/"']+)(?:\s*=\s*("[^"]*"|'[^']*'|[^\s"'>]+))?""")
_RUN = re.compile(r"[\s\x00-\x1f]*(?:javascript|vbscript):", re.I)


def protect(built: Built) -> None:
    """Give every page the one policy, and style attributes, which it forbids, another form.

    Raises ValueError for a page with something that the policy forbids.
    """
    pages = {name: _Page(built, name) for name in built.names("*.html")}
    looks = sorted({style for page in pages.values() for *_, style in page.styled if style})
    sheet = "".join(f".{_class(style)}:not(#_){{{style}}}" for style in looks)
    scripts = {_hash(script) for page in pages.values() for script in page.scripts}
    styles = {_hash(style) for page in pages.values() for style in page.styles}
    styles |= {_hash(style) for name in built.names("*.svg") for style in _SVG_STYLE.findall(built.read(name))}
    if sheet:
        styles.add(_hash(sheet))
    policy = _policy(RULES | {"script-src": _sources("'self'", scripts), "style-src": _sources("'self'", styles)})
    for name, page in pages.items():
        built.write(name, _insert(page.classed(sheet), policy, page.place(0)))


def write_headers(built: Built) -> None:
    """Write `_headers`: the pages' policy and its companions for all, and how long each file may be kept."""
    found = _META.search(built.read("index.html"))  # which `protect` has put there
    policy = f"{html.unescape(found[1])}; {_policy(HEADER_RULES)}"
    rules = {"/*": {"Content-Security-Policy": policy} | HEADERS, "/": {"Cache-Control": ASK_FIRST}}
    rules |= _caching(built.names("*"), "")
    text = "\n\n".join(
        "\n".join([path, *(f"  {name}: {value}" for name, value in headers.items())]) for path, headers in rules.items()
    )
    if len(rules) > MOST_RULES or max(map(len, text.splitlines())) > LONGEST_LINE:
        raise ValueError(
            f"{built.folder / '_headers'}: {len(rules)} rules, the longest line of {max(map(len, text.splitlines()))} "
            f"characters. Hosts read {MOST_RULES} rules of {LONGEST_LINE} characters a line."
        )
    built.write("_headers", text + "\n")


def _caching(names: list[str], folder: str) -> dict[str, dict[str, str]]:
    """The rules for the files of a folder. No two fit the same file, as hosts would join what they say."""
    rules = {}
    inside = [name.removeprefix(folder) for name in names if name.startswith(folder) and name != "_headers"]
    for child in sorted({name.split("/")[0] for name in inside}):
        path = folder + child
        if child in inside:
            rules[f"/{path}"] = {"Cache-Control": FOREVER if HASHED.search(child) else ASK_FIRST}
        elif any(HASHED.search(name) for name in inside if name.startswith(child + "/")):
            rules |= _caching(names, path + "/")
        else:
            rules[f"/{path}/*"] = {"Cache-Control": ASK_FIRST}
    return rules


class _Page:
    """The inline scripts and styles of a page, and its tags with a style attribute."""

    def __init__(self, built: Built, name: str):
        self.file = built.folder / name
        self.text = built.read(name)
        self.scripts: list[str] = []
        self.styles: list[str] = []
        self.styled: list[tuple[int, str, str]] = []  # where the tag begins, the tag, its style
        for found in _TAG.finditer(self.text):
            if found["raw"] or (found["tag"] and _is_suspect(found["tag"])):
                self._read(found)

    def place(self, begin: int) -> str:
        """`file:line` of a place in the text."""
        return f"{self.file}:{self.text.count(chr(10), 0, begin) + 1}"

    def _read(self, found: re.Match) -> None:
        tag, attributes = _Tag(found["tag"]).read
        for name, value in attributes:
            if name.startswith("on") or _RUN.match(value or ""):
                raise ValueError(
                    f"{self.place(found.start())}: <{tag} {name}=…> holds a script, which the content-security policy "
                    "forbids. Expected a listener in docs/javascripts/"
                )
            if name == "style":
                if set(value or "") & set("{}<"):
                    raise ValueError(f"{self.place(found.start())}: <{tag} style={value!r}> is no list of declarations")
                self.styled.append((found.start(), found["tag"], (value or "").strip()))
        named = dict(attributes)
        if tag == "script" and "src" not in named and "json" not in (named.get("type") or ""):  # data does not run
            self.scripts.append(found["inside"])
        elif tag == "style":
            self.styles.append(found["inside"])

    def classed(self, sheet: str) -> str:
        """The page with a class for each style attribute, and the sheet that says what the classes look like."""
        if not self.styled:
            return self.text
        text, done = [], 0
        for begin, tag, style in self.styled:
            text += [self.text[done:begin], _classed(tag, style)]
            done = begin + len(tag)
        text.append(self.text[done:])
        return "".join(text).replace("</head>", f"<style>{sheet}</style></head>", 1)


@cache
def _is_suspect(tag: str) -> bool:
    """Whether a start tag is worth a closer look. Most are not, and stand on every page."""
    return bool(_SUSPECT.search(tag))


class _Tag(HTMLParser):
    """The name of a start tag, and its attributes."""

    def __init__(self, tag: str):
        super().__init__()
        self.feed(tag)

    def handle_starttag(self, tag, attributes):
        self.read = tag, attributes


def _classed(tag: str, style: str) -> str:
    """A start tag with a class in the place of its style attribute."""
    classes = [_class(style)] if style else []

    def without(found: re.Match) -> str:
        if found[1].lower() not in ("style", "class"):
            return found[0]
        if found[1].lower() == "class" and found[2]:
            classes.insert(0, found[2].strip("\"'"))
        return ""

    name = re.match(r"<[^\s/>]+", tag)[0]
    rest = _ATTRIBUTE.sub(without, tag[len(name) :])
    return name + (f' class="{" ".join(classes)}"' if classes else "") + rest


def _class(style: str) -> str:
    """The class that stands for a style attribute. Its rule has `:not(#_)`, to outweigh others as attributes do."""
    return f"style-{hashlib.sha256(style.encode()).hexdigest()[:8]}"


def _hash(text: str) -> str:
    """The source that allows an inline script or style."""
    return f"'sha256-{fingerprint(text.encode())}'"


def _sources(first: str, more: set[str]) -> str:
    return " ".join([first, *sorted(more)])


def _policy(rules: dict[str, str]) -> str:
    return "; ".join(f"{name} {sources}" for name, sources in rules.items())


def _insert(text: str, policy: str, place: str) -> str:
    """A page with the policy behind its character set, before anything that it governs."""
    text = _META.sub("", text) if "Content-Security-Policy" in text else text
    charset = _CHARSET.search(text)
    if charset is None or re.search(r"<(?:script|style|link|base)\b", text[: charset.start()], re.I):
        raise ValueError(f"{place}: expected <meta charset> as the first thing in <head>: the policy goes behind it")
    meta = f'\n  <meta http-equiv="Content-Security-Policy" content="{policy}">'
    return text[: charset.end()] + meta + text[charset.end() :]
