"""The content-security policy of the built site, the headers that its host is to send, and what the check refuses."""

import base64
import hashlib
import re

import pytest
from lxml import html

from scripts.publish import check, policy
from tests import host

META = re.compile(r'<meta charset="utf-8">\s*<meta http-equiv="Content-Security-Policy" content="([^"]*)">')
COMPANIONS = {"X-Content-Type-Options: nosniff", "Referrer-Policy: no-referrer"}


def directives(text: str) -> dict[str, list[str]]:
    """A policy by its directives."""
    return {name: sources for name, *sources in (part.split() for part in text.split(";"))}


def hashed(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def test_every_page_has_the_same_strict_policy_before_all_that_it_governs(site):
    (text,) = {tuple(META.findall(page.html)) for page in site.pages}
    assert len(text) == 1
    before = {page.name: page.html[: META.search(page.html).start()] for page in site.pages}
    assert [name for name, head in before.items() if re.search(r"<(script|style|link)\b", head)] == []
    assert re.sub(r" 'sha256-[^']*'", "", text[0]) == (
        "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data:; font-src "
        "'self'; connect-src 'self'; worker-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'none'"
    )


def test_the_hashes_are_those_of_the_inline_scripts_and_styles(site):
    """Read with a regular expression, as another way than the step's."""
    used = {"script": set(), "style": set()}
    for page in site.pages:
        for tag, attributes, content in re.findall(r"<(script|style)\b([^>]*)>(.*?)</\1>", page.html, re.S):
            if "src=" not in attributes and "application/json" not in attributes:
                used[tag].add(hashed(content))
    for file in site.folder.rglob("*.svg"):
        used["style"] |= {hashed(style) for style in re.findall(r"<style>(.*?)</style>", file.read_text("utf-8"), re.S)}
    rules = directives(META.search(site.pages[0].html)[1])
    for tag, hashes in used.items():
        assert {each for each in rules[f"{tag}-src"] if "sha256" in each} == hashes, tag
    assert used["script"]


def test_a_page_without_a_place_for_the_policy_is_refused(tmp_path):
    for head in ("", '<script>1</script><meta charset="utf-8">', '<link><meta charset="utf-8">'):
        (tmp_path / "index.html").write_text(f"<html><head>{head}</head></html>")
        with pytest.raises(ValueError, match=r"index\.html: expected <meta charset"):
            policy.protect(tmp_path)


# fmt: off
FORBIDDEN = [
    "<p onclick=go()>", "<svg onLoad='go()'/>", "<svg/onload=go()>", '<p title="a > b"onclick=go()>',
    "<p title=it's onclick=go()><p title='>'>", "<a href='javascript:go()'>x</a>", "<form action='VBScript:go()'>",
    "<a href='\n &#74;avascript:go()'>x</a>", "<p style='color: red'>", "<math><mtd STYLE=''></mtd></math>",
]
# fmt: on


def test_what_the_policy_forbids_is_named_with_its_line_and_what_to_do():
    named = r"[45]: <(p|svg|a|form|mtd) (on\w+|href|action|style)=(?s:.*)forbids it; (use a class|listen for the event)"
    for wrong in FORBIDDEN:
        page = f"<html><head><title>x</title></head>\n<body>\n<h1>x</h1>\n{wrong}\n</body></html>"
        (problem,) = check.forbidden(html.document_fromstring(page))
        assert re.match(named, problem), wrong
    allowed = "<p data-style='x'>style=</p><script>'<p onclick=1>'</script><!-- <p style=x> -->"
    assert list(check.forbidden(html.document_fromstring(allowed))) == []


def test_the_headers_as_a_host_reads_them(site):
    rules = host.rules((site.folder / "_headers").read_text("utf-8"))
    wanted = directives(META.search(site.pages[0].html)[1]) | {"frame-ancestors": ["'none'"]}
    names = {file.relative_to(site.folder).as_posix() for file in site.folder.rglob("*") if file.is_file()}
    for name in sorted(names - {"_headers"}):
        for path in {f"/{name}", f"/{name}".removesuffix("index.html")}:
            sent = host.sent(rules, path)
            assert directives(sent["Content-Security-Policy"]) == wanted
            assert {f"{name}: {value}" for name, value in sent.items()} >= COMPANIONS
            assert {"camera=()", "geolocation=()", "microphone=()"} <= set(sent["Permissions-Policy"].split(", "))
            is_named_by_content = re.search(r"\.[0-9a-f]{8,}\.", name) or "/lunr/" in name  # of the theme's own search
            assert ("Cache-Control" in sent) == bool(is_named_by_content), path
    (own,) = (site.folder / "stylesheets").glob("*.css")  # kept for ever, so named by its content
    assert own.name == f"site.{hashlib.sha256(own.read_bytes()).hexdigest()[:8]}.css"
