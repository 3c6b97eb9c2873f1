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

from scripts.built import Built

THEME = "assets/stylesheets/"
LINKS = re.compile(r'(?:<link rel="stylesheet" href="[^"]*">\s*)+')
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
GROUPS = {"media", "supports", "layer", "container"}  # at-rules that hold rules

# What the theme's script says, and what it says on this site. The search starts as a reader opens it, which the theme
# does itself for pages from the file system; words are marked where an address asks for it (`?h=`), and only there the
# index is needed; the worker starts at its first message.
MARKED = 'r.pipe(Q(we()),g(o=>!!o.searchParams.get("h")))'
LATER = (
    ('L($(location.protocol!=="file:"),Je("search"))', 'Je("search")'),
    (f"z([t,{MARKED}])", f"z([{MARKED}.pipe(b(()=>t)),{MARKED}])"),
    (
        "function Mn(e,t=new Worker(e)){",
        "function Mn(e,t=Object.assign(new EventTarget,{postMessage(r)"
        '{t.worker||(t.worker=new Worker(e),t.worker.onmessage=o=>t.dispatchEvent(new MessageEvent("message",'
        "{data:o.data}))),t.worker.postMessage(r)}})){",
    ),
)


def lighten(built: Built) -> None:
    """Make light what the pages load. Raises ValueError where the theme is not the one that this was written for."""
    for name in built.names("assets/*.map", "assets/javascripts/lunr/*"):
        built.remove(name)
    for name in built.names("assets/*.js"):
        built.write(name, MAP.sub("\n", built.read(name)))
    _search_later(built)
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


def _search_later(built: Built) -> None:
    for old in built.names("assets/javascripts/bundle.*.js"):
        script = built.read(old)
        if LATER[-1][1] in script:
            continue
        for found, wanted in LATER:
            if script.count(found) != 1:
                raise ValueError(
                    f"{built.folder / old}: the theme's script has changed: expected once, found "
                    f"{script.count(found)} times: {found}\nTo mend it: look how the new script starts the search, "
                    "and change LATER in scripts/weight.py"
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
        if links is None or LINKS.search(html, links.end()):
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
    pages = (built.read(name) for name in built.names("*.html"))
    tags = " ".join(TEXTS.sub("", tag) for html in pages for tag in TAG.findall(html))
    return set(WORD.findall(scripts)) - SOUGHT | set(WORD.findall(tags))


def _sheet(built: Built, name: str, known: set[str]) -> str:
    """A style sheet as a part of the one that stands in the theme's folder."""
    text = built.read(name)
    if name.startswith(THEME):
        return used(MAP.sub("", text), known)
    return FOLDER.sub(r"\1../../", text)


def used(css: str, known: set[str]) -> str:
    """A style sheet without the rules that need a class, or an attribute's value, that is not among these words."""
    rules = tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True)
    return "".join(_used(rules, known))


def _used(rules: list, known: set[str]) -> Iterator[str]:
    for rule in rules:
        if rule.type == "qualified-rule":
            selectors = [selector for selector in _parts(rule.prelude, ",") if _possible(selector, known)]
            if selectors:
                yield ",".join(map(tinycss2.serialize, selectors)) + f"{{{tinycss2.serialize(rule.content)}}}"
        elif rule.type == "at-rule" and rule.lower_at_keyword in GROUPS and rule.content is not None:
            inner = tinycss2.parse_rule_list(rule.content, skip_comments=True, skip_whitespace=True)
            if text := "".join(_used(inner, known)):
                yield f"@{rule.at_keyword}{tinycss2.serialize(rule.prelude)}{{{text}}}"
        else:
            yield rule.serialize()


def without_unused_properties(css: str, known: set[str]) -> str:
    """A style sheet without the declarations of custom properties (`--name: value`) that nothing asks for."""
    while unused := set(PROPERTY.findall(css)) - known.union(re.findall(r"var\(\s*(--[\w-]+)", css)):
        rules = tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True)
        css = "".join(_declared(rules, unused))
    return css


def _declared(rules: list, unused: set[str]) -> Iterator[str]:
    for rule in rules:
        text = rule.serialize()
        if unused.isdisjoint(PROPERTY.findall(text)):
            yield text
        elif rule.type == "qualified-rule":
            kept = [part for part in _parts(rule.content, ";") if _name(part) not in unused]
            if any(_name(part) for part in kept):
                yield f"{tinycss2.serialize(rule.prelude)}{{{';'.join(map(tinycss2.serialize, kept))}}}"
        else:
            inner = tinycss2.parse_rule_list(rule.content, skip_comments=True, skip_whitespace=True)
            yield f"@{rule.at_keyword}{tinycss2.serialize(rule.prelude)}{{{''.join(_declared(inner, unused))}}}"


def _name(declaration: list) -> str:
    return next((token.value for token in declaration if token.type == "ident"), "")


def _parts(tokens: list, separator: str) -> list[list]:
    """What stands between commas or semicolons: a rule's selectors, or its declarations."""
    parts: list[list] = [[]]
    for token in tokens:
        if token.type == "literal" and token.value == separator:
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
