"""What a page loads, made light, after `mkdocs build`.

- One style sheet instead of ten, named by its content. Of the theme's styles only those stay that something can use:
  a rule goes when it names a class, or a value of an attribute, that no page and no script of the site contains.
- The theme's script loads the search, its worker and its index of all pages, when a reader opens it, not on every page.
- In code, names and spaces stand without a tag, and neighbouring signs share one: a third of a page's tags, and none of
  its looks.
- Source maps go, and the search's other languages: a reader never asks for them.
"""

import hashlib
import re
from collections.abc import Iterator

import tinycss2

from scripts.publish.built import Built

THEME = "assets/stylesheets/"
LINK = '<link rel="stylesheet" href="'
LINKS = re.compile(rf'(?:{LINK}[^"]*">\s*)+')
HREF = re.compile(r'href="([^"]*)"')
TAG = re.compile(r"<[a-z][^<>]*>")
WORD = re.compile(r"[\w-]+")
MAP = re.compile(r"\s*(?://# sourceMappingURL=\S+|/\*# sourceMappingURL=\S+ \*/)\s*$")
FOLDER = re.compile(r"(url\(\s*[\"']?)\.\./")
TEXTS = re.compile(r"\b(?:alt|title|content|aria-label|placeholder|href|src)=(?:\"[^\"]*\"|'[^']*')")
CODE = re.compile(r'<div class="[^"]*\bhighlight\b[^"]*".*?</pre>', re.S)
NAMES = re.compile(r'<span class="(?:n|w)">([^<]*)</span>')  # in the colour of all code, or in none
SIGN_PAIR = re.compile(r'<span class="[op]">([^<]*)</span>( *)<span class="[op]">([^<]*)</span>')  # of one colour
PROPERTY = re.compile(r"(?<![\w-])--[\w-]+(?=\s*:)")
# The theme's scripts look for these and make none: they are used where a page has them.
SOUGHT = {"tabbed-set", "tabbed-labels", "tabbed-control", "tabbed-block", "rtl", "mermaid", "md-version", "md-source"}
# The theme sets it for a moment on each page, to stop transitions; a rule for everything below it has all styles of the
# page computed again, twice. Without the rule, a link takes an eighth of a second longer to change its colour.
COSTLY = "data-md-color-switching"
AT_RULE = re.compile(r"@([\w-]+)")
TOKEN = re.compile(r"""/\*.*?\*/|url\([^"')]*\)|"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|\\.|[](){};[]""", re.S)
GROUPS = {"media", "supports", "layer", "container"}  # at-rules that hold rules

# What the theme's script says, and what it says on this site.
MARKED = 'r.pipe(Q(we()),g(o=>!!o.searchParams.get("h")))'
PATCHES = (
    # The search starts as a reader opens it, which the theme does itself for pages from the file system.
    ('L($(location.protocol!=="file:"),Je("search"))', 'Je("search")'),
    # Words are marked where an address asks for it (`?h=`), and only there the index is needed.
    (f"z([t,{MARKED}])", f"z([{MARKED}.pipe(b(()=>t)),{MARKED}])"),
    # The search's worker starts at its first message.
    (
        "function Mn(e,t=new Worker(e)){",
        "function Mn(e,t=Object.assign(new EventTarget,{postMessage(r)"
        '{t.worker||(t.worker=new Worker(e),t.worker.onmessage=o=>t.dispatchEvent(new MessageEvent("message",'
        "{data:o.data}))),t.worker.postMessage(r)}})){",
    ),
    # Each time the browser is told the colours of what it paints by itself, the page's styles are computed again: it is
    # told when they are dark, or were.
    ('let o=x("meta",{name:"color-scheme"});document.head.appendChild(o);', 'let o=x("meta",{name:"color-scheme"});'),
    (
        "return o.content=a.colorScheme,",
        'return a.colorScheme!==(o.content||"light")&&(o.content=a.colorScheme,document.head.appendChild(o)),',
    ),
    # The theme writes addresses anew, whole. With that of the style sheet, the sheet was read, its fonts were taken and
    # the page was laid out a second time: its whole address is only noted, to compare it with the next page's.
    ("{t[r]=t[r];break}", '{e===document&&t.rel==="stylesheet"?t.place=t[r]:t[r]=t[r];break}'),
    (
        "t.set(r.outerHTML,r);return t}",
        't.set(r.place?r.outerHTML.replace(r.getAttribute("href"),r.place):r.outerHTML,r);return t}',
    ),
    # Boxes of code are all stops for the keyboard, so none is measured to see whether it scrolls.
    ('...M("pre:not(.mermaid) > code",e).map(i=>Yn(i,{target$:o,print$:n})),', ""),
)


def lighten(built: Built) -> None:
    """Make light what the pages load. Raises ValueError where the theme is not the one that this was written for."""
    for name in built.names("assets/*.map", "assets/javascripts/lunr/*"):
        built.remove(name)
    for name in built.names("assets/*.js"):
        built.write(name, MAP.sub("\n", built.read(name)))
    _patch_theme(built)
    _one_style_sheet(built)


def lighten_code(built: Built) -> None:
    """Leave out the tags that the looks of code do not need."""
    for name in built.names("*.html"):
        built.write(name, CODE.sub(lambda code: fewer_tags(code[0]), built.read(name)))


def fewer_tags(code: str) -> str:
    """A block of code without the tags that change nothing."""
    code = NAMES.sub(r"\1", code)
    while (joined := SIGN_PAIR.sub(r'<span class="p">\1\2\3</span>', code)) != code:
        code = joined
    return code


def _patch_theme(built: Built) -> None:
    for old in built.names("assets/javascripts/bundle.*.js"):
        script = built.read(old)
        if all(wanted in script for _, wanted in PATCHES):
            continue
        for found, wanted in PATCHES:
            if script.count(found) != 1:
                raise ValueError(
                    f"{built.folder / old}: the theme's script has changed: expected once, found "
                    f"{script.count(found)} times: {found}\nTo mend it: look how the new script does this, "
                    "and change PATCHES in scripts/weight.py"
                )
            script = script.replace(found, wanted)
        new = f"assets/javascripts/bundle.{_hash(script)}.min.js"
        built.remove(old)
        built.write(new, script)
        for name in built.names("*.html"):
            built.write(name, built.read(name).replace(old, new))


def _one_style_sheet(built: Built) -> None:
    pages = {name: html for name in built.names("*.html") if THEME + "main." in (html := built.read(name))}
    known, sheets = _words(built), {}
    for name, html in pages.items():
        links = LINKS.search(html)
        if links is None or LINK in html[links.end() :]:
            raise ValueError(f"{built.folder / name}: expected the links to its style sheets side by side")
        hrefs = HREF.findall(links[0])
        base = hrefs[0].partition(THEME)[0]
        found = tuple(href.removeprefix(base) for href in hrefs)
        if found not in sheets:
            text = without_unused_properties("".join(_sheet(built, sheet, known) for sheet in found), known)
            sheets[found] = f"{THEME}site.{_hash(text)}.min.css"
            built.write(sheets[found], text)
        built.write(name, html.replace(links[0], f'<link rel="stylesheet" href="{base}{sheets[found]}">\n'))
    for name in {name for found in sheets for name in found}:
        built.remove(name)


def _words(built: Built) -> set[str]:
    """The words that may be classes, names of tags, or values of attributes: of scripts and of tags."""
    scripts = " ".join(built.read(name) for name in built.names("javascripts/*.js", "assets/javascripts/*.js"))
    tags = {tag for name in built.names("*.html") for tag in TAG.findall(built.read(name))}
    tags = " ".join(TEXTS.sub("", tag) for tag in tags)
    return set(WORD.findall(scripts)) - SOUGHT | set(WORD.findall(tags))


def _sheet(built: Built, name: str, known: set[str]) -> str:
    """A style sheet as a part of the one that stands in the theme's folder."""
    text = built.read(name)
    if name.startswith(THEME):
        return used(MAP.sub("", text), known)
    return FOLDER.sub(r"\1../../", text)


def used(css: str, known: set[str]) -> str:
    """A style sheet without the rules that need a class, or an attribute's value, that is not among these words."""
    return "".join(_used(css, known))


def _used(css: str, known: set[str]) -> Iterator[str]:
    for before, inside in _rules(css):
        keyword = AT_RULE.match(before)
        if inside is None or (keyword and keyword[1].lower() not in GROUPS):
            yield _rule(before, inside)
        elif keyword:
            if text := "".join(_used(inside, known)):
                yield _rule(before, text)
        elif COSTLY not in before and known.issuperset(WORD.findall(before)):
            yield _rule(before, inside)
        else:
            selectors = _parts(tinycss2.parse_component_value_list(before))
            if possible := [selector for selector in selectors if _possible(selector, known)]:
                yield _rule(",".join(map(tinycss2.serialize, possible)), inside)


def without_unused_properties(css: str, known: set[str]) -> str:
    """A style sheet without the declarations of custom properties (`--name: value`) that nothing asks for."""
    while unused := set(PROPERTY.findall(css)) - known.union(re.findall(r"var\(\s*(--[\w-]+)", css)):
        css = "".join(_declared(css, unused))
    return css


def _declared(css: str, unused: set[str]) -> Iterator[str]:
    for before, inside in _rules(css):
        if inside is None or unused.isdisjoint(PROPERTY.findall(inside)):
            yield _rule(before, inside)
        elif before.startswith("@"):
            yield _rule(before, "".join(_declared(inside, unused)))
        else:
            kept = "".join(each for each, _ in _rules(inside) if each.partition(":")[0].strip() not in unused)
            if kept:
                yield _rule(before, kept.removesuffix(";"))


def _rules(css: str) -> Iterator[tuple[str, str | None]]:
    """The rules of a style sheet: what stands before the braces, and in them. What ends with a semicolon has none.

    So declarations can be read, too. A sheet of MkDocs' theme is a tenth of a megabyte, and tinycss2 reads one in a
    tenth of a second.
    """
    depth = begin = opened = 0
    for token in TOKEN.finditer(css):
        sign = token[0]
        if sign in ("(", "[", "{"):
            opened = opened if depth else token.start()
            depth += 1
        elif sign in (")", "]", "}"):
            depth -= 1
        if depth == 0 and sign == ";":
            yield css[begin : token.end()], None
        elif depth == 0 and sign == "}":
            yield css[begin:opened].strip(), css[opened + 1 : token.start()]
        elif not sign.startswith("/*") or css[begin : token.start()].strip():  # not a comment between rules
            continue
        begin = token.end()
    if css[begin:].strip():
        yield css[begin:], None


def _rule(before: str, inside: str | None) -> str:
    return before if inside is None else f"{before}{{{inside}}}"


def _parts(tokens: list) -> list[list]:
    """The selectors of a rule: what stands between commas."""
    parts: list[list] = [[]]
    for token in tokens:
        if token.type == "literal" and token.value == ",":
            parts.append([])
        else:
            parts[-1].append(token)
    return parts


def _possible(selector: list, known: set[str]) -> bool:
    """Whether a selector can fit something. What stands in brackets, as in `:not(.here)`, is not looked at."""
    for before, token in zip([None, *selector], selector, strict=False):
        if token.type == "ident" and before is not None and before.type == "literal" and before.value == ".":
            needed = [token.value]
        elif token.type == "ident" and (before is None or before.type != "literal" or before.value != ":"):
            needed = [token.lower_value]
        elif token.type == "[] block" and token.content[0].value == COSTLY:
            return False
        elif token.type == "[] block":
            needed = [part.value for part in token.content[1:] if part.type in ("ident", "string")]
        else:
            continue
        if not known.issuperset(word for value in needed for word in WORD.findall(value)):
            return False
    return True


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8")).hexdigest()[:8]
