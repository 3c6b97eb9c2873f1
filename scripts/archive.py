"""The finished site as a zip that opens from the file system, search and explorers included.

A page from a disk may load no module, start no worker and ask for no file, and no server completes an address. So in
the zip a link to a folder names the page in it, the modules are one plain script, the search runs in the page and its
index is a script. The fonts stand in their style sheet, as Firefox takes none from the folder above.

python scripts/archive.py [SITE [ZIP]]   (default: site, fall-line-offline.zip)
"""

import base64
import graphlib
import html
import io
import json
import posixpath
import re
import sys
import zipfile
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urljoin

import minify

if __package__ in (None, ""):
    sys.path[0] = str(Path(__file__).resolve().parent.parent)

from scripts import project
from scripts.built import Built
from scripts.files import write

NAME = "fall-line-offline.zip"
FOLDER = "fall-line/"
APART = ["404.html", "_headers", "sitemap.xml*", "manifest.webmanifest", "service-worker.js"]  # for servers only
APART += ["search/*", "javascripts/*", "assets/javascripts/workers/*", "fonts/*.woff2"]  # have another form in the zip
APART += ["assets/*.png", "*.zip"]  # no page shows them
SCRIPT, INDEX, SEARCH = "javascripts/start.js", "search/search_index.js", "search/search.js"

# The theme's search in place of a worker of its own: the same messages, in the page.
WORKER = """
window.Worker = class {
  constructor() {
    const answer = (data) => this.onmessage(new MessageEvent("message", { data }));
    (function (addEventListener, postMessage) { %s
    })((_, listener) => { this.listener = listener; }, answer);
  }
  postMessage(data) {
    setTimeout(() => this.listener({ data }));
  }
};
"""

_LINK = re.compile(r"""(\s(?:href|src)=)(?:"([^"<>]*)"|'([^'<>]*)')""", re.I)
_PATH = re.compile(r"[^?#]*")
_ELSEWHERE = re.compile(r"[a-z][a-z\d+.-]*:|//", re.I)
_IMPORT = re.compile(r'^import \{([^}]*)\} from "(\./[\w-]+\.js)";$', re.M)
_EXPORT = re.compile(r"^export ((?:const|class|(?:async )?function) (\w+))", re.M)
_OTHER = re.compile(r"""^(?:import\s*(?:["'{*]|\w+\s+from\s*["'])|export\b).*$""", re.M)
_CONFIG = re.compile(r'(<script id="__config" type="application/json">)([^<]*)')
_CSS_FONT = re.compile(r"""url\(["']?(?:\.\./)+(fonts/[\w-]+\.woff2)["']?\)""")


def write_zip(built: Built) -> None:
    """A step of finishing the site: put the zip into it."""
    built.write(NAME, pack(built))


def pack(built: Built) -> bytes:
    """The zip: the same bytes for the same site. Raises ValueError for a link that leads nowhere."""
    left_out = set(built.names(*APART))
    files = {name: built.read_bytes(name) for name in built.names("*") if name not in left_out}
    home = built.read("index.html") if built.names("index.html") else ""
    canonical = re.search(r'<link rel="canonical" href="([^"]*)">', home)
    scripts = {}
    if SCRIPT in built.names(SCRIPT):
        scripts[SCRIPT] = bundle(project.ROOT / "docs/javascripts", "./start.js")
    if index := built.names("search/search_index.json"):
        scripts[INDEX] = _index(built.read(*index), set(files))
        [worker] = built.names("assets/javascripts/workers/search.*.js")
        scripts[SEARCH] = WORKER % built.read(worker)
    files |= {name: text.encode() for name, text in scripts.items()}
    names = set(files)
    for name in names:
        if name.endswith(".html"):
            files[name] = _page(files[name].decode(), name, names, canonical[1] if canonical else "").encode()
        elif name.endswith(".css"):
            files[name] = _CSS_FONT.sub(lambda font: _font(built.read_bytes(font[1])), files[name].decode()).encode()
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(files):
            entry = zipfile.ZipInfo(FOLDER + name)  # dated 1980, as no date of ours may stand in it
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system, entry.external_attr = 3, 0o644 << 16
            archive.writestr(entry, files[name])
    return packed.getvalue()


def _page(text: str, name: str, names: set[str], address: str) -> str:
    """A page with links that a file system understands, and scripts that a page from a disk may run."""
    text = re.sub(r'\s*<link rel="manifest"[^>]*>', "", text, count=1)
    text = _LINK.sub(lambda link: _link(link, name, names, address) if _in_tag(link) else link[0], text)
    text = re.sub(r'<script (?:defer )?(src="[^"]*") type="module"', r"<script defer \1", text)
    text = _CONFIG.sub(lambda found: found[1] + _settings(found[2]), text)
    # 'self' is no disk in Firefox; on a server the pages work as well.
    policy = re.search(r'<meta http-equiv="Content-Security-Policy" content="([^"]*)">', text)
    if policy:
        wider = policy[1].replace("'self'", "'self' file:").replace("font-src ", "font-src data: ")
        text = text.replace(policy[1], wider)
    search = posixpath.relpath(SEARCH, posixpath.dirname(name) or ".")
    before = re.search(r'<script[^>]* src="[^"]*assets/javascripts/bundle', text)
    if before and SEARCH in names:
        text = text[: before.start()] + f'<script src="{search}"></script>' + text[before.start() :]
    return text


def _settings(text: str) -> str:
    """The theme's settings, without navigation by fetching pages: with it, the theme does nothing on a disk."""
    settings = json.loads(text)
    settings["features"] = [name for name in settings["features"] if not name.startswith("navigation.instant")]
    return json.dumps(settings)


def _in_tag(link: re.Match) -> bool:
    """Whether what looks like a link stands in a tag, not in the text of a page about links."""
    begin = link.string.rfind("<", 0, link.start())
    before = link.string[begin + 1 : link.start()]
    return begin >= 0 and before[:1].isalpha() and ">" not in before


def _link(link: re.Match, name: str, names: set[str], address: str) -> str:
    """A link, with the name of the page where it led to a folder."""
    whole = link[2] if link[2] is not None else link[3]
    whole = html.unescape(whole)
    path = _PATH.match(whole)[0]
    if not path or _ELSEWHERE.match(path):
        return link[0]
    target = posixpath.normpath(posixpath.join(posixpath.dirname(name), unquote(path)))
    if target in names:
        return link[0]
    if posixpath.normpath(posixpath.join(target, "index.html")) in names:
        found = posixpath.join(path, "index.html") + whole[len(path) :]
    elif target == NAME and address:
        found = urljoin(address, NAME)
    else:
        raise ValueError(f"{name}: a link leads to {whole}, which is not in the zip")
    return f'{link[1]}"{html.escape(found)}"'


def _index(text: str, names: set[str]) -> str:
    """The index of the search as a script, its addresses as they are in the zip."""
    index = json.loads(text)
    for each in index["docs"]:
        path, mark, anchor = each["location"].partition("#")
        if path not in names:
            each["location"] = posixpath.join(path, "index.html") + mark + anchor
    return f"var __index = {json.dumps(index, ensure_ascii=False)}"


def _font(data: bytes) -> str:
    return f"url(data:font/woff2;base64,{base64.b64encode(data).decode()})"


def bundle(folder: Path, first: str) -> str:
    """A module and those it imports, as one plain script.

    Understands what the site's modules use: named imports, and exports where a name is declared. Raises ValueError
    with file and line for anything else.
    """
    modules, needs = {}, {}
    for file in sorted(folder.glob("*.js")):
        text = file.read_text("utf-8")
        needs[f"./{file.name}"] = [name for _, name in _IMPORT.findall(text)]
        modules[f"./{file.name}"] = _function(text, file)
    try:
        order = list(graphlib.TopologicalSorter(needs).static_order())
    except graphlib.CycleError as error:
        raise ValueError(f"{folder}: modules import each other in a circle: {' '.join(error.args[1])}") from None
    text = "const $here = document.currentScript.src, $modules = {}, $made = {};\n"
    text += "const $load = (name) => ($made[name] ??= $modules[name]()), $later = async (name) => $load(name);\n"
    text += "".join(f"$modules[{json.dumps(name)}] = () => {{\n{modules[name]}}};\n" for name in order)
    return minify.string("application/javascript", f"(() => {{\n{text}$load({json.dumps(first)});\n}})();")


def _function(text: str, file: Path) -> str:
    """The body of a function that does what the module does, and returns what it exports."""
    exports = [name for _, name in _EXPORT.findall(text)]
    text = _IMPORT.sub(
        lambda found: f"const {{{found[1].replace(' as ', ': ')}}} = $load({json.dumps(found[2])});", text
    )
    text = _EXPORT.sub(r"\1", text)
    if other := _OTHER.search(text):
        line = text[: other.start()].count("\n") + 1
        raise ValueError(
            f'{file}:{line}: {other[0]}: for the zip, write import {{ name }} from "./module.js"; on one line, '
            "and export where the name is declared"
        )
    text = re.sub(r"\bimport\((?=[`\"'])", "$later(", text.replace("import.meta.url", "$here"))
    return f"{text}\nreturn {{ {', '.join(exports)} }};\n"


def main(arguments: list[str]) -> int:
    """The command line: pack a finished site. Returns the exit status."""
    site = Path(arguments[0]) if arguments else project.ROOT / "site"
    target = Path(arguments[1]) if arguments[1:] else project.ROOT / NAME
    try:
        (site / "index.html").stat()
        data = pack(Built(site))
        write({target: data})
    except OSError as error:
        print(f"{error.filename}: {error.strerror}. To build the site first: make site", file=sys.stderr)
        return 2
    except ValueError as error:
        print(error, file=sys.stderr)
        return 2
    pages = sum(PurePosixPath(name).suffix == ".html" for name in zipfile.ZipFile(target).namelist())
    print(f"{target}: {pages} pages, {len(data):,} bytes. Unpack it and open {FOLDER}index.html in a browser.")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
