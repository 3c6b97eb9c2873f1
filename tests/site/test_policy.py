"""The content-security policy of the built site, and the headers that its host is to send."""

import base64
import hashlib
import re
import shutil
from pathlib import Path

import material
import pytest

from scripts import finish
from scripts.publish import policy
from scripts.model import project
from scripts.publish.built import Built
from tests import hosting

ALLOWED = {"'none'", "'self'", "data:"}  # beside hashes; data: for pictures only
ATTRIBUTE = re.compile(r"\s([\w:-]+)\s*=\s*(\"[^\"]*\"|'[^']*'|[^\s>]+)")
THEME = Path(material.__file__).parent / "templates"
MORE = {"X-Content-Type-Options", "Referrer-Policy", "Permissions-Policy", "Cross-Origin-Opener-Policy"}


def directives(text: str) -> dict[str, list[str]]:
    """A policy by its directives."""
    parts = [part.split() for part in text.split(";")]
    assert len({part[0] for part in parts}) == len(parts), "a directive stands there twice: browsers take the first"
    return {name: sources for name, *sources in parts}


def hashed(text: str) -> str:
    return "'sha256-" + base64.b64encode(hashlib.sha256(text.encode("utf-8")).digest()).decode("ascii") + "'"


def problems(folder: Path) -> list[str]:
    """What is wrong with the policy of a site, read with nothing but regular expressions."""
    pages = {file.relative_to(folder).as_posix(): file.read_text("utf-8") for file in sorted(folder.rglob("*.html"))}
    found, metas, used = [], set(), {"script-src": set(), "style-src": set()}
    for name, text in pages.items():
        meta = re.findall(r'<meta http-equiv="Content-Security-Policy" content="([^"]*)">', text)
        if len(meta) != 1:
            found.append(f"{name}: {len(meta)} policies")
            continue
        metas.add(meta[0])
        before = text[: text.index("<meta http-equiv=")]
        if not re.search(r"<meta charset=[^>]*>\s*$", before) or re.search(r"<(script|style|link)", before):
            found.append(f"{name}: the policy is not right behind the character set")
        allowed = directives(meta[0])
        for kind, directive in (("script", "script-src"), ("style", "style-src")):
            for attributes, content in re.findall(rf"<{kind}\b([^>]*)>(.*?)</{kind}>", text, re.S):
                if "src=" in attributes or "application/json" in attributes:
                    continue
                used[directive].add(hashed(content))
                if hashed(content) not in allowed[directive]:
                    found.append(f"{name}: {kind} {content[:30]!r} is not allowed")
        tags = re.findall(r"<[a-zA-Z](?:[^>\"']|\"[^\"]*\"|'[^']*')*>", text)
        attributes = [
            (tag, each) for tag in tags for each in re.findall(r"\s([\w:-]+)\s*=\s*(\"[^\"]*\"|'[^']*')", tag)
        ]
        for tag, (attribute, value) in attributes:
            if attribute.lower() == "style" or attribute.lower().startswith("on"):
                found.append(f"{name}: {attribute} in {tag[:60]}")
            if re.match(r"[\"']?\s*(javascript|vbscript):", value, re.I):
                found.append(f"{name}: {attribute}={value}")
    for file in folder.rglob("*.svg"):
        used["style-src"] |= {hashed(style) for style in re.findall(r"<style>(.*?)</style>", file.read_text(), re.S)}
    if len(metas) != 1:
        return [*found, f"{len(metas)} different policies"]
    allowed = directives(metas.pop())
    for directive, sources in allowed.items():
        hashes = {source for source in sources if source.startswith("'sha256-")}
        if hashes != used.get(directive, set()):
            found.append(
                f"{directive}: hashes {sorted(hashes ^ used.get(directive, set()))} are missing, or of nothing"
            )
        odd = set(sources) - hashes - ALLOWED | ({"data:"} & set(sources) if directive != "img-src" else set())
        if odd or not sources:
            found.append(f"{directive}: {sorted(odd) or 'nothing'}")
    return found + header_problems(folder, allowed)


def header_problems(folder: Path, policy: dict[str, list[str]]) -> list[str]:
    """What is wrong with `_headers`, for any file of the site."""
    text = (folder / "_headers").read_text("utf-8")
    rules = hosting.rules(text)
    found = [f"_headers: a line of {len(line)} characters" for line in text.splitlines() if len(line) > 2000]
    found += [f"_headers: {len(rules)} rules"] if len(rules) > 100 else []
    names = [file.relative_to(folder).as_posix() for file in sorted(folder.rglob("*")) if file.is_file()]
    for name in names:
        if name == "_headers":
            continue
        paths = ["/" + name, "/" + name.removesuffix("index.html")] if name.endswith("index.html") else ["/" + name]
        for path in paths:
            sent = hosting.sent(rules, path)
            if directives(sent["Content-Security-Policy"]) != policy | {"frame-ancestors": ["'none'"]}:
                found.append(f"{path}: the header has another policy than the page")
            if missing := MORE - set(sent):
                found.append(f"{path}: without {missing}")
            age = sent.get("Cache-Control")
            if age not in ("no-cache", "public, max-age=31536000, immutable"):
                found.append(f"{path}: Cache-Control: {age}")
            elif ("immutable" in age) != bool(re.search(r"\.[0-9a-f]{8,}\.", name)):
                found.append(f"{path}: {age}")
    if hosting.sent(rules, "/nowhere/at/all/").get("Cache-Control") is not None:
        found.append("a page that is not there may be kept")
    return found


def test_every_page_has_the_one_policy_and_nothing_that_it_forbids(site):
    assert not problems(site.folder)


def test_the_policy_is_as_strict_as_the_site_allows(site):
    text = re.search(r'Content-Security-Policy" content="([^"]*)"', (site.folder / "index.html").read_text())[1]
    rules = {name: [s for s in sources if "sha256" not in s] for name, sources in directives(text).items()}
    assert rules == {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "worker-src": ["'self'"],
        "manifest-src": ["'self'"],
        "base-uri": ["'none'"],
        "form-action": ["'none'"],
    }


def test_the_headers_for_a_page(site):
    sent = hosting.sent(hosting.rules((site.folder / "_headers").read_text()), "/idea/loss/")
    assert sent["X-Content-Type-Options"] == "nosniff"
    assert sent["Referrer-Policy"] == "no-referrer"
    assert sent["Cross-Origin-Opener-Policy"] == "same-origin"
    features = sent["Permissions-Policy"].split(", ")
    assert all(re.fullmatch(r"[a-z-]+=\(\)", feature) for feature in features)
    assert {"camera=()", "microphone=()", "geolocation=()", "usb=()", "payment=()"} <= set(features)


def test_a_file_that_is_kept_for_ever_changes_its_name_with_its_content(site):
    """It is the theme's own, but for the line that names a source map, or has the hash of its content in its name."""
    rules = hosting.rules((site.folder / "_headers").read_text())
    forever = [path for path, headers in rules.items() if "immutable" in headers.get("Cache-Control", "")]
    assert any(path.endswith(".js") for path in forever)
    for path in forever:
        content = (site.folder / path[1:]).read_bytes()
        name = re.search(r"\.([0-9a-f]{8,})\.", path)[1]
        if not hashlib.sha256(content).hexdigest().startswith(name):
            own = re.sub(rb"//# sourceMappingURL=\S+", b"", (THEME / path[1:]).read_bytes())
            assert content.strip() == own.strip(), path


# What breaks the policy after the build is found.


def add(text):
    return lambda page: page.replace("</article>", text + "</article>", 1)


SPOILED = {
    "a script": ("idea/loss/index.html", add("<script>1</script>")),
    "a style": ("idea/loss/index.html", add("<style>p{}</style>")),
    "a style attribute": ("idea/loss/index.html", add('<p style="color: red">')),
    "a handler": ("labs/own-data/index.html", add("<p onclick='go()'>")),
    "a link that runs": ("404.html", add('<a href=" JavaScript:go()">')),
    "no policy": ("404.html", lambda page: re.sub(r"<meta http-equiv=[^>]*>", "", page)),
    "two policies": ("index.html", lambda page: re.sub(r"(<meta http-equiv=[^>]*>)", r"\1\1", page)),
    "another policy": ("index.html", lambda page: page.replace("font-src 'self'", "font-src 'none'")),
    "a policy too late": (
        "index.html",
        lambda page: re.sub(r"(?s)(<meta http-equiv=[^>]*>)(.*?</script>)", r"\2\1", page),
    ),
    "a policy behind a script": (
        "index.html",
        lambda page: re.sub(r"(<meta charset[^>]*>)\s*(<meta http-equiv=[^>]*>)", r"<script src=x></script>\1\2", page),
    ),
    "a header with another policy": ("_headers", lambda text: text.replace("img-src 'self' data:", "img-src *", 1)),
    "a header lost": ("_headers", lambda text: text.replace("  X-Content-Type-Options: nosniff\n", "")),
    "a header without frame-ancestors": ("_headers", lambda text: text.replace("; frame-ancestors 'none'", "")),
    "two ages": ("_headers", lambda text: text.replace("nosniff\n", "nosniff\n  Cache-Control: no-cache\n")),
    "an age lost": ("_headers", lambda text: text.replace("/figures/*", "/figure/*")),
    "pages kept": (
        "_headers",
        lambda text: text.replace("/idea/*\n  Cache-Control: no-cache", "/idea/*\n  Cache-Control: public"),
    ),
}
EVERYWHERE = {
    "a hash lost": lambda page: re.sub(r" 'sha256-[^']*'", "", page, count=1),
    "a hash of nothing": lambda page: page.replace("style-src 'self'", "style-src 'self' 'sha256-AAAA='"),
    "unsafe-inline": lambda page: page.replace("style-src 'self'", "style-src 'self' 'unsafe-inline'"),
    "unsafe-eval": lambda page: page.replace("script-src 'self'", "script-src 'self' 'unsafe-eval'"),
    "another host": lambda page: page.replace("connect-src 'self'", "connect-src 'self' https://example.org"),
    "data for scripts": lambda page: page.replace("script-src 'self'", "script-src 'self' data:"),
}


@pytest.fixture
def spoiled(site, tmp_path):
    """A copy of the site's pages and headers, to spoil."""
    shutil.copytree(site.folder, tmp_path / "site", ignore=shutil.ignore_patterns("*.ipynb", "*.woff2", "*.png"))
    return tmp_path / "site"


@pytest.mark.parametrize("what", SPOILED)
def test_a_page_or_header_spoiled_is_found(spoiled, what):
    name, spoil = SPOILED[what]
    text = (spoiled / name).read_text("utf-8")
    (spoiled / name).write_text(spoil(text), "utf-8")
    assert (spoiled / name).read_text("utf-8") != text
    assert problems(spoiled)


@pytest.mark.parametrize("what", EVERYWHERE)
def test_a_policy_spoiled_on_every_page_is_found(spoiled, what):
    for file in [*spoiled.rglob("*.html"), spoiled / "_headers"]:
        text = file.read_text("utf-8")
        file.write_text(EVERYWHERE[what](text), "utf-8")
        assert file.read_text("utf-8") != text
    assert problems(spoiled)


@pytest.mark.parametrize("text", ["  a: b", "/a\n  b", "/a\n  b: c\n  b: d", "/a\n/a", "/*.js\n  a: b", "a\n  b: c"])
def test_a_file_of_headers_that_a_host_would_not_read_is_found(text):
    with pytest.raises(ValueError, match=r"^_headers:\d"):
        hosting.rules(text)


# The step itself, on small pages.


def head(inside: str = "") -> str:
    return f"<html><head>\n  <meta charset='utf-8'>{inside}</head><body>"


@pytest.fixture
def built(tmp_path):
    """A site of one page, given as text, and perhaps more files, with its policy."""

    def built(page: str, **more: str) -> Built:
        made = Built(tmp_path)
        for name, text in {"index.html": page, **more}.items():
            made.write(name, text)
        policy.protect(made)
        return made

    return built


def test_each_hash_stands_on_every_page(built):
    made = built(head("<script>one()</script>"), **{"a/b.html": head("<style>p{}</style><script>two()</script>")})
    one, two = (directives(re.search(r'content="([^"]*)"', made.read(name))[1]) for name in ("index.html", "a/b.html"))
    assert one == two
    assert set(one["script-src"]) == {"'self'", hashed("one()"), hashed("two()")}
    assert set(one["style-src"]) == {"'self'", hashed("p{}")}


def test_data_needs_no_hash_and_a_file_neither(built):
    page = built(head('<script type="application/json">{}</script><script src="a.js"></script>')).read("index.html")
    assert "sha256" not in page


def test_every_other_kind_of_script_needs_a_hash(built):
    page = built(head('<script type="module">1</script><script type="">2</script><script nomodule>3</script>'))
    for text in "123":
        assert hashed(text) in page.read("index.html")


def test_a_hash_is_of_the_text_as_it_stands(built):
    script = " if (a &amp; b) \"<p style='x' onclick=go()>\" // ünï "
    assert hashed(script) in built(head(f"<script>{script}</script>")).read("index.html")


def test_the_style_of_a_drawing_is_allowed_where_it_is_opened_alone(built):
    assert hashed(".a{}") in built(head(), **{"a.svg": "<svg><style>.a{}</style></svg>"}).read("index.html")


def test_a_style_attribute_becomes_a_class(built):
    page = built(
        head() + '<td style="text-align: right;">1</td><td class="a b" title="style=1>" STYLE=\'text-align: right;\' '
        'data-x>2</td><p style="--x: 1"><img alt="x" style="color:red"/><b style=""></b>'
    ).read("index.html")
    name = re.search(r'<td class="(style-\w+)">1</td>', page)[1]
    assert f".{name}:not(#_){{text-align: right;}}" in page
    assert re.search(rf'<td class="a b {name}" title="style=1>" +data-x>2</td>', page)
    assert re.search(r'<p class="style-\w+"><img class="style-\w+" alt="x"/><b></b>', page)
    sheet = re.search(r"<style>(.*)</style></head>", page)[1]
    assert hashed(sheet) in page
    assert (sheet.count("{"), sheet.count("text-align")) == (3, 1)


def test_a_page_without_style_attributes_has_no_sheet(built):
    made = built(head() + '<p style="color:red">', **{"b.html": head() + "<p>"})
    assert "<style>" in made.read("index.html")
    assert "<style>" not in made.read("b.html")


@pytest.mark.parametrize(
    ("tag", "words"),
    [
        ("<p onclick=go()>", "<p onclick=…> holds a script"),
        ("<svg onLoad='go()'/>", "<svg onload=…> holds a script"),
        ("<svg/onload=go()>", "<svg onload=…> holds a script"),
        ('<p title="a > b"onclick=go()>', "<p onclick=…> holds a script"),
        ("<p title=it's onclick=go()><p title='>'>", "<p onclick=…> holds a script"),
        ("<a href='javascript:go()'>", "<a href=…> holds a script"),
        ("<a href='\n &#74;avascript:go()'>", "<a href=…> holds a script"),
        ("<p style='}x{'>", "<p style='}x{'> is no list"),
    ],
)
def test_what_the_policy_forbids_is_told_with_its_line(built, tmp_path, tag, words):
    with pytest.raises(ValueError, match=re.escape(words)) as error:
        built(head() + "\n\n" + tag)
    assert str(error.value).startswith(f"{tmp_path}/index.html:4: ")


@pytest.mark.parametrize("page", ["", "<p>", "<script>1</script><meta charset='utf-8'>"])
def test_a_page_without_its_character_set_at_the_start_is_told(built, page):
    with pytest.raises(ValueError, match=r"index\.html:1: expected <meta charset>"):
        built(page)


def test_finishing_again_changes_no_page(site, tmp_path):
    shutil.copytree(site.folder, tmp_path / "site")
    finish.finish(tmp_path / "site")
    for page in site.pages:
        assert (tmp_path / "site" / page.name).read_text("utf-8") == page.html
    assert not problems(tmp_path / "site")


def test_too_many_headers_for_a_host_are_told(built, tmp_path):
    made = built(head(), **{f"{i}.txt": "" for i in range(100)})
    with pytest.raises(ValueError, match="103 rules"):
        policy.write_headers(made)
    made = built(head(), **{f"{i}.html": head(f"<script>{i}</script>") for i in range(40)})
    with pytest.raises(ValueError, match=r"characters\. Hosts read 100 rules of 2000 characters a line"):
        policy.write_headers(made)


def test_the_make_target_finishes_the_site():
    lines = (project.ROOT / "Makefile").read_text("utf-8").split("\nsite:")[1].split("\n\n")[0]
    assert lines.index("mkdocs build") < lines.index("scripts/finish.py")
